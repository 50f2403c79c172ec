"""Durations as a scenario writes them: "10 ms", percentiles, or a shape with its numbers."""

from collections.abc import Callable

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Empirical,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
    fit_median_and_p99,
    fit_quantile,
)
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.values import Fields

_PERCENTILES = ("p99", "p95", "p90", "p50")


def _exponential(at: Fields) -> Duration:
    for name in _PERCENTILES:
        if at.tree.get(name):
            return fit_quantile(float(name[1:]), at.seconds(name))
    return Exponential(mean_s=at.seconds("mean"))


def _lognormal(at: Fields) -> Duration:
    if not at.tree.get("p99"):
        sigma = values.number(at.need("sigma"), f"`sigma` of {at.what}")
        return Lognormal(median_s=at.seconds("median"), sigma=sigma)
    median, high = at.seconds("p50"), at.seconds("p99")
    if not 0 < median < high:
        raise ScenarioError(at.tree.line, f"The p50 of {at.what} must lie below its p99.")
    return fit_median_and_p99(median, high)


def _mixture(at: Fields) -> Duration:
    return Hyperexponential(
        first_ratio=values.ratio(at.need("first_ratio"), f"`first_ratio` of {at.what}"),
        first_mean_s=at.seconds("first"),
        second_mean_s=at.seconds("second"),
    )


def _measured(at: Fields) -> Duration:
    items = values.items_of(at.need("values"), f"`values` of {at.what}")
    what = f"A value of {at.what}"
    return Empirical(values_s=tuple(values.time_s(item, what) for item in items))


# shape -> (its keys, how it is read, an example)
SHAPES: dict[str, tuple[tuple[str, ...], Callable[[Fields], Duration], str]] = {
    "constant": (
        ("mean",),
        lambda at: Constant(mean_s=at.seconds("mean")),
        "{shape: constant, mean: 5 ms}",
    ),
    "exponential": (
        ("mean", *_PERCENTILES),
        _exponential,
        "{shape: exponential, mean: 5 ms}",
    ),
    "erlang": (
        ("stages", "mean"),
        lambda at: Erlang(stages=at.count("stages"), mean_s=at.seconds("mean")),
        "{shape: erlang, stages: 4, mean: 5 ms}",
    ),
    "hyperexponential": (
        ("first_ratio", "first", "second"),
        _mixture,
        "{shape: hyperexponential, first_ratio: 0.9, first: 2 ms, second: 100 ms}",
    ),
    "lognormal": (("median", "sigma", "p50", "p99"), _lognormal, "{p50: 5 ms, p99: 80 ms}"),
    "empirical": (("values",), _measured, "{shape: empirical, values: [3 ms, 4 ms, 90 ms]}"),
}


def duration(tree: Written, what: str) -> Duration:
    """A time alone is an exponential mean; without a `shape` two percentiles are lognormal.

    One percentile alone is exponential. Raises ScenarioError.
    """
    if tree.entries is None:
        mean = values.time_s(tree, what)
        return Exponential(mean_s=mean) if mean else Constant(mean_s=0.0)
    given = tree.get("shape")
    shape = "lognormal" if tree.get("p50") and tree.get("p99") else "exponential"
    if given is not None:
        shape = values.text_of(given, f"The shape of {what}")
        if shape not in SHAPES:
            raise ScenarioError(given.line, f"The shape of {what} is one of {', '.join(SHAPES)}.")
    keys, read, _ = SHAPES[shape]
    values.entries_of(tree, what, ("shape", *keys))
    return read(Fields(tree=tree, what=what))
