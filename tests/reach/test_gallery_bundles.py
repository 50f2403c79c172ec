"""The gallery's bundles are what the contracts say, so that front-end tests stand on real ones."""

import json
from pathlib import Path

import pytest
from atlas_core.diagram import Diagram, Geometry
from atlas_core.diagram.vocabulary import Kind
from atlas_core.reach import blast_radius, crashable
from pydantic import TypeAdapter

GALLERY = sorted((Path(__file__).parents[1] / "fixtures" / "gallery").glob("*.json"))


def load(path: Path) -> tuple[Diagram, Geometry | None]:
    bundle = json.loads(path.read_text())
    diagram = TypeAdapter(Diagram).validate_python(bundle["diagram"])
    return diagram, TypeAdapter(Geometry | None).validate_python(bundle["geometry"])


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_a_bundle_has_a_box_and_a_route_for_each_node_and_edge(path: Path) -> None:
    diagram, geometry = load(path)

    if geometry is None:
        assert not diagram.typed
        assert diagram.problems
        return
    assert [box.id for box in geometry.nodes] == [node.id for node in diagram.nodes]
    assert {route.id for route in geometry.edges} <= {edge.id for edge in diagram.edges}


@pytest.mark.parametrize("path", GALLERY, ids=lambda path: path.stem)
def test_every_node_that_can_crash_has_an_answer_in_words(path: Path) -> None:
    diagram, _ = load(path)

    for node in crashable(diagram):
        answer = blast_radius(diagram, frozenset({node}))
        assert answer.crashed == (node,)
        assert answer.sentences
        told = [*answer.crashed, *answer.hit, *answer.partly, *answer.unreachable]
        assert len(told) == len(set(told))


def test_the_gallery_shows_every_kind_that_is_drawn_and_one_diagram_of_sixty_nodes() -> None:
    drawn = [diagram for diagram, geometry in map(load, GALLERY) if geometry is not None]

    assert len(drawn) >= 15
    assert max(len(diagram.nodes) for diagram in drawn) >= 60
    assert {diagram.kind for diagram in drawn} == set(Kind) - {Kind.OTHER}
