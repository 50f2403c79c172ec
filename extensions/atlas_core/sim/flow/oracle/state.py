"""What changes during a run: the clock, the agenda, and the state of each part of the model."""

import heapq
from collections import deque
from dataclasses import dataclass, field
from enum import IntEnum

from atlas_core.sim.flow.duration import Duration
from atlas_core.sim.flow.entries import RETRY_TOKENS_AT_START, EntryKind
from atlas_core.sim.flow.model import Call, FlowModel, Scenario, Source, Station
from atlas_core.sim.flow.numbers import Stream
from atlas_core.sim.flow.timeline import Change, Segment
from atlas_core.trace import Entry

PRIORITIES = 4


class Due(IntEnum):
    """What the agenda can hold."""

    CHANGE = 0
    ARRIVE = 1
    THINK = 2
    COMPLETE = 3
    DELIVER = 4
    TIMEOUT = 5
    RETRY = 6


class Phase(IntEnum):
    """Where a job is."""

    AWAY = 0  # on its way, or waiting for the next attempt
    QUEUED = 1
    SERVING = 2
    CALLING = 3
    OVER = 4


@dataclass(slots=True, eq=False)
class Job:
    """A request at one station. Its caller is another job, a source, or nobody any more."""

    number: int
    station: "StationState"
    call: "CallState | None" = None
    caller: "Job | None" = None
    source: "SourceState | None" = None
    attempt: int = 1
    depth: int = 0
    priority: int = 0
    key: int = 0
    phase: Phase = Phase.AWAY
    has_server: bool = False
    connected: bool = True  # counts as a connection of its station
    abandoned: bool = False  # its caller no longer waits
    lost: bool = False
    paused: int = 0  # ticks of pause that its station had seen when service began
    stage: int = 0
    pending: int = 0  # calls of the current stage that are still open
    failed: bool = False
    hit: bool = False  # one of its calls was answered from a cache


@dataclass(slots=True, eq=False)
class StationState:
    """A station now. Faults are in force where they differ from these defaults."""

    index: int
    station: Station
    service: Stream
    luck: Stream
    stages: "tuple[tuple[CallState, ...], ...]" = ()
    queues: tuple[deque[Job], ...] = ()
    jobs: dict[int, Job] = field(default_factory=dict)
    waiting: int = 0
    busy: int = 0
    connections: int = 0
    crashed: bool = False
    crashed_at: int = 0
    paused: bool = False
    pause_ticks: int = 0  # all pauses that began so far, at full length
    slowness: float = 1.0
    error: float = 0.0
    loss: float = 0.0
    capacity: float = 1.0
    flushed: bool = False


@dataclass(slots=True, eq=False)
class CallState:
    """A call now: its streams, its retry budget and its breaker."""

    index: int
    call: Call
    station: StationState
    targets: tuple[StationState, ...]
    delay: Stream
    luck: Stream
    loss: float = 0.0
    cursor: int = 0
    tokens: float = RETRY_TOKENS_AT_START
    failures: int = 0
    open_until: int = 0  # 0: closed
    probing: bool = False


@dataclass(slots=True, eq=False)
class SourceState:
    """A source now: how far its arrivals are drawn."""

    index: int
    source: Source
    target: StationState
    gaps: Stream
    keys: Stream
    segments: tuple[Segment, ...]
    think: Duration | None = None  # None: an open source
    segment: int = 0
    at: float = 0.0


@dataclass(slots=True, eq=False)
class World:
    """Everything that one run knows."""

    model: FlowModel
    scenario: Scenario
    end: int
    stations: tuple[StationState, ...]
    calls: tuple[CallState, ...]
    sources: tuple[SourceState, ...]
    changes: tuple[Change, ...]
    now: int = 0
    sequence: int = 0
    jobs: int = 0
    requests: int = 0
    agenda: list[tuple[int, int, Due, int, Job | None]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def plan(self, tick: int, due: Due, index: int = 0, job: Job | None = None) -> None:
        """Put something on the agenda; things at one tick come in the order of their planning."""
        heapq.heappush(self.agenda, (tick, self.sequence, due, index, job))
        self.sequence += 1

    def note(
        self, kind: EntryKind, node: int, peer: int = -1, operation: int = 0, value: int = 0
    ) -> None:
        """Write an entry into the trace."""
        self.entries.append(Entry(self.now, kind, node, peer, operation, value))

    def job(self, station: StationState) -> Job:
        """A new job with the next number."""
        self.jobs += 1
        return Job(self.jobs, station)
