"""What is written as Mermaid reads back as the same diagram, whatever its labels hold."""

from dataclasses import replace

import pytest
from atlas_authoring.diagrams import Block, build_diagrams
from atlas_core.diagram import Diagram, Edge, Group, Node
from atlas_core.diagram.annotations import annotate
from atlas_core.diagram.model import Block as Frame
from atlas_core.diagram.model import Source
from atlas_core.diagram.roles import read_role
from atlas_core.diagram.vocabulary import Arrow, Kind, Plane, Shape, Stroke
from atlas_core.mermaid.write import WRITTEN, write_mermaid
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

pytestmark = pytest.mark.timeout(300)
SOURCE = Source(path="page.md", line=1, text="")
# Marks that labels lose on purpose (Markdown's, line breaks, invisible signs) are not drawn.
SIGNS = "abcXYZ019 .,:;!?%&#<>()[]{}|'\"/=+-~@$^\u00e9\u00fc\u2192\u4e16"
CASES = 40

words = st.text(SIGNS, min_size=1, max_size=14).map(lambda text: " ".join(text.split()))
line = words.filter(lambda text: any(c.isalnum() for c in text))
labels = st.lists(line, min_size=1, max_size=3).map(tuple)
OUTLINES = [shape for shape in Shape if not shape.startswith(("state", "actor"))]
HEADS = [
    (Arrow.POINT, Arrow.NONE),
    (Arrow.NONE, Arrow.NONE),
    (Arrow.CROSS, Arrow.NONE),
    (Arrow.CIRCLE, Arrow.NONE),
    (Arrow.POINT, Arrow.POINT),
]
MESSAGES = [
    (Arrow.POINT, Arrow.NONE),
    (Arrow.CROSS, Arrow.NONE),
    (Arrow.NONE, Arrow.NONE),
    (Arrow.OPEN, Arrow.NONE),
    (Arrow.POINT, Arrow.POINT),
]


def node(name: str, lines: tuple[str, ...], **more: object) -> Node:
    made = Node(id=name, lines=lines, annotations=annotate(lines))
    made = replace(made, **more)  # type: ignore[arg-type]
    reading = read_role(lines, shape=made.shape)
    return replace(made, role=reading.role, technology=reading.technology)


@st.composite
def flowcharts(draw: st.DrawFn) -> Diagram:
    count = draw(st.integers(1, 6))
    inner = draw(st.booleans())
    groups = [Group(id="g0", lines=draw(labels), plane=draw(st.sampled_from([None, *Plane])))]
    if inner:
        groups.append(Group(id="g1", lines=("Inside",), parent="g0", plane=groups[0].plane))
    nodes = []
    for n in range(count):
        home = "g1" if inner and n == 0 else "g0" if n == 1 or (n == 0 and not inner) else None
        own = draw(st.sampled_from(list(Plane)))
        shape = draw(st.sampled_from(OUTLINES))
        nodes.append(node(f"n{n}", draw(labels), shape=shape, plane=own, group=home))
    edges = []
    for n in range(draw(st.integers(0, 5))):
        ends = draw(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)))
        stroke = draw(st.sampled_from(list(Stroke)))
        head, tail = draw(st.sampled_from(HEADS))
        lines: tuple[str, ...] = draw(labels) if draw(st.booleans()) else ()
        if stroke is Stroke.INVISIBLE:
            head, tail, lines = Arrow.NONE, Arrow.NONE, ()
        edges.append(_edge(n, ends, lines=lines, stroke=stroke, head=head, tail=tail))
    direction = draw(st.sampled_from(["TB", "BT", "LR", "RL"]))
    return _diagram(Kind.FLOWCHART, direction, nodes, edges, groups=tuple(groups))


@st.composite
def sequences(draw: st.DrawFn) -> Diagram:
    count = draw(st.integers(1, 4))
    shapes = st.sampled_from([Shape.RECT, Shape.ACTOR])
    nodes = [node(f"p{n}", draw(labels), shape=draw(shapes)) for n in range(count)]
    edges = []
    for n in range(draw(st.integers(2, 6))):
        ends = draw(st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)))
        head, tail = draw(st.sampled_from(MESSAGES))
        stroke = draw(st.sampled_from([Stroke.NORMAL, Stroke.DOTTED]))
        names = f"p{ends[0]}", f"p{ends[1]}"
        edges.append(_edge(n, names, lines=draw(labels), stroke=stroke, head=head, tail=tail))
    last = len(edges) - 1
    blocks = [_frame("alt", draw(line), 0, last, sections=((1, draw(line)),))]
    if draw(st.booleans()):
        blocks.append(_frame("loop", draw(line), last, last, depth=1))
    if draw(st.booleans()):
        note = Frame(
            kind="note over",
            label=draw(line),
            first=len(edges),
            last=last,
            participants=("p0",),
        )
        blocks.append(note)
    covered = [_covering(block, edges, nodes) for block in blocks]
    return _diagram(Kind.SEQUENCE, "TB", nodes, edges, blocks=tuple(covered))


