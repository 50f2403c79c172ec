"""The shapes of arrivals that a scenario can write."""

from collections.abc import Callable

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.duration import NONE
from atlas_core.sim.flow.model import Arrivals, Bursts, Closed, Poisson, Regular, Steps
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.values import Fields
from atlas_core.sim.flow.traffic import TrafficError, daily, read_traffic

# shape -> its keys: name, meaning, example
SHAPES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "poisson": (("rate", "Requests a second, independent of each other.", "80 req/s"),),
    "regular": (("rate", "Requests a second, at equal distances.", "80 req/s"),),
    "steps": (
        ("steps", "From when on which rate, the first from 0 s.", "[{from: 0 s, rate: 80 req/s}]"),
    ),
    "bursts": (
        ("rate", "The rate between bursts.", "50 req/s"),
        ("burst", "The rate in a burst.", "400 req/s"),
        ("every", "From one burst to the next.", "10 s"),
        ("lasts", "How long a burst lasts.", "1 s"),
    ),
    "daily": (
        ("low", "The lowest rate of the day.", "20 req/s"),
        ("high", "The highest rate of the day.", "200 req/s"),
        ("period", "How long a day is; 24 h where nothing is said.", "60 s"),
        ("peak", "When in the day it is highest; 20/24 of it where nothing is said.", "50 s"),
    ),
    "closed": (
        ("users", "People who each wait for an answer, think, and ask again.", "50"),
        ("think", "How long they think: a duration.", "1 s"),
    ),
    "csv": (
        ("data", "Rows of `seconds,requests a second`, as a block of text.", '"0,80\\n30,200"'),
    ),
}


def _steps(at: Fields, _duration_s: float) -> Arrivals:
    found = []
    for item in values.items_of(at.need("steps"), f"`steps` of {at.what}"):
        step = Fields(tree=item, what=f"A step of {at.what}")
        values.entries_of(item, step.what, ("from", "rate"))
        found.append((step.seconds("from"), step.rate("rate")))
    return Steps(steps=tuple(found))


def _daily(at: Fields, duration_s: float) -> Arrivals:
    period = at.seconds("period") if at.tree.get("period") else 86400.0
    if not period:
        raise ScenarioError(at.tree.line, f"`period` of {at.what} must be longer than 0 s.")
    peak = at.seconds("peak") if at.tree.get("peak") else period * 20 / 24
    return daily(
        at.rate("low"), at.rate("high"), period_s=period, peak_s=peak, duration_s=duration_s
    )


def _closed(at: Fields, _duration_s: float) -> Arrivals:
    think: Written | None = at.tree.get("think")
    pause = duration(think, f"`think` of {at.what}") if think else NONE
    return Closed(users=at.count("users"), think=pause)


def _bursts(at: Fields, _duration_s: float) -> Arrivals:
    return Bursts(
        rate_per_s=at.rate("rate"),
        burst_per_s=at.rate("burst"),
        every_s=at.seconds("every"),
        lasts_s=at.seconds("lasts"),
    )


def _measured(at: Fields, _duration_s: float) -> Arrivals:
    data = at.need("data")
    rows = values.text_of(data, f"`data` of {at.what}").split("\n")
    try:
        return read_traffic(rows)
    except TrafficError as error:
        line = data.line + error.row if len(rows) > 1 else data.line
        raise ScenarioError(line, str(error)) from None


_READERS: dict[str, Callable[[Fields, float], Arrivals]] = {
    "poisson": lambda at, _: Poisson(rate_per_s=at.rate("rate")),
    "regular": lambda at, _: Regular(rate_per_s=at.rate("rate")),
    "steps": _steps,
    "bursts": _bursts,
    "daily": _daily,
    "closed": _closed,
    "csv": _measured,
}


def arrivals_of(shape: str, at: Fields, duration_s: float) -> Arrivals:
    """The arrivals of a run of `duration_s`. Raises ScenarioError."""
    return _READERS[shape](at, duration_s)
