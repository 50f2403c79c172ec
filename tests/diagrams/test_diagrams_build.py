"""Blocks through the real workshop: what each kind becomes, and what happens to bad input."""

from collections.abc import Sequence

import pytest
from atlas_authoring.diagrams import Block, Built, build_diagrams
from atlas_authoring.diagrams import build as build_module
from atlas_core.diagram import Diagram
from atlas_core.diagram.codec import (
    decode_diagram,
    decode_geometry,
    encode_diagram,
    encode_geometry,
)
from atlas_core.diagram.vocabulary import Arrow, Kind, Plane, Role, Shape, Stroke


def build(*texts: str) -> list[Built]:
    blocks = [
        Block(id=f"page#{n}", path="page.md", line=10, text=text, title="A heading")
        for n, text in enumerate(texts, start=1)
    ]
    return list(build_diagrams(blocks))


def diagram_of(text: str) -> Diagram:
    return build(text)[0].diagram


FLOWCHART = """graph LR
    subgraph Edge["Edge Plane"]
        LB[Load Balancer<br/>p99: 2ms]:::edgeStyle
    end
    subgraph Data[State]
        subgraph Primary
            DB[(PostgreSQL<br/>500 GB)]
        end
        C((Cache))
    end
    LB -->|1M req/sec| C
    LB ==> DB
    C -.- DB
    C x--x DB
    LB --> Data
    classDef edgeStyle fill:#3B82F6
    classDef stateStyle fill:#F59E0B
    class DB,C stateStyle
"""


def test_a_flowchart_keeps_what_its_author_drew() -> None:
    diagram = diagram_of(FLOWCHART)
    assert (diagram.typed, diagram.kind, diagram.direction) == (True, Kind.FLOWCHART, "LR")
    assert diagram.title == "A heading"
    nodes = {node.id: node for node in diagram.nodes}
    assert list(nodes) == ["LB", "DB", "C"]
    assert nodes["LB"].lines == ("Load Balancer", "p99: 2ms")
    assert nodes["LB"].plane is Plane.EDGE
    assert nodes["LB"].role is Role.LOAD_BALANCER
    assert nodes["LB"].annotations[0].percentile == 99
    assert nodes["DB"].shape is Shape.CYLINDER
    assert (nodes["DB"].plane, nodes["DB"].technology) == (Plane.STATE, "PostgreSQL")
    assert nodes["DB"].source_line == 17
    assert nodes["C"].shape is Shape.CIRCLE
    assert [(group.id, group.parent) for group in diagram.groups] == [
        ("Edge", None),
        ("Data", None),
        ("Primary", "Data"),
    ]
    assert nodes["DB"].group == "Primary"
    assert [(e.source, e.target, e.stroke, e.head, e.tail) for e in diagram.edges] == [
        ("LB", "C", Stroke.NORMAL, Arrow.POINT, Arrow.NONE),
        ("LB", "DB", Stroke.THICK, Arrow.POINT, Arrow.NONE),
        ("C", "DB", Stroke.DOTTED, Arrow.NONE, Arrow.NONE),
        ("C", "DB", Stroke.NORMAL, Arrow.CROSS, Arrow.CROSS),
        ("LB", "Data", Stroke.NORMAL, Arrow.POINT, Arrow.NONE),
    ]
    assert diagram.edges[0].annotations[0].unit == "1/s"
    assert [edge.source_line for edge in diagram.edges] == [21, 22, 23, 24, 25]


SEQUENCE = """sequenceDiagram
    participant A as Client
    actor U
    participant D as Database
    A->>D: read #4; now
    alt found
        D-->>A: row<br/>p99: 5ms
    else missing
        D--xA: nothing
        Note over A,D: slow path
    end
    A->>A: think
    A-)U: done
"""


def test_a_sequence_diagram_keeps_order_frames_and_notes() -> None:
    diagram = diagram_of(SEQUENCE)
    assert [node.id for node in diagram.nodes] == ["A", "U", "D"]
    assert diagram.nodes[1].shape is Shape.ACTOR
    assert [(e.source, e.target, e.stroke, e.head) for e in diagram.edges] == [
        ("A", "D", Stroke.NORMAL, Arrow.POINT),
        ("D", "A", Stroke.DOTTED, Arrow.POINT),
        ("D", "A", Stroke.DOTTED, Arrow.CROSS),
        ("A", "A", Stroke.NORMAL, Arrow.POINT),
        ("A", "U", Stroke.NORMAL, Arrow.OPEN),
    ]
    assert diagram.edges[0].lines == ("read #4; now",)
    assert [repair.rule for repair in diagram.repairs] == ["escape-text"]
    assert diagram.edges[1].annotations[0].percentile == 99
    frame, note = diagram.blocks
    assert (frame.kind, frame.label, frame.first, frame.last) == ("alt", "found", 1, 2)
    assert frame.sections == ((2, "missing"),)
    assert (note.kind, note.label, note.depth, note.participants) == (
        "note over",
        "slow path",
        1,
        ("A", "D"),
    )


STATE = """stateDiagram-v2
    [*] --> Closed
    Closed --> Open : 5 failures in 10s
    state Open {
        [*] --> Waiting
        Waiting --> Trying : after 30s
    }
    Open --> [*]
    note right of Closed : normal
"""


