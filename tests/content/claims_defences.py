"""What the pages about defences claim: hedging, single-flight, limits, autoscaling."""

from claim import Claims, Figure
from content_runs import (
    Played,
    calls_per_s,
    failed,
    latency_s,
    per_s,
    queue_peak,
    scaled,
    served_per_s,
)


def _ms(seconds: float | None) -> float:
    assert seconds is not None
    return seconds * 1000


def _reads_per_s(p: Played) -> float:
    return sum(calls_per_s(p.b, f"R{number}", 0, 120) for number in (1, 2, 3))


def _enough_s(p: Played) -> float:
    """When run A has fourteen servers, and then more than twenty."""
    return next(second for second, servers in scaled(p.a) if servers > 20)


DEFENCES: dict[tuple[str, str], Claims] = {
    ("simulations/hedged-requests", "slow-tail"): Claims(
        holds={
            "the p99 falls by at least 70 %": (
                lambda p: _ms(p.b.latency_s(99)) < 0.3 * _ms(p.a.latency_s(99))
            ),
            "the median stays": (
                lambda p: abs(_ms(p.b.latency_s(50)) - _ms(p.a.latency_s(50))) < 1
            ),
            "it costs less than 20 % more reads": lambda p: _reads_per_s(p) < 120,
        },
        figures=(
            Figure(text=r"median takes (\d+) ms", value=lambda p: _ms(p.a.latency_s(50))),
            Figure(text=r"the p99 (\d+) ms", value=lambda p: _ms(p.a.latency_s(99))),
            Figure(text=r"the p99 is (\d+) ms", value=lambda p: _ms(p.b.latency_s(99))),
            Figure(text=r"get (\d+)\s+requests a second", value=_reads_per_s),
            Figure(
                text=r"only (\d+) % busy",
                value=lambda p: 100 * (p.b.station("R1").utilisation or 0),
            ),
        ),
    ),
    ("simulations/autoscaling-lag", "step"): Claims(
        holds={
            "nothing helps until the first new servers are there": (
                lambda p: failed(p.a, 65, 134) > 0.35
            ),
            "two rounds later it is enough": lambda p: failed(p.a, 220, 360) < 0.01,
            "quick servers save three quarters of the failures": lambda p: p.b.bad < 0.3 * p.a.bad,
        },
        figures=(
            Figure(
                text=r"they are there at second (\d+)",
                value=lambda p: next(second for second, servers in scaled(p.a) if servers == 14),
            ),
            Figure(text=r"are there at second (\d+)\. Until", value=_enough_s),
            Figure(text=r"135 (\d+) % of", value=lambda p: 100 * failed(p.a, 61, 135)),
            Figure(text=r"In all ([\d,]+) do", value=lambda p: p.a.bad),
            Figure(text=r"seconds: ([\d,]+) fail", value=lambda p: p.b.bad),
        ),
    ),
    ("simulations/fair-limits", "noisy"): Claims(
        holds={
            "without a limit the quiet customer loses most": (
                lambda p: served_per_s(p.a, "Q", 24, 70) < 12
            ),
            "with one he loses nothing": lambda p: served_per_s(p.b, "Q", 24, 70) > 29,
            "and the noisy one gets his fifty": (
                lambda p: 48 < served_per_s(p.b, "N", 24, 70) < 52
            ),
        },
        figures=(
            Figure(text=r"gets (\d+) of his 30", value=lambda p: served_per_s(p.a, "Q", 24, 70)),
            Figure(text=r"one (\d+) of his", value=lambda p: served_per_s(p.a, "N", 24, 70)),
            Figure(text=r"quiet one gets (\d+)", value=lambda p: served_per_s(p.b, "Q", 24, 70)),
            Figure(text=r"noisy one (\d+)\.", value=lambda p: served_per_s(p.b, "N", 24, 70)),
            Figure(text=r"waits ([\d.]+) s instead", value=lambda p: latency_s(p.b, 24, 70)),
            Figure(text=r"instead of ([\d.]+) s", value=lambda p: latency_s(p.a, 24, 70)),
        ),
    ),
    ("simulations/cache-stampede", "expiry"): Claims(
        holds={
            "in the end nobody is served, although nothing is broken": (
                lambda p: per_s(p.a, 40, 60) == 0
            ),
            "the first crowd was served": lambda p: failed(p.a, 0, 9) < 0.15,
            "with single-flight nobody fails": lambda p: failed(p.b, 0, 60) == 0,
            "one query for each expiry": lambda p: calls_per_s(p.b, "DB", 0, 60) * 60 < 10,
        },
        figures=(
            Figure(
                text=r"first second (\d+) queries",
                value=lambda p: calls_per_s(p.a, "DB", 0, 1),
            ),
            Figure(text=r"on (\d+) requests a second", value=lambda p: per_s(p.a, 13, 60)),
            Figure(
                text=r"more than ([\d,]+) queries wait",
                value=lambda p: queue_peak(p.a, "DB") - queue_peak(p.a, "DB") % 1000,
            ),
            Figure(text=r"(\d+) query for each", value=lambda p: 3 * calls_per_s(p.b, "DB", 0, 3)),
            Figure(text=r"p99 is ([\d.]+) s", value=lambda p: _ms(p.b.latency_s(99)) / 1000),
        ),
    ),
}
