"""What is known before a run starts: the rate of each source over time, and when faults change."""

from dataclasses import dataclass

from atlas_core.sim.flow.model import (
    Bursts,
    Closed,
    Fault,
    FaultKind,
    FlowModel,
    Scenario,
    Source,
    Steps,
)
from atlas_core.sim.flow.numbers import TICKS_PER_S, whole_ticks


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """From `start` (tick) on, until the next segment, this rate in requests a tick."""

    start: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fault begins or ends at a tick. `ticks` is how long it lasts, 0 where it has no end.

    `side` are the stations on one side of a partition.
    """

    tick: int
    fault: int
    kind: FaultKind
    target: str
    begins: bool
    amount: float
    ticks: int
    side: tuple[str, ...] = ()


def ticks_of(seconds: float) -> int:
    """Seconds as whole ticks."""
    return whole_ticks(seconds * 1e9)


def segments(source: Source, scenario: Scenario) -> tuple[Segment, ...]:
    """The rate of an open source, spikes included; nothing for a closed one."""
    rates = _rates(source, scenario.duration_s)
    spikes = [
        fault
        for fault in scenario.faults
        if fault.kind is FaultKind.SPIKE and fault.target == source.id
    ]
    starts = {tick for tick, _ in rates}
    for fault in spikes:
        starts.add(ticks_of(fault.start_s))
        if fault.end_s is not None:
            starts.add(ticks_of(fault.end_s))
    found = []
    at = -1
    for start in sorted(starts) if rates else ():
        while at + 1 < len(rates) and rates[at + 1][0] <= start:
            at += 1
        factor = _factor(spikes, start)
        found.append(Segment(start=start, rate=rates[at][1] * factor / TICKS_PER_S))
    return tuple(found)


def _factor(spikes: list[Fault], tick: int) -> float:
    factor = 1.0
    for fault in spikes:
        ended = fault.end_s is not None and ticks_of(fault.end_s) <= tick
        if ticks_of(fault.start_s) <= tick and not ended:
            factor *= fault.amount
    return factor


def _rates(source: Source, duration_s: float) -> list[tuple[int, float]]:
    """Rates a second, from which tick on, in order."""
    match source.arrivals:
        case Closed():
            return []
        case Steps(steps=steps):
            return [(ticks_of(start), rate) for start, rate in steps]
        case Bursts(rate_per_s=rate, burst_per_s=burst, every_s=every, lasts_s=lasts):
            found = [(0, rate)]
            for turn in range(1, int(duration_s / every) + 1):
                found.append((ticks_of(turn * every), burst))
                found.append((ticks_of(turn * every + lasts), rate))
            return found
        case arrivals:
            return [(0, arrivals.rate_per_s)]


def changes(model: FlowModel, scenario: Scenario) -> tuple[Change, ...]:
    """All changes by faults in order of time; at one tick, ends come before beginnings.

    A fault that ends at the tick where it begins changes nothing.
    """
    found = []
    for index, fault in enumerate(scenario.faults):
        start = ticks_of(fault.start_s)
        end = None if fault.end_s is None else ticks_of(fault.end_s)
        if start == end:
            continue
        for tick, begins in ((start, True), (end, False)):
            if tick is not None:
                found.append(
                    Change(
                        tick=tick,
                        fault=index,
                        kind=fault.kind,
                        target=fault.target,
                        begins=begins,
                        amount=fault.amount,
                        ticks=0 if end is None else end - start,
                        side=fault.side,
                    )
                )
    return tuple(sorted(found, key=lambda change: (change.tick, change.begins)))
