"""Random numbers, logarithm and exponential whose bits are the same on every machine.

The C engine has the same functions in engine/base/number.h, operation for operation; a library's
log may differ in the last bit from one platform to the next, and one bit changes a whole run. Every
operation here is exact or rounded once by IEEE 754. Time is counted in ticks of 1 ns.

Sources: SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, 2014);
the polar method for normal numbers (Marsaglia and Bray, 1964); the ziggurat for exponential ones
(Marsaglia and Tsang, The Ziggurat Method for Generating Random Variables, 2000).
"""

import math

from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Empirical,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
)

TICKS_PER_S = 1_000_000_000
DRAW_MAX = 9e15
_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_STREAM = 0xD1B54A32D192ED03
_STEP = 1.0 / 4503599627370496.0
_SQRT_HALF = 0.7071067811865476
_LN2 = 0.6931471805599453
_LN2_HIGH = 0.6931471803691238
_LN2_LOW = 1.9082149292705877e-10
_ATANH_EVEN = tuple(1.0 / (2 * k + 1) for k in (10, 8, 6, 4, 2, 0))
_ATANH_ODD = tuple(1.0 / (2 * k + 1) for k in (9, 7, 5, 3, 1))
_TAYLOR = tuple(1.0 / math.factorial(k) for k in range(13, -1, -1))


def log(x: float) -> float:
    """The natural logarithm of a normal number above 0, within 2 units of the last place.

    2 atanh((x - 1) / (x + 1)) as a series, whose even and odd terms a processor adds up side by
    side.
    """
    part, exponent = math.frexp(x)
    if part < _SQRT_HALF:
        part *= 2.0
        exponent -= 1
    f = (part - 1.0) / (part + 1.0)
    square = f * f
    fourth = square * square
    even = odd = 0.0
    for coefficient in _ATANH_EVEN:
        even = even * fourth + coefficient
    for coefficient in _ATANH_ODD:
        odd = odd * fourth + coefficient
    return exponent * _LN2 + 2.0 * f * (even + odd * square)


def exp(x: float) -> float:
    """e to the x, for x cut to -700..700."""
    x = min(max(x, -700.0), 700.0)
    whole = math.floor(x * 1.4426950408889634 + 0.5)
    rest = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
    series = 0.0
    for coefficient in _TAYLOR:
        series = series * rest + coefficient
    return math.ldexp(series, whole)


_LAYERS = 256
_TAIL = 7.69711747013104972
_AREA = 0.0039496598225815571993


def _ziggurat() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Widths and heights of 256 layers of equal area under exp(-x); the first holds the tail."""
    widths, heights = [_AREA * exp(_TAIL), _TAIL], [0.0, exp(-_TAIL)]
    while len(widths) < _LAYERS:
        heights.append(heights[-1] + _AREA / widths[-1])
        widths.append(-log(heights[-1]))
    return (*widths, 0.0), (*heights, 1.0)


_WIDTHS, _HEIGHTS = _ziggurat()


def mixed(word: int) -> int:
    """Spread the bits of a 64-bit word: the finisher of SplitMix64."""
    word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & _MASK
    return word ^ (word >> 31)


class Stream:
    """Random numbers for one purpose: each station, call and source has its own streams.

    So a fault at one place leaves the numbers of all others as they were, and two runs with one
    seed can be compared request by request.
    """

    __slots__ = ("state",)

    def __init__(self, seed: int, index: int) -> None:
        self.state = mixed(mixed(seed & _MASK) ^ ((index + 1) * _STREAM & _MASK))

    def word(self) -> int:
        """A random 64-bit word."""
        self.state = (self.state + _GOLDEN) & _MASK
        return mixed(self.state)

    def uniform(self) -> float:
        """A number between 0 and 1, both excluded."""
        return ((self.word() >> 12) + 0.5) * _STEP

    def chance(self, ratio: float) -> bool:
        """True in this ratio of the cases; nothing is drawn where the answer is sure."""
        if ratio <= 0.0:
            return False
        return ratio >= 1.0 or self.uniform() < ratio

    def exponential(self) -> float:
        """An exponential number of mean 1; 99 of 100 take one word and no logarithm."""
        while True:
            word = self.word()
            layer = word & (_LAYERS - 1)
            x = ((word >> 12) + 0.5) * _STEP * _WIDTHS[layer]
            if x < _WIDTHS[layer + 1]:
                return x
            if layer == 0:
                return _TAIL - log(self.uniform())
            room = _HEIGHTS[layer + 1] - _HEIGHTS[layer]
            if _HEIGHTS[layer] + self.uniform() * room < exp(-x):
                return x

    def normal(self) -> float:
        """A standard normal number."""
        while True:
            first = 2.0 * self.uniform() - 1.0
            second = 2.0 * self.uniform() - 1.0
            square = first * first + second * second
            if 0.0 < square < 1.0:
                return first * math.sqrt(-2.0 * log(square) / square)

    def ticks(self, duration: Duration) -> float:
        """A duration in ticks, not yet rounded."""
        match duration:
            case Constant(mean_s=mean):
                return mean * 1e9
            case Exponential(mean_s=mean):
                return mean * 1e9 * self.exponential()
            case Erlang(stages=stages, mean_s=mean):
                total = 0.0
                for _ in range(stages):
                    total += self.exponential()
                return mean * 1e9 / stages * total
            case Hyperexponential(first_ratio=ratio, first_mean_s=first, second_mean_s=second):
                mean = first if self.uniform() < ratio else second
                return mean * 1e9 * self.exponential()
            case Lognormal(median_s=median, sigma=sigma):
                return median * 1e9 * exp(sigma * self.normal())
            case Empirical(values_s=values):
                index = min(int(self.uniform() * len(values)), len(values) - 1)
                return values[index] * 1e9


def whole_ticks(ticks: float) -> int:
    """The nearest whole number of ticks, at most 104 days."""
    return int(min(ticks, DRAW_MAX) + 0.5)
