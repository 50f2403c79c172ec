"""Random numbers: right to the last places, spread as their names say, alike everywhere."""

import math
import statistics

import pytest
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
    mean_s,
    scv,
)
from atlas_core.sim.flow.numbers import Stream, exp, log
from hypothesis import given
from hypothesis import strategies as st

EVERY = [
    Constant(mean_s=0.2),
    Exponential(mean_s=0.2),
    Erlang(stages=4, mean_s=0.2),
    Hyperexponential(first_ratio=0.9, first_mean_s=0.1, second_mean_s=1.0),
    Lognormal(median_s=0.2, sigma=0.7),
    Empirical(values_s=(0.1, 0.2, 0.6)),
]


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_is_right_to_the_last_places(x: float) -> None:
    assert log(x) == pytest.approx(math.log(x), rel=1e-15, abs=4e-16)


@given(st.floats(-700, 700))
def test_the_exponential_is_right_to_the_last_places(x: float) -> None:
    assert exp(x) == pytest.approx(math.exp(x), rel=1e-14)


def test_the_stream_is_splitmix64() -> None:
    # The published generator with seed 1234567: first three outputs.
    known = Stream(0, 0)
    known.state = 1234567
    assert [known.word() for _ in range(3)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


@pytest.mark.parametrize("duration", EVERY, ids=lambda d: type(d).__name__)
def test_drawn_durations_have_the_stated_mean_and_spread(duration: Duration) -> None:
    stream = Stream(5, 0)
    drawn = [stream.ticks(duration) / 1e9 for _ in range(40_000)]
    mean = statistics.fmean(drawn)
    assert mean == pytest.approx(mean_s(duration), rel=0.03)
    assert statistics.pvariance(drawn) / mean**2 == pytest.approx(scv(duration), rel=0.12, abs=1e-9)


def test_a_stated_p99_is_fitted_as_a_quantile_and_not_used_as_a_mean() -> None:
    fitted = fit_quantile(99, 0.1)
    assert fitted.mean_s == pytest.approx(0.1 / math.log(100))
    stream = Stream(5, 1)
    drawn = sorted(stream.ticks(fitted) / 1e9 for _ in range(40_000))
    assert drawn[39_600] == pytest.approx(0.1, rel=0.05)


def test_median_and_p99_are_both_met() -> None:
    fitted = fit_median_and_p99(0.01, 0.1)
    stream = Stream(5, 2)
    drawn = sorted(stream.ticks(fitted) / 1e9 for _ in range(40_000))
    assert drawn[20_000] == pytest.approx(0.01, rel=0.05)
    assert drawn[39_600] == pytest.approx(0.1, rel=0.1)


def test_two_streams_of_one_seed_have_nothing_in_common() -> None:
    one, other = Stream(1, 0), Stream(1, 1)
    assert {one.word() for _ in range(1000)}.isdisjoint(other.word() for _ in range(1000))
