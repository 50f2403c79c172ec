"""Where a link leads: to a page of the catalogue, to a file of the tree, to the web, or nowhere.

Authors write links for their own site generator, so a target is tried as written, with `.md`, as a
folder with its index, with `.html` exchanged, and as seen from the page's own folder (sites that
serve `guide.md` as `guide/`). The first that exists counts.
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from urllib.parse import unquote

from atlas_core.page import same_anchor

from atlas_authoring.trees import Tree

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_WEB = {"http", "https", "mailto"}
_INDEXES = ("index.md", "README.md", "readme.md", "index.markdown")


class Leads(StrEnum):
    """What kind of thing a link leads to."""

    PAGE = "page"
    FILE = "file"
    WEB = "web"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a link leads.

    `page` and `anchor` are set for pages, `path` for files, `sentence` says why it is broken. A
    page whose anchor is missing keeps `page` and has a sentence.
    """

    leads: Leads
    page: str | None = None
    anchor: str = ""
    path: str = ""
    sentence: str = ""


class Resolver:
    """Resolves the links of one tree. `page_ids` maps its paths to ids."""

    def __init__(
        self, tree: Tree, page_ids: Mapping[str, str], anchors: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._tree = tree
        self._page_ids = page_ids
        self._anchors = anchors

    def resolve(self, path: str, url: str) -> Target:
        """Return where `url`, written on the page at `path`, leads."""
        url = url.strip()
        scheme = _SCHEME.match(url)
        if url.startswith("//") or (scheme and scheme[1].lower() in _WEB):
            return Target(leads=Leads.WEB)
        if scheme:
            sentence = f"Links with `{scheme[1][:20]}:` are not kept; use https."
            return Target(leads=Leads.NOWHERE, sentence=sentence)
        written, _, anchor = url.partition("#")
        written, anchor = unquote(written.partition("?")[0]), unquote(anchor)
        found = self._find(path, written) if written else path
        if found is None:
            leaves = _joined(posixpath.dirname(path), written).startswith("..")
            reason = "leaves the tree" if leaves else "leads to no page; correct or remove it"
            return Target(leads=Leads.NOWHERE, sentence=f"The link `{url[:100]}` {reason}.")
        if found in self._page_ids:
            return self._with_anchor(found, anchor)
        return Target(leads=Leads.FILE, path=found)

    def _find(self, path: str, written: str) -> str | None:
        """Return the file of the tree that `written` means."""
        for candidate in _candidates(path, written):
            if candidate in self._page_ids or candidate in self._tree.files:
                return candidate
        return None

    def related(self, path: str, name: str) -> str | None:
        """Return the page that front matter calls `name`: from the tree's root, or as a link."""
        from_root = self.resolve(path, "/" + name.lstrip("/"))
        return from_root.page or self.resolve(path, name).page

    def _with_anchor(self, path: str, anchor: str) -> Target:
        page = self._page_ids[path]
        if not anchor:
            return Target(leads=Leads.PAGE, page=page)
        found = same_anchor(anchor, self._anchors[page])
        if found is None:
            sentence = f"Page `{page}` has no section `#{anchor[:100]}`; the link opens its top."
            return Target(leads=Leads.PAGE, page=page, sentence=sentence)
        return Target(leads=Leads.PAGE, page=page, anchor=found)


def _joined(folder: str, written: str) -> str:
    joined = written.lstrip("/") if written.startswith("/") else posixpath.join(folder, written)
    return posixpath.normpath(joined)


def _candidates(path: str, written: str) -> Iterator[str]:
    pretty = str(PurePosixPath(path).with_suffix(""))
    for folder in (posixpath.dirname(path), pretty):
        target = _joined(folder, written)
        stem = target.removesuffix(".html").removesuffix(".htm")
        yield target
        yield f"{stem}.md"
        yield f"{stem}.markdown"
        for index in _INDEXES:
            yield index if stem == "." else f"{stem}/{index}"
