"""Writing the repairs of diagrams into the pages they were found in; nothing else is touched.

A repair is an edit of one line of a Mermaid block (`before` to `after`), or a line more at its end.
It is written where the line is found as the repair knows it, in the page's own text: line ends, a
byte order mark, indentation and quotation marks stay. The mended blocks are drawn again before
anything is written: where one needs another repair that comes too, and where its nodes or arrows
are not those that readers saw, it is left alone. A page is replaced by renaming.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from atlas_core.diagram import Diagram
from atlas_core.diagram.model import Repair

from atlas_authoring.assemble import ReadTree
from atlas_authoring.build import Workshop
from atlas_authoring.diagrams import Block, Built
from atlas_authoring.lint.edit import applied, block_text
from atlas_authoring.pages.draft import Draft

_ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """One edit that was written, or, where `refused` is set, was not, and why."""

    path: str
    line: int
    before: str = ""
    after: str = ""
    refused: str = ""


@dataclass(slots=True, kw_only=True)
class _Mending:
    """One block on its way: its lines so far, the diagram they draw, and all edits."""

    place: Path
    at: int
    height: int
    lines: list[str]
    wanted: Diagram
    seen: Diagram
    edits: list[Repair] = field(default_factory=list)
    refused: str = ""

    @property
    def is_done(self) -> bool:
        return bool(self.refused) or not self.seen.repairs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page's text as lines without their `\\n`, and what becomes of its blocks."""

    place: Path
    lines: list[str]
    mendings: list[_Mending]


def fix_pages(
    root: Path, read: ReadTree, built: Mapping[str, Built], workshop: Workshop
) -> Iterator[Fix]:
    """Write the repairs of a tree's diagrams into its pages, and yield each edit."""
    pages: list[_Page] = []
    for draft in read.drafts:
        diagrams = [built[f"{draft.id}#{n}"].diagram for n in range(1, len(draft.mermaid) + 1)]
        if any(diagram.repairs for diagram in diagrams):
            page = _open(root / draft.path, draft, diagrams)
            if isinstance(page, Fix):
                yield page
            else:
                pages.append(page)
    everything = [mending for page in pages for mending in page.mendings]
    for _ in range(_ROUNDS):
        _mend([mending for mending in everything if not mending.is_done], workshop)
    for mending in everything:
        if not mending.is_done:
            mending.refused = "The repair needs repairs in turn; edit the diagram by hand."
    for page in pages:
        yield from _write(page)


def _open(place: Path, draft: Draft, diagrams: Sequence[Diagram]) -> _Page | Fix:
    try:
        text = place.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no valid UTF-8"
        return Fix(path=str(place), line=1, refused=f"The page can't be edited ({reason}).")
    if "\r" in text.replace("\r\n", ""):
        sentence = "The page has lines that end in CR alone; save it with LF."
        return Fix(path=str(place), line=1, refused=sentence)
    lines = text.split("\n")
    mendings: list[_Mending] = []
    for written, diagram in zip(draft.mermaid, diagrams, strict=True):
        height = written.text.count("\n")
        block = lines[written.line : written.line + height]
        if diagram.repairs:
            mendings.append(
                _Mending(
                    place=place,
                    at=written.line,
                    height=height,
                    lines=block,
                    wanted=diagram,
                    seen=diagram,
                )
            )
    return _Page(place=place, lines=lines, mendings=mendings)


def _mend(mendings: Sequence[_Mending], workshop: Workshop) -> None:
    """Apply one round of repairs, and draw what came of it."""
    blocks: list[Block] = []
    drawn: list[_Mending] = []
    for mending in mendings:
        source = mending.wanted.source
        lines = applied(mending.lines, mending.seen.repairs, fence_line=source.line)
        if lines is None:
            mending.refused = "A line is not found as it was read; edit the diagram by hand."
            continue
        mending.edits += mending.seen.repairs
        mending.lines = lines
        drawn.append(mending)
        name, title = mending.wanted.id, mending.wanted.title
        text = block_text(lines)
        blocks.append(Block(id=name, path=source.path, line=source.line, text=text, title=title))
    if not blocks:
        return
    for mending, built in zip(drawn, workshop(blocks, lambda done, total: None), strict=True):
        mending.seen = built.diagram
        if _meaning(built.diagram) != _meaning(mending.wanted):
            mending.refused = "Written out, the repair would change the diagram; edit it by hand."


def _meaning(diagram: Diagram) -> object:
    """Return what a reader sees: nodes, arrows and groups without their lines in the source."""
    return (
        *(diagram.typed, diagram.direction, diagram.blocks, diagram.groups),
        [replace(node, source_line=None) for node in diagram.nodes],
        [replace(edge, source_line=None) for edge in diagram.edges],
    )


def _write(page: _Page) -> Iterator[Fix]:
    path = str(page.place)
    for mending in reversed(page.mendings):  # from the end, so that lines above stay where they are
        if not mending.refused:
            page.lines[mending.at : mending.at + mending.height] = mending.lines
    if not all(mending.refused for mending in page.mendings):
        try:
            _replace(page.place, "\n".join(page.lines).encode("utf-8"))
        except OSError as error:
            yield Fix(path=path, line=1, refused=f"It can't be written ({error.strerror}).")
            return
    for mending in page.mendings:
        if mending.refused:
            yield Fix(path=path, line=mending.at, refused=mending.refused)
            continue
        for edit in mending.edits:
            yield Fix(path=path, line=edit.line, before=edit.before, after=edit.after)


def _replace(place: Path, data: bytes) -> None:
    """Write beside the file, then rename; the mode is kept, and a link goes on being one."""
    target = place.resolve()
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
