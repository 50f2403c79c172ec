"""Which files of a tree are pages, which are exercises, and what can't be read.

A tree is a folder. Hidden folders, `node_modules` and licence texts are passed over; links that
leave the tree are refused; whatever is no Markdown may still be the target of a link or a picture.
Paths inside a tree are relative, with forward slashes, and come in a fixed order: by name, in our
own course as the index page of each folder links to them.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from atlas_core.diagram.model import Problem

PAGE_BYTES_MAX = 2 * 1024 * 1024
OWN_TREE_FOLDER, OWN_TREE = "notebooks", "course"
_MARKDOWN = {".md", ".markdown"}
_PASSED_OVER = {"node_modules", "__pycache__", "site-packages", "venv"}
_NO_PAGES = re.compile(r"(?i)(license|licence|copying)(\.[^.]+)?$")
_DIGITS = re.compile(r"(\d+)")
_LINK_TO_PAGE = re.compile(r"\]\(([^)#\s:]+\.md)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A folder of Markdown. `name` is the folder's own and begins the paths of its problems."""

    id: str
    name: str
    root: Path
    pages: tuple[str, ...]
    exercises: tuple[str, ...]
    files: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def is_own(self) -> bool:
        """Tell whether this is our own course, in which an unknown key is an error."""
        return self.id == OWN_TREE


def scan_trees(roots: Iterable[Path]) -> list[Tree]:
    """Scan each folder; a second one of the same name gets the id `name-2`."""
    trees: list[Tree] = []
    for root in roots:
        name = printable(root.resolve().name) or "root"
        wanted = OWN_TREE if name == OWN_TREE_FOLDER else name
        taken = {tree.id for tree in trees}
        number, tree_id = 2, wanted
        while tree_id in taken:
            number, tree_id = number + 1, f"{wanted}-{number}"
        trees.append(_scan(root.resolve(), tree_id, name))
    return trees


def printable(name: str) -> str:
    """Return a file name as valid Unicode; bytes that are no UTF-8 become U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def in_reading_order(path: str) -> tuple[tuple[int, tuple[tuple[int, str | int], ...]], ...]:
    """Return a sort key: index first, then a folder's files, then its folders; 2 before 10."""
    *folders, name = PurePosixPath(path).parts
    rank = 0 if PurePosixPath(name).stem == "index" else 1
    return (*((2, _natural(folder)) for folder in folders), (rank, _natural(name)))


def _natural(name: str) -> tuple[tuple[int, str | int], ...]:
    parts = (part for part in _DIGITS.split(name) if part)
    keys = (
        (0, int(part)) if part.isdecimal() and len(part) < 16 else (1, part.casefold())
        for part in parts
    )
    return (*keys, (2, name))


def _scan(root: Path, tree_id: str, name: str) -> Tree:
    files: set[str] = set()
    problems: list[Problem] = []
    for path in _walk(root, name, problems):
        relative = path.relative_to(root).as_posix()
        if printable(relative) != relative:
            sentence = "The file's name is not valid UTF-8; rename it. It was not read."
            problems.append(_problem(name, printable(relative), "file-name", sentence))
        else:
            files.add(relative)
    markdown = {f for f in files if PurePosixPath(f).suffix.lower() in _MARKDOWN}
    exercises = {f for f in markdown if _is_exercise(f)}
    folders = {str(PurePosixPath(f).parent) + "/" for f in exercises}
    pages = {
        f
        for f in markdown
        if not any(f.startswith(folder) for folder in folders)
        and not _NO_PAGES.match(PurePosixPath(f).name)
        and not _is_note_on_folder(f, markdown)
    }
    return Tree(
        id=tree_id,
        name=name,
        root=root,
        pages=_as_linked(root, pages) if tree_id == OWN_TREE else _by_name(pages),
        exercises=_by_name(exercises),
        files=frozenset(files),
        problems=tuple(sorted(problems, key=lambda problem: problem.path)),
    )


def _by_name(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(paths, key=in_reading_order))


def _as_linked(root: Path, pages: set[str]) -> tuple[str, ...]:
    """What an index page links to comes in that order, before what it does not name."""
    first: dict[str, int] = {}
    for index in (page for page in pages if PurePosixPath(page).name == "index.md"):
        folder = PurePosixPath(index).parent
        text = (root / index).read_text(encoding="utf-8", errors="replace")
        for place, link in enumerate(_LINK_TO_PAGE.findall(text)):
            below = PurePosixPath(link).parts
            if ".." not in below and str(folder / link) in pages:
                first.setdefault(str(folder / below[0]), place)

    def place_of(page: str) -> tuple[tuple[int, int], ...]:
        here = PurePosixPath(page)
        names = [*reversed(here.parents[:-1]), here]  # from the folder at the top to the page
        return tuple(
            (0, 0) if name.stem == "index" else (1, first.get(str(name), PAGE_BYTES_MAX))
            for name in names
        )

    return tuple(sorted(pages, key=lambda page: (place_of(page), in_reading_order(page))))


def _is_exercise(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return len(parts) >= 3 and parts[-1] == "exercise.md" and parts[-3] == "exercises"


def _is_note_on_folder(path: str, markdown: set[str]) -> bool:
    """Tell whether this is a README.md beside an index.md: it speaks to who reads the source."""
    here = PurePosixPath(path)
    return here.stem.lower() == "readme" and str(here.with_name("index.md")) in markdown


def _walk(root: Path, name: str, problems: list[Problem]) -> Iterator[Path]:
    def report(path: Path, code: str, sentence: str) -> None:
        relative = printable(path.relative_to(root).as_posix())
        problems.append(_problem(name, relative, code, sentence))

    def unreadable(error: OSError) -> None:
        sentence = f"The folder can't be read ({error.strerror}); it was left out."
        report(Path(error.filename), "folder-unreadable", sentence)

    for folder, folders, names in os.walk(root, onerror=unreadable):
        here = Path(folder)
        kept = sorted(f for f in folders if not f.startswith(".") and f not in _PASSED_OVER)
        folders[:] = [f for f in kept if not (here / f).is_symlink()]
        for linked in (here / f for f in kept if f not in folders):
            sentence = "This folder is a link, and links to folders are not followed; copy it in."
            report(linked, "link-folder", sentence)
        for path in (here / n for n in sorted(names) if not n.startswith(".")):
            trouble = _trouble(path, root)
            if trouble:
                report(path, *trouble)
            else:
                yield path


def _trouble(path: Path, root: Path) -> tuple[str, str] | None:
    """Return code and sentence of what keeps a file from being read, or None."""
    try:
        status = path.stat()
        leaves = path.is_symlink() and not path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return "file-unreadable", "The file can't be reached (a dangling link?); it was left out."
    if leaves:
        return "link-leaves-tree", "This link leaves the tree and was refused; copy the file in."
    if not stat.S_ISREG(status.st_mode):
        return "file-unreadable", "This is no ordinary file; it was left out."
    if path.suffix.lower() in _MARKDOWN and status.st_size > PAGE_BYTES_MAX:
        limit = PAGE_BYTES_MAX // (1024 * 1024)
        sentence = f"The page has {status.st_size} bytes, {limit} MiB are read; split it."
        return "page-too-large", sentence
    return None


def _problem(name: str, relative: str, code: str, sentence: str) -> Problem:
    return Problem(path=f"{name}/{relative}", line=1, code=code, sentence=sentence)
