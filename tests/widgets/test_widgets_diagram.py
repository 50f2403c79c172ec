"""The diagram as a Python object: names, faults, what it carries for readers without a kernel."""

import json
from itertools import pairwise

import pytest
from atlas_core.catalogue import Bundle
from atlas_core.diagram import Diagram, Edge, Node
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind
from atlas_widgets import DiagramWidget, UnknownNodeError
from atlas_widgets.diagram import CHUNK_BYTES, MIME, TRAIT_BYTES_MAX
from traitlets import TraitError


def bundle(nodes: tuple[Node, ...] = (), size: int = 0) -> Bundle:
    nodes = nodes or (
        Node(id="web", lines=("Web app", "1M req/s")),
        Node(id="api", lines=("Checkout API",)),
        Node(id="db", lines=("Orders DB", "p99: 10ms")),
    )
    edges = tuple(
        Edge(id=f"e{n}", source=a.id, target=b.id) for n, (a, b) in enumerate(pairwise(nodes))
    )
    diagram = Diagram(
        id="course/retry-storm#2",
        kind=Kind.FLOWCHART,
        title="Checkout",
        source=Source(path="retry-storm.md", line=3, text="x" * size),
        typed=True,
        nodes=nodes,
        edges=edges,
    )
    return Bundle(diagram=diagram, geometry=None, svg=None)


@pytest.mark.parametrize("name", ["db", "Orders DB", "orders  db", "Orders DB p99: 10ms"])
def test_a_node_is_found_by_its_id_or_its_label(name: str) -> None:
    widget = DiagramWidget(bundle())
    widget.crash(name)
    assert widget.faults == [{"kind": "crash", "node": "db"}]


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    with pytest.raises(
        UnknownNodeError, match=r'has no node "Order DB"\. Near it: "Orders DB" \(db\)'
    ):
        DiagramWidget(bundle()).crash("Order DB")


def test_a_name_like_no_other_is_answered_with_what_there_is() -> None:
    with pytest.raises(UnknownNodeError, match=r'It has "Web app" \(web\), "Checkout API"'):
        DiagramWidget(bundle()).crash("zzzzz")


def test_two_nodes_of_one_name_have_to_be_told_apart_by_id() -> None:
    twins = (Node(id="a", lines=("Cache",)), Node(id="b", lines=("Cache",)))
    widget = DiagramWidget(bundle(twins))
    with pytest.raises(UnknownNodeError, match='Use an id: "a", "b"'):
        widget.crash("cache")
    widget.crash("b")
    assert widget.crashed == ("b",)


def test_crashing_twice_is_one_fault_and_reviving_takes_it_back() -> None:
    widget = DiagramWidget(bundle())
    widget.crash("db")
    widget.crash("Orders DB")
    widget.crash("api")
    assert widget.crashed == ("db", "api")
    widget.revive("db")
    assert widget.crashed == ("api",)
    widget.revive()
    assert widget.crashed == ()


def test_the_blast_radius_names_who_is_hit_and_the_path() -> None:
    widget = DiagramWidget(bundle())
    assert widget.blast_radius().hit == ()
    widget.crash("Orders DB")
    radius = widget.blast_radius()
    assert radius.hit == ("web", "api")
    assert radius.paths[0].nodes == ("web", "api", "db")


@pytest.mark.parametrize(
    "faults",
    [
        [{"kind": "flood", "node": "db"}],
        [{"node": "db"}],
        [{"kind": "crash", "node": "db", "x": 1}],
    ],
)
def test_a_fault_of_another_shape_is_refused(faults: list[dict[str, object]]) -> None:
    widget = DiagramWidget(bundle())
    with pytest.raises(TraitError, match="A fault is"):
        widget.faults = faults


def test_a_selection_is_a_part_of_the_diagram_or_nothing() -> None:
    widget = DiagramWidget(bundle())
    widget.selection = "e1"
    widget.selection = "Checkout API"
    assert widget.selection == "api"
    widget.selection = None
    with pytest.raises(UnknownNodeError):
        widget.selection = "nothing like it"


def test_the_diagram_itself_can_not_be_exchanged() -> None:
    widget = DiagramWidget(bundle())
    for name in ("diagram_id", "bundle"):
        with pytest.raises(TraitError, match="read-only"):
            setattr(widget, name, None)


def test_a_saved_notebook_carries_the_drawing() -> None:
    widget = DiagramWidget(bundle())
    widget.crash("db")
    shown = widget._repr_mimebundle_()
    assert shown[MIME]["diagram"]["nodes"][0]["lines"] == ["Web app", "1M req/s"]
    assert shown[MIME]["faults"] == [{"kind": "crash", "node": "db"}]
    assert shown["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
    assert shown["text/plain"] == (
        "course/retry-storm#2: Checkout (flowchart, 3 nodes, 2 edges, crashed: Orders DB)"
    )
    json.dumps(shown)


def test_no_trait_is_larger_than_64_kb_whatever_the_diagram() -> None:
    small, large = DiagramWidget(bundle()), DiagramWidget(bundle(size=300_000))
    assert small.bundle["diagram"]["id"] == "course/retry-storm#2"
    assert large.bundle is None
    for value in large.get_state().values():
        assert len(json.dumps(value)) <= TRAIT_BYTES_MAX


def test_a_large_bundle_travels_in_pieces_that_join_to_the_whole() -> None:
    large = bundle(size=300_000)
    sent: list[tuple[dict[str, object], bytes]] = list(DiagramWidget(large)._chunks())
    assert [message["index"] for message, _ in sent] == list(range(len(sent)))
    assert {message["count"] for message, _ in sent} == {len(sent)}
    assert max(len(piece) for _, piece in sent) <= CHUNK_BYTES
    whole = json.loads(b"".join(piece for _, piece in sent))
    assert whole["diagram"]["source"]["text"] == "x" * 300_000
