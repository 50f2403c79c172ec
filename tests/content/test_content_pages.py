"""Every page of the playground and of the incidents has what a reader was promised."""

import re

import pytest
from atlas_core.page.front_matter import read_front_matter
from atlas_core.sim.flow.parameter import assumed_share
from content_runs import FOLDERS, NOTEBOOKS, diagrams, pages, play, scenarios_of, text_of

SECTIONS = {
    "simulations": ("## Guess first", "## Why", "## Try it", "## Where you meet it"),
    "incidents": ("## What was published", "## Replay it", "**Guess first.**", "## Your tasks"),
}
TASKS = ("Find the root cause", "Change a parameter", "Test a fix", "Share your analysis")
WORDS = (400, 900)


def _body(page: str) -> str:
    return text_of(page).split("\n---\n", 1)[1]


@pytest.mark.parametrize("page", pages())
def test_a_page_has_its_parts_and_says_what_it_left_out(page: str) -> None:
    body = _body(page)
    parts = (*SECTIONS[page.partition("/")[0]], "**What this page left out:**")
    assert [part for part in parts if part not in body] == []
    words = len(re.sub(r"```.*?```", "", body, flags=re.S).split())
    assert WORDS[0] <= words <= WORDS[1]


@pytest.mark.parametrize("page", pages())
def test_a_scenario_asks_before_it_explains(page: str) -> None:
    for scenario in scenarios_of(page):
        assert scenario.predict is not None
        assert scenario.watch
        assert len(scenario.explanation.split()) >= 30
        assert (page, scenario.diagram) in diagrams()


@pytest.mark.parametrize("page", pages())
def test_most_numbers_of_a_run_are_stated(page: str) -> None:
    for played in play(page):
        for run in played.runs:
            assert assumed_share(run.model.parameters) <= 0.5


@pytest.mark.parametrize("page", [page for page in pages() if page.startswith("incidents/")])
def test_an_incident_says_where_it_comes_from_and_what_is_assumed(page: str) -> None:
    matter, _, complaints = read_front_matter(text_of(page))
    body = _body(page)
    assert not complaints
    assert all(source.url.startswith("https://") and source.note for source in matter.sources)
    assert matter.sources
    assert all(source.url in body for source in matter.sources[:1])
    assert '!!! note "What is assumed"' in body
    assert all(f"{number}. {task}" in body for number, task in enumerate(TASKS, start=1))
    symptoms = re.findall(r"^\|[^|]+\| ((?:yes|no|only|try)[^|]*)\|$", body, re.M)
    assert {answer[:2] for answer in symptoms} >= {"ye", "no"}


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_index_leads_to_every_page_once(folder: str) -> None:
    index = (NOTEBOOKS / folder / "index.md").read_text(encoding="utf-8")
    linked = re.findall(r"^\| \[[^\]]+\]\(([a-z0-9-]+)\.md\)", index, re.M)
    assert sorted(f"{folder}/{name}" for name in linked) == [
        page for page in pages() if page.startswith(f"{folder}/")
    ]
