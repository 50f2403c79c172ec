"""The typed meaning of one Mermaid block: what the author drew, before anybody lays it out.

`atlas_authoring` makes a `Diagram` from Mermaid's own parser, the catalogue stores it as JSON,
and the renderer, the simulators, the tutor and the quiz read it. Coordinates are not here: see
`geometry`.

A flowchart's nodes are boxes; a sequence diagram's nodes are its participants and its edges its
messages, in order; a state diagram's nodes are its states and its edges its transitions. So
"node" and "edge" mean the same to whoever explores, whatever the kind.
"""

from dataclasses import dataclass

from atlas_core.diagram.vocabulary import Arrow, Bound, Kind, Plane, Role, Shape, Stroke

DIAGRAM_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """A metric read from a label, with the span of text that it came from.

    `value` is in `unit`, which is normalised: "s" for durations, "1/s" for rates, "B" for sizes,
    "B/s" for bandwidths, "USD", "USD/month", "ratio" for shares and availabilities, "1" for
    counts; `text` is what the author wrote. `line` is the index in the label's lines, `start` and
    `end` are character offsets in it. `upper` is the other end where the author gave a range
    ("5-30s"), else None.
    """

    name: str
    value: float
    unit: str
    text: str
    line: int
    start: int
    end: int
    bound: Bound = Bound.EXACT
    percentile: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A box, participant or state.

    `lines` is its label, split at line breaks; the first line names it. A class or an entity has
    `compartments` below its name: the index in `lines` where each begins.
    """

    id: str
    lines: tuple[str, ...]
    shape: Shape = Shape.RECT
    plane: Plane | None = None
    role: Role | None = None
    technology: str | None = None
    group: str | None = None
    annotations: tuple[Annotation, ...] = ()
    link: str | None = None
    source_line: int | None = None
    compartments: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """The first line of its label; its id where it has none."""
        return self.lines[0] if self.lines else self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A call, message or transition from `source` to `target`, in the order of the source text."""

    id: str
    source: str
    target: str
    lines: tuple[str, ...] = ()
    stroke: Stroke = Stroke.NORMAL
    head: Arrow = Arrow.POINT
    tail: Arrow = Arrow.NONE
    annotations: tuple[Annotation, ...] = ()
    source_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A subgraph, a box of participants, or a composite state.

    `parent` is the group that holds it.
    """

    id: str
    lines: tuple[str, ...]
    parent: str | None = None
    plane: Plane | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A frame in a sequence diagram (loop, alt, opt, par, critical, break, rect) or a note.

    It covers the messages with index `first` to `last`, inclusive; `last` < `first` means that it
    covers none. `sections` are the later branches (else, and, option): the index of their first
    message and their label.
    """

    kind: str
    label: str
    first: int
    last: int
    depth: int = 0
    sections: tuple[tuple[int, str], ...] = ()
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One thing that a chart shows, in the order of the source.

    `values`: a slice's amount; a bar's or point's (x, y), x being a category's number where the
    axis has categories; a task's start and end in seconds since 1970 (UTC); a point's place in a
    quadrant chart, each from 0 to 1; a journey's score, 1 to 5. An event of a timeline has none.
    `section` is its series, section or period; `tags` are a task's states, a journey's actors, a
    timeline's section.
    """

    id: str
    label: str
    section: str | None = None
    values: tuple[float, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a diagram was written.

    Path in its tree, line of the opening fence (from 1), and the text as found.
    """

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """One edit that the build made so that the block parses.

    Shown to the author, never written by itself.
    """

    line: int
    rule: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be read, as one sentence with its remedy.

    `line` counts in the page, from 1.
    """

    path: str
    line: int
    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """One Mermaid block, typed where `typed` is true; else its source text stands for it, with
    `problems`.

    `id` is "<page id>#<n>", n counting the page's Mermaid blocks from 1. A chart has `data` and no
    nodes; `captions` are the words on its axes: x and y of an xychart; left, right, bottom, top and
    the four quadrants of a quadrant chart.
    """

    id: str
    kind: Kind
    title: str
    source: Source
    typed: bool
    direction: str = "TB"
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    groups: tuple[Group, ...] = ()
    blocks: tuple[Block, ...] = ()
    data: tuple[Datum, ...] = ()
    captions: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()
    problems: tuple[Problem, ...] = ()
    version: int = DIAGRAM_VERSION
