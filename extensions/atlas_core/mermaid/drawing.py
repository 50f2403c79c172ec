"""What the workshop answers for one block, as parsed from its JSON line (see drawing.ts there).

`drawing` is set where some text could be read; `geometry` where it could also be laid out, else
`layout` says why not. `refused` holds the parser's reason for each text that it did not take.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from atlas_core.diagram import Geometry
from atlas_core.diagram.model import Datum
from atlas_core.diagram.vocabulary import Arrow, Shape, Stroke


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnNode:
    """A node, participant or state, before planes, roles and annotations are read."""

    id: str
    lines: tuple[str, ...]
    shape: Shape
    group: str | None
    classes: tuple[str, ...]
    fill: str | None
    link: str | None
    compartments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnEdge:
    """An edge, message or transition."""

    id: str
    source: str
    target: str
    lines: tuple[str, ...]
    stroke: Stroke
    head: Arrow
    tail: Arrow


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnGroup:
    """A subgraph, box of participants or composite state."""

    id: str
    lines: tuple[str, ...]
    parent: str | None
    classes: tuple[str, ...]
    fill: str | None
    direction: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBlock:
    """A frame or note of a sequence diagram."""

    kind: str
    label: str
    first: int
    last: int
    depth: int
    sections: tuple[tuple[int, str], ...]
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The meaning of a block as Mermaid's parser gave it."""

    direction: str
    title: str
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    groups: tuple[DrawnGroup, ...]
    blocks: tuple[DrawnBlock, ...]
    data: tuple[Datum, ...] = ()
    captions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Why the parser did not take a text; `line` counts in the text from 1."""

    line: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer line. `attempt` counts the texts that were handed over, from 0."""

    id: str
    attempt: int | None = None
    drawing: Drawing | None = None
    geometry: Geometry | None = None
    layout: str | None = None
    refused: tuple[Refused, ...] = ()


_ANSWER = TypeAdapter(Answer)


def parse_answer(line: bytes) -> Answer:
    """Raises pydantic.ValidationError where the line is no answer."""
    return _ANSWER.validate_json(line)
