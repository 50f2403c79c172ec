"""Layouts of small diagrams: nothing overlaps, edges end on outlines, titles stay readable."""

import itertools

import pytest
from atlas_authoring.diagrams import Block, Built, build_diagrams
from layout_quality import faults

LONG = "A label that goes on and on, well past the width that a box may have, about nothing at all"


def build(*texts: str) -> list[Built]:
    blocks = [
        Block(id=f"page#{n}", path="page.md", line=1, text=text, title="")
        for n, text in enumerate(texts, start=1)
    ]
    return list(build_diagrams(blocks))


PLANES = """graph TB
    subgraph Edge["Edge Plane with quite a long title"]
        A[Users<br/>10M] --> B[CDN]
    end
    subgraph Service["Service Plane with a long title"]
        C[API<br/>p99: 20ms] --> D[Orders]
        C --> E[Payments]
    end
    subgraph State["State Plane"]
        subgraph Primary["Primary storage of the orders"]
            F[(PostgreSQL)]
        end
        G[(Redis)]
    end
    B -->|"1M req/sec<br/>TLS"| C
    D -->|writes| F
    E -.->|p99: 2ms| G
    D --> G
    F --> A
"""
CHAIN = "graph LR\n" + "\n".join(f"N{n}[Node {n}<br/>of a chain] --> N{n + 1}" for n in range(12))
ISLANDS = "graph TB\n" + "\n".join(
    f"subgraph G{g}[Group {g}]\n" + "\n".join(f"N{g}_{n}[Node {n}]" for n in range(g + 2)) + "\nend"
    for g in range(5)
)
SHAPES = """graph TB
    A((Circle)) --> B{Is it<br/>a diamond?}
    B -->|yes| C([Stadium])
    B -->|no| D{{Hexagon}}
    C --> E[/Slanted/]
    D --> F[(Cylinder)]
    E --> G>Flag]
    F --> G
    A --> G
"""
LOOPS = "graph LR\nA --> A\nA --> B\nA --> B\nB --> A\nB -->|retry| B"
OWN_GROUP = "graph TB\nsubgraph G[Group]\nA --> B\nend\nG --> A\nC --> G"
# Breaking this chain into rows would leave the way back without a route.
WAY_BACK = """flowchart TD
    F["A call failed<br/>or timed out"] -->|"again?"| I{"May it be?<br/>idempotent, or has a key"}
    I -->|"no"| UP["Pass the failure up"]
    I -->|"yes"| T{"Could it pass next time?<br/>timeout, 503, 429"}
    T -->|"no: 400, 404"| UP
    T -->|"yes"| N{"Attempts left?<br/>at most 3"}
    N -->|"no"| UP
    N -->|"yes"| B{"Budget left?<br/>10% of fresh requests"}
    B -->|"no"| UP
    B -->|"yes"| W["Wait: random part of<br/>min(cap, base x 2^n)"]
    W -->|"then"| R["Send it again<br/>with the same key"]
    R -.->|"failed again"| F
"""
# Breaking this one into rows would leave the first hit with half a route, straight through a node.
TWO_CACHES = """flowchart TD
    A["A short link is opened"] --> B{"Edge cache<br/>knows the redirect?"}
    B -->|"hit: 40%"| C["Send the redirect<br/>p50: 2ms<br/>paid at the edge"]
    B -->|"miss: 60%"| D["Forward to the origin<br/>Load balancer, URL service"]
    D --> E{"Redis<br/>has the code?"}
    E -->|"hit: 85% of the rest"| F["Long address, cached<br/>p50: 5ms in all<br/>paid in memory"]
    E -->|"miss: 15% of the rest"| G["Ask the database<br/>SELECT by code<br/>p99: 50ms in all"]
    G --> H["Keep it in Redis<br/>TTL: 24h<br/>longer if it is asked for"]
    H --> F
    F --> I["Build the redirect<br/>302 to the long address"]
    I --> J["Keep it at the edge<br/>TTL: 5min"]
    J --> C
"""
STATE = """stateDiagram-v2
    [*] --> Closed
    Closed --> Open : 5 failures in 10s
    Open --> HalfOpen : after 30s
    HalfOpen --> Closed : success
    HalfOpen --> Open : failure
    state Open {
        [*] --> Waiting
        Waiting --> Trying
    }
"""
SEQUENCE = f"""sequenceDiagram
    participant A as Client
    participant B as A participant with a long name
    participant C as Database
    A->>B: {LONG}
    loop every second
        B->>C: short
        alt found
            C-->>B: row
        else missing
            C--xB: {LONG}
            Note right of C: a note beside
        end
        B->>B: thinks about it for a while
    end
    Note over A,C: the end
    Note left of A: {LONG}
    C->>A: far
"""
DRAWN = {
    "planes": PLANES,
    "chain": CHAIN,
    "islands": ISLANDS,
    "shapes": SHAPES,
    "loops": LOOPS,
    "own group": OWN_GROUP,
    "way back": WAY_BACK,
    "two caches": TWO_CACHES,
    "state": STATE,
    "sequence": SEQUENCE,
    "long labels": f"graph TB\nA[{LONG}] -->|{LONG}| B[{LONG}]",
    "one node": "graph TB\nA",
    "empty group": "graph TB\nsubgraph G[Nothing in here]\nend\nA --> B",
}


