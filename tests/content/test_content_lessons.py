"""What the lessons' scenarios claim is what their runs show.

A lesson is first of all its programs (`test_content_cells`); its scenarios tell the same story on
its diagrams. Here each figure of an explanation is compared with the run.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from atlas_authoring.diagrams import Block, build_diagrams
from atlas_core.page.grammar import grammar, mermaid_fences
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.scenario import bind, read_scenarios
from atlas_engine import run_model
from claim import Claims, Figure
from content_runs import (
    NOTEBOOKS,
    Played,
    calls_per_s,
    drained_s,
    failed,
    latency_s,
    per_s,
    queue_peak,
    well_again_s,
)

SERVERS = ("S1", "S2", "S3", "S4", "S5")
CLAIMS: dict[tuple[str, str], Claims] = {
    ("retry-storm", "stop"): Claims(
        holds={
            "nobody is answered in time again": lambda p: per_s(p.a, 14, 60) == 0,
            "with a budget everybody is, at the end": lambda p: failed(p.b, 45, 60) < 0.01,
            "in the right answer there is no recovery": lambda p: (
                p.scenario.predict is not None and p.scenario.predict.right == 2
            ),
        },
        figures=(
            Figure(
                text=r"gets (\d+) calls a second and can",
                value=lambda p: calls_per_s(p.a, "PAY", 20, 60),
                within=0.01,
            ),
            Figure(
                text=r"Payment gets (\d+) calls a second, so",
                value=lambda p: calls_per_s(p.b, "PAY", 18, 36),
                within=0.01,
            ),
            Figure(
                text=r"from about second (\d+) on",
                value=lambda p: well_again_s(p.b, 80, 13),
                within=0.08,
            ),
        ),
    ),
    ("caching", "expiry"): Claims(
        holds={
            "the page always comes back": lambda p: failed(p.a, 0, 60) < 0.001,
            "single-flight leaves the articles in peace": lambda p: failed(p.b, 0, 60) < 0.001,
        },
        figures=(
            Figure(text=r"up to\s+(\d+) queries", value=lambda p: queue_peak(p.a, "DB")),
            Figure(text=r"all readers is (\d+) ms", value=lambda p: _worst_ms(p.a)),
            Figure(text=r"At most (\d+) wait", value=lambda p: queue_peak(p.b, "DB")),
            Figure(text=r"mean of (\d+) ms", value=lambda p: _worst_ms(p.b)),
        ),
    ),
    ("caching", "restart"): Claims(
        holds={
            "well before": lambda p: failed(p.a, 41, 69) < 0.01,
            "half of the load is no help": lambda p: failed(p.a, 100, 130) > 0.9,
            "the same without that line": lambda p: failed(p.b, 82, 160) < 0.03,
        },
        figures=(
            Figure(text=r"(\d+) of 200 readers", value=lambda p: per_s(p.a, 80, 99), within=0.02),
            Figure(text=r"then (\d+) of 100", value=lambda p: per_s(p.a, 102, 128), within=0.02),
            Figure(
                text=r"at about second (\d+)",
                value=lambda p: well_again_s(p.a, 20, 130),
                within=0.02,
            ),
            Figure(
                text=r"By second (\d+)", value=lambda p: well_again_s(p.b, 200, 70), within=0.03
            ),
        ),
    ),
    ("load-balancing", "slow-server"): Claims(
        holds={
            "well before": lambda p: latency_s(p.a, 0, 9) < 0.03,
            "well when its queue is gone": lambda p: latency_s(p.a, 48, 60) < 0.03,
            "two choices hardly notice": lambda p: latency_s(p.b, 12, 40) < 0.03,
        },
        figures=(
            Figure(text=r"a second, to (\d+), and", value=lambda p: queue_peak(p.a, "S5")),
            Figure(text=r"until about second (\d+)", value=lambda p: drained_s(p.a, "S5")),
            Figure(
                text=r"about (\d+) ms", value=lambda p: 1e3 * latency_s(p.a, 36, 42), within=0.03
            ),
            Figure(
                text=r"more than\s+(\d+) requests\.",
                value=lambda p: max(queue_peak(p.a, name) for name in SERVERS[:4]),
            ),
            Figure(
                text=r"gets about (\d+) requests", value=lambda p: calls_per_s(p.b, "S5", 12, 40)
            ),
            Figure(text=r"more than (\d+)\.", value=lambda p: queue_peak(p.b, "S5")),
        ),
    ),
    ("load-balancing", "cats"): Claims(
        holds={"the owner is never well": lambda p: drained_s(p.a, "S4") == float("inf")},
        figures=(
            Figure(
                text=r"gets (\d+) requests a second",
                value=lambda p: calls_per_s(p.a, "S4", 0, 60),
            ),
            Figure(text=r"each second, ([\d,]+) in", value=lambda p: queue_peak(p.a, "S4")),
            Figure(
                text=r"busy for (\d+) %",
                value=lambda p: sum(
                    100 * (p.a.station(name).utilisation or 0) / 4
                    for name in SERVERS
                    if name != "S4"
                ),
            ),
            Figure(
                text=r"more than (\d+) requests,",
                value=lambda p: max(queue_peak(p.b, name) for name in SERVERS),
            ),
        ),
    ),
}


def _worst_ms(run: Run) -> float:
    """The mean latency of the worst five seconds."""
    return max(1e3 * latency_s(run, second, second + 5) for second in range(0, 60, 5))


def _text(lesson: str) -> str:
    return Path(NOTEBOOKS / lesson / "index.md").read_text(encoding="utf-8")


@cache
def _play(lesson: str) -> dict[str, Played]:
    """The scenarios of a lesson, run, by id."""
    text = _text(lesson)
    found, problems = read_scenarios(text)
    assert not problems, [f"{lesson}:{problem.line}: {problem.sentence}" for problem in problems]
    fences = list(mermaid_fences(grammar().parse(text.split("\n---\n", 1)[1])))
    blocks = [
        Block(id=f"{lesson}#{ordinal}", path=lesson, line=1, text=fence.content, title=lesson)
        for ordinal, fence in fences
    ]
    built = build_diagrams(blocks)
    diagrams = {ordinal: each.diagram for (ordinal, _), each in zip(fences, built, strict=True)}
    played = {}
    for scenario in found:
        bound = bind(diagrams[scenario.diagram], scenario)
        runs = tuple(run_model(each.model, each.scenario) for each in bound)
        played[scenario.id] = Played(page=lesson, scenario=scenario, runs=runs)
    return played


@pytest.mark.parametrize("lesson", sorted({lesson for lesson, _ in CLAIMS}))
def test_every_scenario_of_a_lesson_runs_to_its_end_and_has_claims(lesson: str) -> None:
    played = _play(lesson)
    assert set(played) == {scenario for name, scenario in CLAIMS if name == lesson}
    for each in played.values():
        assert [run.sums.ended for run in each.runs] == ["time"] * len(each.runs)


@pytest.mark.parametrize(("lesson", "scenario"), CLAIMS, ids=lambda name: name)
def test_the_story_of_a_lesson_is_that_of_its_run(lesson: str, scenario: str) -> None:
    played = _play(lesson)[scenario]
    untrue = [says for says, holds in CLAIMS[lesson, scenario].holds.items() if not holds(played)]
    assert not untrue


@pytest.mark.parametrize(("lesson", "scenario"), CLAIMS, ids=lambda name: name)
def test_figures_of_a_lesson_come_from_the_run(lesson: str, scenario: str) -> None:
    played = _play(lesson)[scenario]
    wrong = []
    for figure in CLAIMS[lesson, scenario].figures:
        found = re.search(figure.text, played.scenario.explanation)
        assert found is not None, figure.text
        value = figure.value(played)
        if abs(float(found[1].replace(",", "")) - value) > figure.within * abs(value) + 0.5001:
            wrong.append(f"{figure.text}: the page says {found[1]}, the run {value:.4g}")
    assert not wrong
