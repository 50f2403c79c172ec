"""Every picture of a tree as Chromium shows it: the corpus, or our own awkward pages without one.

The probe itself is tested first: a fault that is put into a picture is seen.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "bench"))

from atlas_authoring.diagrams import Block, Built, build_diagrams
from atlas_core.diagram import Box
from diagram_figures.layout import Seen, look
from diagram_figures.stage import bundle_of, chromium, open_stage
from diagrams import blocks_of, corpus_or_fixture
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
RIBBONS_MAX = 10
TEXT = """graph TB
  subgraph G[A group with a title]
    A[First] -->|a label| B[Second]
  end
  C[Third] --> A
  A --> D[Fourth]
"""


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    try:
        with chromium() as browser:
            yield open_stage(browser)
    except RuntimeError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def seen(page: Page) -> Seen:
    return look(list(build_diagrams(list(blocks_of(corpus_or_fixture())))), page)


def built(text: str) -> Built:
    block = Block(id="page#1", path="page.md", line=1, text=text, title="")
    return next(iter(build_diagrams([block])))


def moved(one: Built, node: str, to: Box) -> Built:
    """The picture with a node's box laid over another one."""
    assert one.geometry is not None
    nodes = tuple(
        replace(box, x=to.x, y=to.y, width=to.width, height=to.height) if box.id == node else box
        for box in one.geometry.nodes
    )
    return replace(one, geometry=replace(one.geometry, nodes=nodes))


def test_a_picture_without_a_fault_has_none(page: Page) -> None:
    assert page.evaluate("text => stage.faults(text)", bundle_of(built(TEXT))) == []


def test_a_node_laid_over_another_is_seen(page: Page) -> None:
    one = built(TEXT)
    assert one.geometry is not None
    above, below = (
        next(box for box in one.geometry.nodes if box.id == node) for node in ("A", "B")
    )
    over = replace(below, y=(above.y + below.y) / 2)  # on the edge between them and its label
    said = page.evaluate("text => stage.faults(text)", bundle_of(moved(one, "D", over)))
    assert any(sentence.startswith("labels meet") for sentence in said)
    assert any("runs through D" in sentence for sentence in said)


def test_a_box_too_small_for_its_text_is_seen(page: Page) -> None:
    one = built(TEXT)
    assert one.geometry is not None
    box = next(box for box in one.geometry.nodes if box.id == "C")
    said = page.evaluate(
        "text => stage.faults(text)", bundle_of(moved(one, "C", replace(box, width=20)))
    )
    assert "text leaves its box: Third" in said


def test_no_label_meets_another_and_no_text_leaves_its_box(seen: Seen) -> None:
    found = seen.by_sort()
    assert (found["labels meet"], found["text leaves its box"]) == (0, 0), seen.faults


def test_no_edge_runs_through_a_foreign_node(seen: Seen) -> None:
    assert seen.by_sort()["edge through a foreign node"] == 0, seen.faults


def test_no_edge_runs_through_a_title(seen: Seen) -> None:
    assert seen.by_sort()["edge through a group's title"] == 0, seen.faults


def test_edges_cross_no_more_often_than_in_mermaids_own_layout(seen: Seen) -> None:
    assert seen.compared > 0
    assert seen.crossings <= seen.crossings_mermaid


def test_few_pictures_are_ribbons(seen: Seen) -> None:
    assert len(seen.ribbons) <= RIBBONS_MAX, seen.ribbons
