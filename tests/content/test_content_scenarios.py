"""What our pages say of their runs is what the runs show.

The claims stand in `claims_simulations`, `claims_defences` and `claims_incidents`. A page whose
claim fails is to be changed until it is true; the claim is not to be loosened.
"""

import re

import pytest
from claim import Claims, Figure
from claims_defences import DEFENCES
from claims_incidents import INCIDENTS
from claims_simulations import SIMULATIONS
from content_runs import Played, pages, play, scenarios_of

CLAIMS = SIMULATIONS | DEFENCES | INCIDENTS


def _played(page: str, scenario: str) -> Played:
    return next(each for each in play(page) if each.scenario.id == scenario)


@pytest.mark.parametrize("page", pages())
def test_every_scenario_of_a_page_runs_to_its_end(page: str) -> None:
    played = play(page)
    assert played
    for each in played:
        for run in each.runs:
            assert run.sums.ended == "time"
            assert run.sums.requests > 500


@pytest.mark.parametrize("page", pages())
def test_every_scenario_has_claims(page: str) -> None:
    said = {scenario for name, scenario in CLAIMS if name == page}
    assert said == {scenario.id for scenario in scenarios_of(page)}


@pytest.mark.parametrize(("page", "scenario"), CLAIMS, ids=lambda name: name)
def test_what_a_page_claims_its_run_shows(page: str, scenario: str) -> None:
    played = _played(page, scenario)
    untrue = [says for says, holds in CLAIMS[page, scenario].holds.items() if not holds(played)]
    assert not untrue


@pytest.mark.parametrize(("page", "scenario"), CLAIMS, ids=lambda name: name)
def test_figures_in_an_explanation_come_from_the_run(page: str, scenario: str) -> None:
    played = _played(page, scenario)
    claims: Claims = CLAIMS[page, scenario]
    assert claims.figures
    wrong = [said for figure in claims.figures if (said := _disagreement(figure, played))]
    assert not wrong


def _disagreement(figure: Figure, played: Played) -> str | None:
    found = re.search(figure.text, played.scenario.explanation)
    if found is None:
        return f"the explanation does not say {figure.text}"
    printed = found[1].replace(",", "")
    decimals = len(printed.partition(".")[2])
    value = figure.value(played)
    allowed = figure.within * abs(value) + 0.5001 * 10.0**-decimals
    if abs(float(printed) - value) <= allowed:
        return None
    return f"{figure.text}: the page says {printed}, the run {value:.4g}"
