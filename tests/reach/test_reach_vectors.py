"""The blast radius of each example in tests/fixtures/reach.json, which TypeScript shares."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from atlas_core.diagram import Diagram, Edge, Group, Node
from atlas_core.diagram.model import Block, Source
from atlas_core.diagram.vocabulary import Arrow, Kind, Plane, Role, Shape, Stroke
from atlas_core.reach import blast_radius, crashable

VECTORS = json.loads((Path(__file__).parents[1] / "fixtures" / "reach.json").read_text())
ARROWS = {
    "->": (Stroke.NORMAL, Arrow.POINT),
    ".>": (Stroke.DOTTED, Arrow.POINT),
    "-)": (Stroke.NORMAL, Arrow.OPEN),
    "~": (Stroke.INVISIBLE, Arrow.NONE),
}
FIELDS = ("hit", "partly", "unreachable", "lost", "sentences")


def diagram_of(vector: dict[str, Any]) -> Diagram:
    def node(given: dict[str, Any]) -> Node:
        return Node(
            id=given["id"],
            lines=(given["name"],),
            role=Role(given["role"]) if "role" in given else None,
            plane=Plane(given["plane"]) if "plane" in given else None,
            shape=Shape(given.get("shape", "rect")),
            technology=given.get("technology"),
            group=given.get("group"),
        )

    def edge(index: int, given: str) -> Edge:
        source, arrow, target = given.split(" ")
        stroke, head = ARROWS[arrow]
        return Edge(id=f"e{index}", source=source, target=target, stroke=stroke, head=head)

    def block(given: dict[str, Any]) -> Block:
        sections = tuple((first, label) for first, label in given.get("sections", []))
        return Block(**{"label": "", **given, "sections": sections})

    return Diagram(
        id="table#1",
        kind=Kind(vector.get("kind", "flowchart")),
        title="",
        source=Source(path="table.md", line=1, text=""),
        typed=True,
        nodes=tuple(map(node, vector["nodes"])),
        edges=tuple(edge(*pair) for pair in enumerate(vector["edges"])),
        groups=tuple(
            Group(id=id_, lines=(title,), parent=parent[0] if parent else None)
            for id_, title, *parent in vector.get("groups", [])
        ),
        blocks=tuple(map(block, vector.get("blocks", []))),
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_what_a_crash_takes_with_it(vector: dict[str, Any]) -> None:
    answer = blast_radius(diagram_of(vector), frozenset(vector["crashed"]))

    found = {name: list(getattr(answer, name)) for name in FIELDS}
    assert found == {name: vector["expect"].get(name, []) for name in FIELDS}
    assert [list(path.nodes) for path in answer.paths] == vector["expect"].get("paths", [])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_each_path_walks_edges_of_the_diagram(vector: dict[str, Any]) -> None:
    diagram = diagram_of(vector)
    ends = {edge.id: (edge.source, edge.target) for edge in diagram.edges}

    for path in blast_radius(diagram, frozenset(vector["crashed"])).paths:
        walked = [ends[edge] for edge in path.edges]
        assert walked == list(zip(path.nodes, path.nodes[1:], strict=False))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_further_crash_never_brings_a_node_back(vector: dict[str, Any]) -> None:
    diagram = diagram_of(vector)
    if diagram.kind is Kind.SEQUENCE:
        pytest.skip("a participant that never runs can't block another")
    before = blast_radius(diagram, frozenset(vector["crashed"]))
    harmed = {*before.hit, *before.crashed}

    for node in crashable(diagram):
        after = blast_radius(diagram, frozenset({*vector["crashed"], node}))
        assert harmed <= {*after.hit, *after.crashed}


def test_an_untyped_diagram_has_nothing_to_crash() -> None:
    untyped = replace(diagram_of(VECTORS[1]), typed=False)

    assert crashable(untyped) == ()
    assert blast_radius(untyped, frozenset({"redis"})).sentences == ()