@pytest.fixture(scope="module")
def drawn() -> dict[str, Built]:
    return dict(zip(DRAWN, build(*DRAWN.values()), strict=True))


@pytest.mark.parametrize("name", DRAWN)
def test_a_layout_has_no_fault(name: str, drawn: dict[str, Built]) -> None:
    built = drawn[name]
    assert built.diagram.problems == ()
    assert built.geometry is not None
    assert faults(built.diagram, built.geometry) == {}


@pytest.mark.parametrize("name", DRAWN)
def test_everything_lies_inside_the_margin(name: str, drawn: dict[str, Built]) -> None:
    geometry = drawn[name].geometry
    assert geometry is not None
    boxes = [*geometry.nodes, *geometry.groups, *geometry.blocks]
    for box in boxes:
        assert box.x >= geometry.margin - 1
        assert box.y >= geometry.margin - 1
        assert box.x + box.width <= geometry.width - geometry.margin + 1
        assert box.y + box.height <= geometry.height - geometry.margin + 1
    for x, y in itertools.chain.from_iterable(route.points for route in geometry.edges):
        assert 0 <= x <= geometry.width
        assert 0 <= y <= geometry.height


def test_long_labels_are_wrapped_and_say_so(drawn: dict[str, Built]) -> None:
    geometry = drawn["long labels"].geometry
    assert geometry is not None
    box = geometry.nodes[0]
    assert box.width <= 240 + 28
    assert box.lines is not None
    assert " ".join(box.lines) == LONG
    assert geometry.edges[0].lines is not None


@pytest.mark.parametrize("name", ["chain", "islands"])
def test_what_could_become_a_ribbon_does_not(name: str, drawn: dict[str, Built]) -> None:
    geometry = drawn[name].geometry
    assert geometry is not None
    assert 1 / 4 <= geometry.width / geometry.height <= 4


def test_a_sequence_of_time_keeps_its_direction() -> None:
    text = "graph LR\n" + "\n".join(f"T{n}[{n + 9}:30<br/>x] --> T{n + 1}[x]" for n in range(3))
    geometry = build(text.replace("[x]", "[12:30<br/>x]"))[0].geometry
    assert geometry is not None
    assert geometry.width > 3 * geometry.height


def test_edges_end_on_the_outline_and_not_on_the_box(drawn: dict[str, Built]) -> None:
    built = drawn["shapes"]
    assert built.geometry is not None
    boxes = {box.id: box for box in built.geometry.nodes}
    diamond = boxes["B"]
    for edge, route in zip(built.diagram.edges, built.geometry.edges, strict=True):
        if edge.source == "B":
            x, y = route.points[0]
            middle_x, middle_y = diamond.x + diamond.width / 2, diamond.y + diamond.height / 2
            share = abs(x - middle_x) / (diamond.width / 2) + abs(y - middle_y) / (
                diamond.height / 2
            )
            assert share == pytest.approx(1, abs=0.02)


def test_messages_run_down_the_page_and_frames_hold_theirs(drawn: dict[str, Built]) -> None:
    built = drawn["sequence"]
    assert built.geometry is not None
    heights = [route.points[0][1] for route in built.geometry.edges]
    assert heights == sorted(heights)
    for block, box in zip(built.diagram.blocks, built.geometry.blocks, strict=True):
        assert len(box.sections) == len(block.sections)
        for index in range(block.first, block.last + 1):
            assert box.y < heights[index] < box.y + box.height
