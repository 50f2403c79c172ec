"""How long something takes: service times, think times, delays on the way.

Each has a mean and a squared coefficient of variation (variance / mean², `scv`), which is all that
the analytic estimate needs (Kleinrock, Queueing Systems I, 1975; Allen, Probability, Statistics
and Queueing Theory, 1990). A stated p99 is fitted as a quantile, never used as a mean.
`shape` tells them apart in JSON.
"""

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """Always the same."""

    mean_s: float
    shape: Literal["constant"] = "constant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """Memoryless; the p99 is 4.6 times the mean."""

    mean_s: float
    shape: Literal["exponential"] = "exponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Erlang:
    """The sum of `stages` equal exponential parts: steadier than one."""

    stages: int
    mean_s: float
    shape: Literal["erlang"] = "erlang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperexponential:
    """A mixture: with `first_ratio` exponential of the first mean, else of the second."""

    first_ratio: float
    first_mean_s: float
    second_mean_s: float
    shape: Literal["hyperexponential"] = "hyperexponential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lognormal:
    """The usual shape of measured latencies: `median_s` and the deviation of the logarithm."""

    median_s: float
    sigma: float
    shape: Literal["lognormal"] = "lognormal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Empirical:
    """Measured values, each as likely as the others."""

    values_s: tuple[float, ...]
    shape: Literal["empirical"] = "empirical"


Duration = Constant | Exponential | Erlang | Hyperexponential | Lognormal | Empirical

NONE = Constant(mean_s=0.0)

_Z99 = 2.3263478740408408
"""The 99 % quantile of the standard normal distribution."""


def mean_s(duration: Duration) -> float:
    """The expected duration in seconds."""
    if isinstance(duration, (Exponential, Constant)):  # nearly always
        return duration.mean_s
    match duration:
        case Hyperexponential(first_ratio=ratio, first_mean_s=first, second_mean_s=second):
            return ratio * first + (1 - ratio) * second
        case Lognormal(median_s=median, sigma=sigma):
            return median * math.exp(sigma * sigma / 2)
        case Empirical(values_s=values):
            return math.fsum(values) / len(values)
        case _:
            return duration.mean_s


def scv(duration: Duration) -> float:
    """Variance over squared mean: 0 for constant, 1 for exponential durations."""
    if isinstance(duration, Exponential):
        return 1.0 if duration.mean_s else 0.0
    mean = mean_s(duration)
    return max(0.0, _mean_square(duration, mean) / (mean * mean) - 1) if mean else 0.0


def _mean_square(duration: Duration, mean: float) -> float:
    match duration:
        case Constant():
            return mean * mean
        case Exponential():
            return 2 * mean * mean
        case Erlang(stages=stages):
            return mean * mean * (1 + 1 / stages)
        case Hyperexponential(first_ratio=ratio, first_mean_s=first, second_mean_s=second):
            return 2 * (ratio * first * first + (1 - ratio) * second * second)
        case Lognormal(sigma=sigma):
            return mean * mean * math.exp(sigma * sigma)
        case Empirical(values_s=values):
            return math.fsum(value * value for value in values) / len(values)


def fit_quantile(percentile: float, value_s: float) -> Exponential:
    """The exponential duration whose quantile is stated; `percentile` between 0 and 100."""
    return Exponential(mean_s=value_s / -math.log(1 - percentile / 100))


def fit_median_and_p99(median_s: float, p99_s: float) -> Lognormal:
    """The lognormal duration with both; `p99_s` at least `median_s` > 0."""
    return Lognormal(median_s=median_s, sigma=math.log(p99_s / median_s) / _Z99)
