"""Diagrams for the tests of the quiz: read from Mermaid text, or made at random."""

from functools import cache

from atlas_authoring.diagrams import Block, build_diagrams
from atlas_core.diagram import Annotation, Diagram, Edge, Group, Node
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind, Stroke
from hypothesis import strategies as st

SHOP = """flowchart TB
  subgraph edge [Edge plane]
    LB["Load balancer<br/>p99: 10ms"]
  end
  subgraph state [State plane]
    DB[("Ledger database<br/>p99: 15ms")]
    RC["Session cache (Redis)"]
  end
  U([Shoppers]) -->|orders 80 req/s| LB
  LB -->|charge| PAY["Payment service"]
  PAY -->|writes| DB
  PAY -.->|refresh| RC
"""

WORDS = ("alpha", "bravo", "carrot", "delta", "echoes", "foxtrot", "garden", "hotels", "indigo")


@cache
def read(text: str) -> Diagram:
    block = Block(id="page#1", path="page.md", line=1, text=text, title="A shop")
    (built,) = build_diagrams([block])
    assert built.diagram.typed, built.diagram.problems
    return built.diagram


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """A flowchart whose nodes have names of their own, some in groups, some with numbers."""
    names = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8, unique=True))
    groups = tuple(Group(id=f"g{n}", lines=(f"Zone {n}",)) for n in range(draw(st.integers(0, 2))))
    homes = st.sampled_from([None, *(group.id for group in groups)])
    nodes = tuple(
        Node(id=f"n{index}", lines=(name,), group=draw(homes), annotations=draw(metrics()))
        for index, name in enumerate(names)
    )
    ends = st.sampled_from([node.id for node in nodes])
    edges = tuple(
        Edge(
            id=f"e{index}",
            source=source,
            target=target,
            lines=(label,) if label else (),
            stroke=draw(st.sampled_from([Stroke.NORMAL, Stroke.DOTTED])),
        )
        for index, (source, target, label) in enumerate(
            draw(
                st.lists(
                    st.tuples(ends, ends, st.sampled_from(["", "reads", "writes"])),
                    max_size=10,
                    unique_by=lambda edge: (edge[0], edge[1]),
                )
            )
        )
    )
    source = Source(path="page.md", line=1, text="")
    return Diagram(
        id="p#1", kind=Kind.FLOWCHART, title="", source=source, typed=True,
        nodes=nodes, edges=edges, groups=groups,
    )  # fmt: skip


def metrics() -> st.SearchStrategy[tuple[Annotation, ...]]:
    latency = st.builds(
        lambda ms: Annotation(
            name="latency", value=ms / 1000, unit="s", text=f"p99: {ms}ms", line=1, start=0,
            end=8, percentile=99,
        ),
        st.integers(1, 500),
    )  # fmt: skip
    return st.lists(latency, max_size=1).map(tuple)
