"""The retrievable pieces of a page: 80 to 200 words under one heading, in the page's own words.

Paragraphs, list items, table rows and short code are joined until a passage is long enough. A
diagram is a passage of its own: the words of its boxes and arrows, which the prose seldom repeats.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from atlas_core.diagram import Diagram
from atlas_core.page import is_mermaid, plain_text
from markdown_it.token import Token

WORDS_ENOUGH, WORDS_MAX, WORDS_LEFT_OVER = 80, 200, 25
_CODE_WORDS_MAX = 60
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
_MARKUP = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A paragraph, item, row or piece of code under a heading; or a diagram, named by its id."""

    heading: str
    anchor: str
    text: str = ""
    diagram: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageText:
    """One passage: where it stands and what it says."""

    heading: str
    anchor: str
    text: str


def units_of(tokens: Sequence[Token]) -> Iterator[Unit]:
    """Yield what a page says, in order. Headings must carry their anchor as `id`."""
    heading = anchor = ""
    cells: list[str] | None = None
    item = ""
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading, anchor = plain_text(tokens[at + 1]), str(token.attrGet("id") or "")
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield Unit(heading=heading, anchor=anchor, text=" | ".join(cells or ()))
            cells = None
        elif token.type in {"list_item_open", "dd_open"}:
            item = "- "
        elif token.type == "inline" and tokens[at - 1].type != "heading_open":
            text = plain_text(token)
            if cells is not None:
                cells.append(text)
            elif text:
                yield Unit(heading=heading, anchor=anchor, text=item + text)
                item = ""
        elif is_mermaid(token):
            yield Unit(heading=heading, anchor=anchor, diagram=str(token.meta["diagram"]))
        elif token.type in {"fence", "code_block", "html_block"}:
            raw = _MARKUP.sub(" ", token.content) if token.type == "html_block" else token.content
            text = " ".join(raw.split()[:_CODE_WORDS_MAX])
            if text:
                yield Unit(heading=heading, anchor=anchor, text=text)


def passages_of(units: Iterable[Unit], diagrams: dict[str, Diagram]) -> Iterator[PassageText]:
    """Join units into passages; a heading always begins a new one."""
    pending: list[Unit] = []
    drawn: list[PassageText] = []
    for unit in units:
        if pending and unit.anchor != pending[0].anchor:
            yield from _joined(pending)
            pending = []
        if drawn and unit.anchor != drawn[0].anchor:
            yield from drawn
            drawn = []
        if not unit.diagram:
            pending.append(unit)
        elif text := diagram_text(diagrams.get(unit.diagram)):
            drawn.append(PassageText(heading=unit.heading, anchor=unit.anchor, text=text))
    yield from _joined(pending)
    yield from drawn


def diagram_text(diagram: Diagram | None) -> str:
    """Return the words of a typed diagram, at most 200; empty where there are none."""
    if diagram is None or not diagram.typed:
        return ""
    names = {node.id: node.name for node in diagram.nodes}
    parts = [", ".join(node.lines) for node in diagram.nodes]
    parts += [
        f"{names.get(edge.source, edge.source)} to {names.get(edge.target, edge.target)}: "
        + " ".join(edge.lines)
        for edge in diagram.edges
        if edge.lines
    ]
    parts += [" ".join(filter(None, (datum.section, datum.label))) for datum in diagram.data]
    said = ". ".join(part for part in parts if part.strip())
    words = f"Diagram, {diagram.title}: {said}".split()
    return " ".join(words[:WORDS_MAX]) if said else ""


def _joined(units: Sequence[Unit]) -> list[PassageText]:
    """Join the units of one section; a short rest goes to the passage before it."""
    texts: list[str] = []
    parts: list[str] = []
    count = 0
    for piece in (piece for unit in units for piece in _pieces(unit.text)):
        length = len(piece.split())
        if parts and count + length > WORDS_MAX:
            texts.append("\n".join(parts))
            parts, count = [], 0
        parts.append(piece)
        count += length
        if count >= WORDS_ENOUGH:
            texts.append("\n".join(parts))
            parts, count = [], 0
    if parts and texts and count < WORDS_LEFT_OVER:
        texts[-1] = "\n".join([texts[-1], *parts])
    elif parts:
        texts.append("\n".join(parts))
    return [
        PassageText(heading=units[0].heading, anchor=units[0].anchor, text=text) for text in texts
    ]


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces of at most 200 words, cut between sentences where it can be."""
    if len(text.split()) <= WORDS_MAX:
        yield text
        return
    words: list[str] = []
    for sentence in _SENTENCE.split(text):
        following = sentence.split()
        if words and len(words) + len(following) > WORDS_MAX:
            yield " ".join(words)
            words = []
        words += following
        while len(words) > WORDS_MAX:
            yield " ".join(words[:WORDS_MAX])
            words = words[WORDS_MAX:]
    if words:
        yield " ".join(words)
