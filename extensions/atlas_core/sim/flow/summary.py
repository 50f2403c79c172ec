"""The sums of a run, found from its entries alone: what the engine counts, counted once more.

It reads a trace as anybody could: an operation comes to its station with ARRIVE, with DELIVER, or
with a CALL or RETRY that takes no time on the way, waits until START, and leaves with REPLY or
DEPART.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from atlas_core.sim.flow.duration import NONE
from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.sums import (
    BUCKETS,
    WINDOWS,
    StationSum,
    Sums,
    Window,
    bucket_of,
    window_ticks,
)
from atlas_core.sim.flow.timeline import ticks_of
from atlas_core.trace import Entry

_SENDS = (EntryKind.CALL, EntryKind.RETRY, EntryKind.HEDGE)
_ANSWERS = (EntryKind.REPLY, EntryKind.DEPART)


@dataclass(slots=True)
class _Tally:
    """A station while its entries are read."""

    holds: bool
    instant: bool
    calls: int = 0
    starts: int = 0
    outcomes: list[int] = field(default_factory=lambda: [0] * len(Outcome))
    busy: int = 0
    waiting: int = 0
    present: int = 0
    touched: int = 0
    busy_ticks: int = 0
    waiting_ticks: int = 0
    present_ticks: int = 0
    time_ticks: int = 0

    def touch(self, tick: int) -> None:
        ticks = tick - self.touched
        self.touched = tick
        self.busy_ticks += ticks * self.busy
        self.waiting_ticks += ticks * self.waiting
        self.present_ticks += ticks * self.present


class _Fold:
    """Reads entries one by one."""

    def __init__(self, model: FlowModel, scenario: Scenario) -> None:
        self.tallies = [
            _Tally(holds=s.holds_server, instant=s.servers is None and s.service == NONE)
            for s in model.stations
        ]
        self.delayed = [call.delay != NONE for call in model.calls()]
        self.born: dict[int, int] = {}
        self.serving: set[int] = set()
        self.served: set[int] = set()
        self.width = window_ticks(ticks_of(scenario.duration_s))
        self.windows = [[0, 0, 0, 0] for _ in range(WINDOWS)]
        self.buckets = [0] * BUCKETS

    def read(self, entry: Entry) -> None:
        kind, at = entry.kind, self.tallies[entry.node]
        at.touch(entry.tick)
        if kind == EntryKind.ARRIVE:
            self.windows[entry.tick // self.width][0] += 1
            self._come(entry, at)
        elif kind in (EntryKind.DELIVER, EntryKind.DEAD) or (
            kind in _SENDS and not self.delayed[entry.peer]
        ):
            self._come(entry, at)
        elif kind == EntryKind.LOST and entry.operation in self.born:
            del self.born[entry.operation]
            at.calls -= 1
            at.present -= 1
            at.waiting -= 1
        elif kind == EntryKind.START:
            at.starts += 1
            at.waiting -= 1
            at.busy += 1
            self.serving.add(entry.operation)
        elif kind == EntryKind.SERVED:
            self._served(entry.operation, at)
        elif kind in _ANSWERS:
            self._leave(entry, at)

    def _come(self, entry: Entry, at: _Tally) -> None:
        self.born[entry.operation] = entry.tick
        at.calls += 1
        at.present += 1
        at.waiting += 1

    def _served(self, operation: int, at: _Tally) -> None:
        if at.instant:
            at.waiting -= 1
        elif not at.holds:
            self.serving.discard(operation)
            at.busy -= 1
        self.served.add(operation)

    def _leave(self, entry: Entry, at: _Tally) -> None:
        operation = entry.operation
        if operation in self.serving:
            self.serving.remove(operation)
            at.busy -= 1
        elif operation not in self.served:
            at.waiting -= 1
        self.served.discard(operation)
        ticks = entry.tick - self.born.pop(operation)
        at.present -= 1
        at.time_ticks += ticks
        at.outcomes[entry.value] += 1
        if entry.kind == EntryKind.DEPART:
            window = self.windows[entry.tick // self.width]
            if Outcome(entry.value).good:
                window[1] += 1
                window[3] += ticks
                self.buckets[bucket_of(ticks)] += 1
            else:
                window[2] += 1


def sums_of(model: FlowModel, scenario: Scenario, entries: Iterable[Entry], ended: str) -> Sums:
    """The sums of a run whose entries these are."""
    fold = _Fold(model, scenario)
    count = last = 0
    for entry in entries:
        count += 1
        last = entry.tick
        fold.read(entry)
    for tally in fold.tallies:
        tally.touch(ticks_of(scenario.duration_s) if ended == "time" else last)
    windows = tuple(
        Window(arrived=arrived, good=good, bad=bad, time_ticks=float(ticks))
        for arrived, good, bad, ticks in fold.windows
    )
    return Sums(
        ended=ended,
        entries=count,
        requests=sum(window.arrived for window in windows),
        stations=tuple(
            StationSum(
                calls=tally.calls,
                starts=tally.starts,
                outcomes=tuple(tally.outcomes),
                busy_ticks=float(tally.busy_ticks),
                waiting_ticks=float(tally.waiting_ticks),
                present_ticks=float(tally.present_ticks),
                time_ticks=float(tally.time_ticks),
            )
            for tally in fold.tallies
        ),
        windows=windows,
        buckets=tuple(fold.buckets),
    )
