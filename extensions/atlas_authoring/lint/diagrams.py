"""What makes a diagram hard to read, to explore or to simulate, and what Mermaid refuses in it."""

import re
from collections.abc import Iterator

from atlas_core.diagram import Diagram, Edge, Node
from atlas_core.diagram.model import Annotation
from atlas_core.diagram.vocabulary import Kind, Stroke

from atlas_authoring.lint.rule import Found, Subject

NODES_MAX = 25
_LABELLED = {Kind.FLOWCHART, Kind.SEQUENCE}
# A word that promises a duration, a sign, and a number; or a price in a currency not read.
_DURATION = re.compile(
    r"(?i)\b(?:p\d{2,3}(?:\.\d+)?|latency|time-?out|ttl|rto|rpo|retention)\b"
    r"\s*[:=<>~\u2264\u2265]+\s*(?P<number>\d[\d.,]*)(?!\s?[x\u00d7%])\s?[^\s,;|()]*"
)
_PRICE = re.compile(r"(?P<number>[\u20ac\u00a3]\s?\d[\d.,]*)[^\s,;|()]*")


def repaired(subject: Subject) -> Iterator[Found]:
    """Show each line that had to be mended before Mermaid's parser took the block."""
    for diagram in subject.diagrams:
        for repair in diagram.repairs:
            yield Found(
                line=repair.line,
                sentence=f"Mermaid misreads this line ({repair.rule}); `--fix` writes the edit.",
                edit=(repair.before, repair.after),
            )


def unlabelled_edges(subject: Subject) -> Iterator[Found]:
    """Count the arrows of a diagram that say nothing; one finding a diagram."""
    for diagram in subject.diagrams:
        edges = [edge for edge in diagram.edges if edge.stroke is not Stroke.INVISIBLE]
        mute = [edge for edge in edges if not any(line.strip() for line in edge.lines)]
        if diagram.kind not in _LABELLED or not mute:
            continue
        sentence = (
            f"{len(mute)} of {len(edges)} arrows say nothing, the first from "
            f"`{mute[0].source[:40]}` to `{mute[0].target[:40]}`; label what passes."
        )
        yield Found(line=_line_of(mute[0], diagram), sentence=sentence)


def many_nodes(subject: Subject) -> Iterator[Found]:
    """Find diagrams with more than 25 nodes: nobody holds so many in mind at once."""
    for diagram in subject.diagrams:
        if len(diagram.nodes) > NODES_MAX:
            sentence = (
                f"The diagram has {len(diagram.nodes)} nodes, {NODES_MAX} are readable; split it."
            )
            yield Found(line=diagram.source.line, sentence=sentence)


def unread_units(subject: Subject) -> Iterator[Found]:
    """Find quantities of which no metric could be read."""
    for diagram in subject.diagrams:
        parts: tuple[Node | Edge, ...] = (*diagram.nodes, *diagram.edges)
        for part in parts:
            for number, text in enumerate(part.lines):
                notes = [note for note in part.annotations if note.line == number]
                for quantity in _unread(text, notes):
                    sentence = (
                        f"`{quantity[:60]}` has no unit that can be read; write ms, s, min, h, "
                        "days or USD."
                    )
                    yield Found(line=part.source_line or diagram.source.line, sentence=sentence)


def _unread(text: str, notes: list[Annotation]) -> Iterator[str]:
    for pattern in (_DURATION, _PRICE):
        for found in pattern.finditer(text):
            start, end = found.span("number")
            read = [note for note in notes if note.start < end and note.end > start]
            if not any(note.unit != "1" for note in read):  # a mere count is no duration
                yield found[0].strip()


def _line_of(edge: Edge, diagram: Diagram) -> int:
    return edge.source_line or diagram.source.line