def test_a_state_diagram_has_start_end_and_composite_states() -> None:
    diagram = diagram_of(STATE)
    shapes = [node.shape for node in diagram.nodes]
    assert shapes.count(Shape.STATE_START) == 2
    assert shapes.count(Shape.STATE_END) == 1
    assert shapes.count(Shape.NOTE) == 1
    assert [group.id for group in diagram.groups] == ["Open"]
    assert {node.id for node in diagram.nodes if node.group == "Open"} >= {"Waiting", "Trying"}
    assert ("Closed", "Open", ("5 failures in 10s",)) in [
        (edge.source, edge.target, edge.lines) for edge in diagram.edges
    ]
    assert len(diagram.edges) == 6


def test_labels_become_plain_lines() -> None:
    text = (
        'graph TB\nA["`**Bold** and _plain_`"]\nB["<b>x</b> &lt;5ms &amp; #9829;"]\n'
        'C["one\\ntwo<br>three"]\nD["fa:fa-car List#lt;String#gt;"]\nE["'
        + "very long " * 200
        + '"]'
    )
    a, b, c, d, e = diagram_of(text).nodes
    assert a.lines == ("Bold and _plain_",)
    assert b.lines == ("x <5ms & ♥",)
    assert c.lines == ("one", "two", "three")
    assert d.lines == ("List<String>",)
    assert sum(map(len, e.lines)) <= 400


def test_a_mistake_is_repaired_and_the_repair_is_recorded() -> None:
    diagram = diagram_of("graph TB\n  A[Cache (Redis)] --> B\n")
    assert diagram.typed
    assert diagram.nodes[0].lines == ("Cache (Redis)",)
    (repair,) = diagram.repairs
    assert (repair.line, repair.rule) == (12, "quote-label")
    assert diagram.source.text == "graph TB\n  A[Cache (Redis)] --> B\n"


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("gitGraph\n  commit", Kind.OTHER, "kind-not-drawn"),
        ('pie\n  "a" : many', Kind.PIE, "unreadable"),
        ("hello there", Kind.OTHER, "kind-not-drawn"),
        ("", Kind.OTHER, "empty"),
        ("graph TB\n" + "A --> B\n" * 40_000, Kind.FLOWCHART, "too-large"),
        ("graph TB\n  A --> [[[ --> ))) |", Kind.FLOWCHART, "unreadable"),
        ("sequenceDiagram\n  alt x\n  and y\n  A->>B: z\n  option\n  end", Kind.SEQUENCE, None),
        ("\x00\ud7ff\U0001f600", Kind.OTHER, "kind-not-drawn"),
    ],
)
def test_what_can_not_be_drawn_keeps_its_text_and_says_why(
    text: str, kind: Kind, code: str | None
) -> None:
    built = build(text)[0]
    assert built.diagram.kind is kind
    assert built.diagram.source.text == text
    if code is not None:
        assert not built.diagram.typed
        assert built.geometry is None
        (problem,) = built.diagram.problems
        line = 12 if code == "unreadable" else 10
        assert (problem.path, problem.line, problem.code) == ("page.md", line, code)
        assert problem.sentence.endswith(".")


def test_a_diagram_too_large_to_lay_out_is_still_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "BLOCK_S_MAX", 3.0)
    edges = [f"N{n} --> N{(n * 7919) % 1500}" for n in range(3000)]
    built = build("graph TB\n" + "\n".join(edges), "graph TB\nA --> B")
    large, small = built
    assert large.diagram.typed
    assert large.geometry is None
    assert [problem.code for problem in large.diagram.problems] == ["no-layout"]
    assert len(large.diagram.edges) == 3000
    assert small.geometry is not None


def test_the_order_of_blocks_is_kept_and_progress_told() -> None:
    seen: list[tuple[int, int]] = []
    texts = [f"graph TB\nN{n} --> M{n}" for n in range(12)]
    blocks = [
        Block(id=f"p#{n}", path="p.md", line=1, text=text, title="") for n, text in enumerate(texts)
    ]
    built = list(build_diagrams(blocks, on_progress=lambda done, of: seen.append((done, of))))
    assert [b.diagram.nodes[0].id for b in built] == [f"N{n}" for n in range(12)]
    assert seen == [(n, 12) for n in range(1, 13)]


def test_the_same_blocks_give_the_same_diagrams_and_geometry() -> None:
    assert build(FLOWCHART, SEQUENCE, STATE) == build(FLOWCHART, SEQUENCE, STATE)


def test_contracts_survive_their_json() -> None:
    for built in build(FLOWCHART, SEQUENCE, STATE, "pie"):
        assert decode_diagram(encode_diagram(built.diagram)) == built.diagram
        if built.geometry is not None:
            assert decode_geometry(encode_geometry(built.geometry)) == built.geometry


def parallel(built: Sequence[Built]) -> None:
    for one in built:
        assert one.geometry is not None
        for diagram_part, geometry_part in (
            (one.diagram.nodes, one.geometry.nodes),
            (one.diagram.edges, one.geometry.edges),
            (one.diagram.groups, one.geometry.groups),
        ):
            assert [p.id for p in diagram_part] == [g.id for g in geometry_part]
        assert len(one.diagram.blocks) == len(one.geometry.blocks)


def test_geometry_runs_parallel_to_the_diagram() -> None:
    parallel(build(FLOWCHART, SEQUENCE, STATE))
