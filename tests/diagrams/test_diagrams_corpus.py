"""The whole corpus through the workshop, where it is there: real pages with real mistakes."""

from collections import Counter

import pytest
from atlas_authoring.diagrams import Built, build_diagrams
from atlas_core.diagram.vocabulary import Kind
from diagrams import blocks_of, corpus
from layout_quality import faults

DRAWN = (Kind.FLOWCHART, Kind.SEQUENCE, Kind.STATE)
pytestmark = [
    pytest.mark.skipif(
        not corpus().is_dir(), reason="no corpus: set ATLAS_CORPUS to a tree of Markdown pages"
    ),
    pytest.mark.timeout(400),
]


@pytest.fixture(scope="module")
def built() -> list[Built]:
    return list(build_diagrams(list(blocks_of(corpus()))))


def test_nearly_every_flowchart_sequence_and_state_block_is_typed(built: list[Built]) -> None:
    kinds = [one.diagram for one in built if one.diagram.kind in DRAWN]
    untyped = [diagram.id for diagram in kinds if not diagram.typed]
    assert len(untyped) <= 0.02 * len(kinds), untyped


def test_what_is_not_typed_says_why(built: list[Built]) -> None:
    for one in built:
        assert one.diagram.typed or one.diagram.problems
        assert one.diagram.source.text


def test_layouts_put_nothing_over_something_else(built: list[Built]) -> None:
    found: Counter[str] = Counter()
    for one in built:
        if one.geometry is not None:
            found += faults(one.diagram, one.geometry)
    few = found.pop("edge through a title", 0)
    assert found == {}
    assert few <= 0.05 * len(built)
