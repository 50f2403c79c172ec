"""What the pages of the playground claim, by page and scenario."""

from claim import Claims, Figure
from content_runs import (
    calls_per_s,
    drained_s,
    failed,
    latency_s,
    per_s,
    queue_peak,
    well_again_s,
)

_P50 = 50.0
_P99 = 99.0


def _ms(seconds: float | None) -> float:
    assert seconds is not None
    return seconds * 1000


SIMULATIONS: dict[tuple[str, str], Claims] = {
    ("simulations/metastable-retries", "storm"): Claims(
        holds={
            "a minute after the stop less than half of the load is served": (
                lambda p: per_s(p.a, 80, 90) < 40
            ),
            "nothing changes until the end": lambda p: per_s(p.a, 100, 120) < 40,
            "before the stop everybody was served": lambda p: failed(p.a, 0, 19) < 0.02,
            "with the budget the service recovers by itself": (
                lambda p: per_s(p.b, 80, 90) > 0.95 * per_s(p.b, 80, 90, "arrived")
            ),
        },
        figures=(
            Figure(
                text=r"serves (\d+) requests a second a minute", value=lambda p: per_s(p.a, 80, 90)
            ),
            Figure(
                text=r"busy (\d+) % of the time",
                value=lambda p: 100 * (p.a.station("PAY").utilisation or 0),
            ),
            Figure(
                text=r"gets (\d+) calls a second", value=lambda p: calls_per_s(p.a, "PAY", 0, 120)
            ),
            Figure(
                text=r"By second (\d+) it serves everybody",
                value=lambda p: well_again_s(p.b, 80, 23),
                within=0.05,
            ),
        ),
    ),
    ("simulations/circuit-breaker", "slow-callee"): Claims(
        holds={
            "without a breaker the pages without recommendations fail too": (
                lambda p: per_s(p.a, 27, 49) < 5
            ),
            "with one, the half that needs nothing is served": (
                lambda p: 40 < per_s(p.b, 27, 49) < 60
            ),
            "and quickly": lambda p: latency_s(p.b, 27, 49) < 0.2,
            "run B is well as soon as recommendations are": lambda p: failed(p.b, 51, 60) < 0.01,
        },
        figures=(
            Figure(text=r"Run A\*\*: (\d+) pages", value=lambda p: per_s(p.a, 27, 49)),
            Figure(text=r"Run B\*\*: (\d+) pages", value=lambda p: per_s(p.b, 27, 49)),
            Figure(
                text=r"until about second (\d+)",
                value=lambda p: well_again_s(p.a, 100, 50),
                within=0.05,
            ),
        ),
    ),
    ("simulations/balancing-algorithms", "slow-server"): Claims(
        holds={
            "round robin loses about a quarter": lambda p: 0.2 < failed(p.a, 40, 120) < 0.3,
            "two choices lose hardly anything": lambda p: failed(p.b, 40, 120) < 0.01,
            "the p99 of good answers is lower in run A": (
                lambda p: _ms(p.a.latency_s(_P99)) < _ms(p.b.latency_s(_P99))
            ),
        },
        figures=(
            Figure(text=r"Run A\*\*: (\d+) %", value=lambda p: 100 * failed(p.a, 40, 120)),
            Figure(text=r"Run B\*\*: (\d+) %", value=lambda p: 100 * failed(p.b, 40, 120)),
        ),
    ),
    ("simulations/head-of-line", "one-lane"): Claims(
        holds={
            "on one lane the median waits more than five times its work": (
                lambda p: _ms(p.a.latency_s(_P50)) > 50
            ),
            "on eight lanes it takes its work": lambda p: _ms(p.b.latency_s(_P50)) < 15,
            "nothing was short of room": lambda p: (p.a.station("CONN").utilisation or 1) < 0.75,
        },
        figures=(
            Figure(
                text=r"the median takes (\d+) ms, for", value=lambda p: _ms(p.a.latency_s(_P50))
            ),
            Figure(text=r"The p99 is ([\d.]+) s\.", value=lambda p: _ms(p.a.latency_s(_P99)) / 1e3),
            Figure(text=r"takes (\d+) ms\. The p99", value=lambda p: _ms(p.b.latency_s(_P50))),
            Figure(text=r"p99 is ([\d.]+) s:", value=lambda p: _ms(p.b.latency_s(_P99)) / 1e3),
            Figure(
                text=r"busy for (\d+) %",
                value=lambda p: 100 * (p.a.station("CONN").utilisation or 0),
            ),
        ),
    ),
    ("simulations/back-pressure", "overload"): Claims(
        holds={
            "without a limit nobody is served in time": lambda p: per_s(p.a, 36, 80) < 1,
            "nor twenty seconds after the rush": lambda p: per_s(p.a, 96, 105) < 1,
            "with a limit nearly all that can be done is done": lambda p: per_s(p.b, 36, 80) > 95,
            "and after the rush everybody is served": lambda p: failed(p.b, 90, 120) < 0.01,
        },
        figures=(
            Figure(
                text=r"serves (\d+) requests a second in the rush",
                value=lambda p: per_s(p.a, 36, 80),
            ),
            Figure(text=r"and (\d+) at second 100", value=lambda p: per_s(p.a, 96, 105)),
            Figure(text=r"serves (\d+) a second in the rush", value=lambda p: per_s(p.b, 36, 80)),
            Figure(text=r"refuses (\d+)\.", value=lambda p: per_s(p.b, 36, 80, "bad"), within=0.05),
            Figure(text=r"waits ([\d.]+) s on average", value=lambda p: latency_s(p.b, 36, 80)),
        ),
    ),
    ("simulations/slow-consumer", "slow-minute"): Claims(
        holds={
            "the backlog outlives its cause by more than two minutes": (
                lambda p: drained_s(p.a, "W") > 200
            ),
            "with twice the workers it is gone within half a minute": (
                lambda p: drained_s(p.b, "W") < 110
            ),
            "customers notice nothing": lambda p: (
                failed(p.a, 0, 330) == 0 and (p.a.latency_s(99) or 1) < 0.1
            ),
        },
        figures=(
            Figure(text=r"at its worst ([\d,]+) mails", value=lambda p: queue_peak(p.a, "W")),
            Figure(text=r"first time at second (\d+)", value=lambda p: drained_s(p.a, "W")),
            Figure(text=r"the run takes (\d+) s", value=lambda p: drained_s(p.a, "W") - 80),
            Figure(text=r"Run B\*\*: (\d+) wait", value=lambda p: queue_peak(p.b, "W")),
            Figure(text=r"empty at second (\d+)\.", value=lambda p: drained_s(p.b, "W")),
        ),
    ),
    ("simulations/hot-shard", "famous"): Claims(
        holds={
            "far more fail than are too many": lambda p: per_s(p.a, 12, 60, "bad") > 40,
            "with copies nobody fails": lambda p: failed(p.b, 12, 60) < 0.01,
        },
        figures=(
            Figure(text=r"Run A\*\*: (\d+) requests", value=lambda p: per_s(p.a, 12, 60, "bad")),
            Figure(text=r"each second, (\d+) % of all", value=lambda p: 100 * failed(p.a, 12, 60)),
            Figure(
                text=r"hot\s+shard is busy (\d+) %",
                value=lambda p: (
                    100 * max(p.a.station(f"S{i}").utilisation or 0 for i in range(1, 5))
                ),
            ),
            Figure(
                text=r"three others (\d+) %",
                value=lambda p: (
                    100 * min(p.a.station(f"S{i}").utilisation or 0 for i in range(1, 5))
                ),
                within=0.05,
            ),
            Figure(
                text=r"Each shard is busy (\d+) %",
                value=lambda p: 100 * (p.b.station("S1").utilisation or 0),
                within=0.05,
            ),
        ),
    ),
    ("simulations/region-failover", "region-lost"): Claims(
        holds={
            "half fails until the loss is noticed": lambda p: 0.4 < failed(p.a, 31, 59) < 0.6,
            "then the region that is left is too small": lambda p: 0.1 < failed(p.a, 64, 120) < 0.3,
            "with room and quick detection nothing fails after ten seconds": (
                lambda p: failed(p.b, 40, 120) < 0.01
            ),
        },
        figures=(
            Figure(
                text=r"answers (\d+) requests a second before", value=lambda p: per_s(p.a, 6, 29)
            ),
            Figure(text=r"the loss, (\d+) until", value=lambda p: per_s(p.a, 31, 59)),
            Figure(text=r"and (\d+) afterwards", value=lambda p: per_s(p.a, 63.6, 118)),
            Figure(
                text=r"afterwards\.\s+(\d+) % of all",
                value=lambda p: 100 * failed(p.a, 0, 120),
            ),
            Figure(text=r"again\. (\d+) % of all", value=lambda p: 100 * failed(p.b, 0, 120)),
        ),
    ),
}
