"""The table of contents: pages nested in the folders that hold them."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from atlas_core.catalogue.model import Folder, PageEntry

INDEX = "index"


def nest(name: str, title: str, pages: Sequence[PageEntry]) -> Folder:
    """Return the pages of one tree, in the order given, as nested folders."""
    return _folder(name, title, PurePosixPath("."), pages)


def _folder(name: str, title: str, here: PurePosixPath, pages: Sequence[PageEntry]) -> Folder:
    own: PageEntry | None = None
    direct: list[PageEntry] = []
    below: dict[str, list[PageEntry]] = {}
    for page in pages:
        path = PurePosixPath(page.path)
        if path.parent != here:
            below.setdefault(path.relative_to(here).parts[0], []).append(page)
        elif path.stem == INDEX and own is None:
            own = page
        else:
            direct.append(page)
    return Folder(
        name=name,
        title=own.title if own else title,
        page=own,
        pages=tuple(direct),
        folders=tuple(
            _folder(child, words_from_name(child), here / child, inside)
            for child, inside in below.items()
        ),
    )


def words_from_name(name: str) -> str:
    """Return a file or folder name as a title: `02-retry_storm` reads "Retry storm"."""
    words = name.replace("-", " ").replace("_", " ").split()
    if len(words) > 1 and words[0].isdigit():
        words = words[1:]
    text = " ".join(words) or name
    return text[:1].upper() + text[1:]