def _frame(kind: str, label: str, first: int, last: int, **more: object) -> Frame:
    made = Frame(kind=kind, label=label, first=first, last=last)
    return replace(made, **more)  # type: ignore[arg-type]


def _covering(block: Frame, edges: list[Edge], nodes: list[Node]) -> Frame:
    if block.kind.startswith("note"):
        return block
    within = {end for e in edges[block.first : block.last + 1] for end in (e.source, e.target)}
    return replace(block, participants=tuple(n.id for n in nodes if n.id in within))


def _edge(n: int, ends: tuple[object, object], *, lines: tuple[str, ...], **more: object) -> Edge:
    source, target = (end if isinstance(end, str) else f"n{end}" for end in ends)
    made = Edge(id=f"e{n}", source=source, target=target, lines=lines, annotations=annotate(lines))
    return replace(made, **more)  # type: ignore[arg-type]


def _diagram(
    kind: Kind, direction: str, nodes: list[Node], edges: list[Edge], **more: object
) -> Diagram:
    made = Diagram(
        id="page#1",
        kind=kind,
        title="",
        source=SOURCE,
        typed=True,
        direction=direction,
        nodes=tuple(nodes),
        edges=tuple(edges),
    )
    return replace(made, **more)  # type: ignore[arg-type]


def bare(diagram: Diagram) -> Diagram:
    """Without the places in the text that it was read from."""
    return replace(
        diagram,
        source=SOURCE,
        nodes=tuple(replace(node, source_line=None) for node in diagram.nodes),
        edges=tuple(replace(edge, source_line=None) for edge in diagram.edges),
    )


def read(*texts: str) -> list[Diagram]:
    blocks = [Block(id="page#1", path="page.md", line=1, text=text, title="") for text in texts]
    return [one.diagram for one in build_diagrams(blocks)]


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(flowcharts(), min_size=CASES, max_size=CASES))
def test_a_flowchart_written_reads_back_as_itself(diagrams: list[Diagram]) -> None:
    texts = [write_mermaid(diagram) for diagram in diagrams]
    for diagram, text, again in zip(diagrams, texts, read(*texts), strict=True):
        assert bare(again) == diagram, text


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(sequences(), min_size=CASES, max_size=CASES))
def test_a_sequence_written_reads_back_as_itself(diagrams: list[Diagram]) -> None:
    texts = [write_mermaid(diagram) for diagram in diagrams]
    for diagram, text, again in zip(diagrams, texts, read(*texts), strict=True):
        assert bare(again) == diagram, text


STATES = """stateDiagram-v2
    direction LR
    [*] --> Closed
    Closed --> Open : 5 failures (10s)
    state "Half open: probing" as Half
    Open --> Half
    state Half {
        [*] --> Waiting
        Waiting --> [*] : done
    }
    state pick <<choice>>
    Half --> pick
    pick --> Closed
    Closed --> [*]
"""


def test_a_state_diagram_written_reads_back_with_the_same_parts() -> None:
    first = read(STATES)[0]
    again = read(write_mermaid(first))[0]
    assert first.typed
    assert again.typed
    assert {(n.id, n.lines, n.shape, n.group) for n in again.nodes} == {
        (n.id, n.lines, n.shape, n.group) for n in first.nodes
    }
    assert {(e.source, e.target, e.lines) for e in again.edges} == {
        (e.source, e.target, e.lines) for e in first.edges
    }
    assert {(g.id, g.lines, g.parent) for g in again.groups} == {
        (g.id, g.lines, g.parent) for g in first.groups
    }


def test_a_kind_that_is_not_written_gives_its_source() -> None:
    text = 'pie\n  "a" : 1'
    (diagram,) = read(text)
    assert diagram.kind not in WRITTEN
    assert write_mermaid(diagram) == text
