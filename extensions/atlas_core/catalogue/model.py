"""What a catalogue answers with."""

from dataclasses import dataclass

from atlas_core.diagram import Diagram, Geometry
from atlas_core.page import FrontMatter


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A page as a line in a table of contents. `minutes` is the author's figure or our estimate."""

    id: str
    path: str
    title: str
    description: str
    difficulty: str | None
    minutes: int
    tags: tuple[str, ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of a tree: its own page (from index.md), if it has one, its pages, its folders."""

    name: str
    title: str
    page: PageEntry | None
    pages: tuple[PageEntry, ...]
    folders: tuple["Folder", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A tree of pages: all of them in reading order, and the same nested in `root`."""

    id: str
    title: str
    pages: tuple[PageEntry, ...]
    root: Folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of a page; `level` is 1 to 6, `anchor` the id of its element in the page's HTML."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. `html` is sanitised and opens with the title's `<h1 class="atlas-title">`.

    `scenario_file` is the text of the `.scenario.yaml` beside it, "" where there is none.
    """

    id: str
    tree: str
    path: str
    title: str
    description: str
    difficulty: str | None
    minutes: int
    words: int
    front_matter: FrontMatter
    html: str
    source: str
    scenario_file: str
    headings: tuple[Heading, ...]
    diagrams: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A diagram with its layout, null where it has none, and a drawing for those who can't draw."""

    diagram: Diagram
    geometry: Geometry | None
    svg: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRef:
    """A page by id and title."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A retrievable piece of a page; `score` is its BM25 (larger is better), 0 when listed.

    `is_contents` tells that its page is the index of a folder with other pages.
    """

    page: str
    position: int
    title: str
    heading: str
    anchor: str
    text: str
    score: float = 0.0
    is_contents: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A search result. `excerpt` is plain text; `marks` are the matches in it, [start, end)."""

    page: str
    title: str
    heading: str
    anchor: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A product by its usual name, and in how many diagrams and on how many pages it appears."""

    name: str
    diagrams: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One appearance of a technology: a node of a diagram, or a page whose front matter names it.

    `diagram`, `diagram_title` and `node` are None for a page; `label` is the node's first line.
    """

    technology: str
    page: str
    title: str
    diagram: str | None
    diagram_title: str | None
    node: str | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """What pages are about: a tag, or the folder of pages without tags; and how many there are."""

    name: str
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """A page to read next; `why` says what binds it to the page that was asked about."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which pages a search may find. Empty means any; letters count without their case."""

    tree: str = ""
    concept: str = ""
    technology: str = ""
    difficulty: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.tree or self.concept or self.technology or self.difficulty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as written on the page `source`. `target` is a page id, None for the web and files."""

    source: str
    target: str | None
    anchor: str
    text: str
    url: str
    broken: bool
