"""What of a source of requests makes no sense, and how many requests it can bring."""

import itertools
import math
from collections.abc import Iterator

from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.model import Bursts, Closed, FaultKind, Scenario, Source, Steps

RATE_MAX_PER_S = 1e9
USERS_MAX = 1_000_000
STEPS_MAX = 100_000
KEYS_MAX = 1_000_000_000


def arrival_problems(source: Source) -> Iterator[str]:
    """One sentence for each number that makes no sense."""
    arrivals = source.arrivals
    if isinstance(arrivals, Closed):
        if not 1 <= arrivals.users <= USERS_MAX:
            yield f"{source.id} has {arrivals.users} users; give 1 to {USERS_MAX:,}."
    else:
        for rate in _rates(source):
            if not (math.isfinite(rate) and 0 <= rate <= RATE_MAX_PER_S):
                yield f"{source.id} sends {rate:g} requests a second; give 0 to 1e9."
                break
    if isinstance(arrivals, Bursts) and not (
        math.isfinite(arrivals.every_s) and 0 < arrivals.lasts_s <= arrivals.every_s
    ):
        yield f"A burst of {source.id} must last longer than 0 s and end before the next one."
    if isinstance(arrivals, Steps):
        yield from _of_steps(source.id, [start for start, _ in arrivals.steps])
    if not 0 <= source.priority <= 3:
        yield f"The priority of {source.id} is {source.priority}; give 0 (first) to 3."
    if not (math.isfinite(source.hot_ratio) and 0 <= source.hot_ratio <= 1):
        yield f"The hot ratio of {source.id} is {source.hot_ratio:g}; it lies between 0 and 1."
    if source.keys is not None and not 1 <= source.keys <= KEYS_MAX:
        yield f"{source.id} asks for {source.keys} keys; give 1 to {KEYS_MAX:,}."
    if not (math.isfinite(source.skew) and 0 <= source.skew <= 5):
        yield f"The skew of {source.id} is {source.skew:g}; give 0 (all keys alike) to 5."
    if not (math.isfinite(source.work) and 0 <= source.work <= 10_000):
        yield f"A request of {source.id} is {source.work:g} times the work; give 0 to 10,000."


def _of_steps(source: str, starts: list[float]) -> Iterator[str]:
    in_order = all(one < other for one, other in itertools.pairwise(starts))
    if not starts or starts[0] != 0 or not in_order or not all(map(math.isfinite, starts)):
        yield f"The steps of {source} must begin at second 0 and follow each other in time."
    elif len(starts) > STEPS_MAX:
        yield f"{source} has {len(starts):,} steps; give at most {STEPS_MAX:,}."


def _rates(source: Source) -> tuple[float, ...]:
    match source.arrivals:
        case Steps(steps=steps):
            return tuple(rate for _, rate in steps)
        case Bursts(rate_per_s=rate, burst_per_s=burst):
            return (rate, burst)
        case Closed():
            return ()
        case arrivals:
            return (arrivals.rate_per_s,)


def rate_at_most(source: Source, scenario: Scenario) -> float:
    """Requests a second that the source can bring, spikes included, as a mean over the run."""
    arrivals = source.arrivals
    if isinstance(arrivals, Closed):
        return arrivals.users / max(mean_s(arrivals.think), 1e-3)
    rates = _rates(source)
    if isinstance(arrivals, Bursts):
        part = arrivals.lasts_s / arrivals.every_s
        mean = arrivals.rate_per_s * (1 - part) + arrivals.burst_per_s * part
    elif isinstance(arrivals, Steps):
        starts = [start for start, _ in arrivals.steps] + [scenario.duration_s]
        times = [
            max(0.0, min(end, scenario.duration_s) - start)
            for start, end in itertools.pairwise(starts)
        ]
        mean = sum(r * t for r, t in zip(rates, times, strict=True)) / scenario.duration_s
    else:
        mean = rates[0]
    for fault in scenario.faults:
        if fault.kind is FaultKind.SPIKE and fault.target == source.id:
            end = scenario.duration_s if fault.end_s is None else fault.end_s
            part = max(0.0, min(end, scenario.duration_s) - fault.start_s) / scenario.duration_s
            mean += max(rates, default=0.0) * max(0.0, fault.amount - 1) * part
    return mean
