"""What changes during a run: the clock, the agenda, and the state of each part of the model."""

import heapq
from collections import OrderedDict, deque
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
    WAKE = 3  # the line of a bulkhead may move
    SCALE = 4  # an autoscaler looks
    GROW = 5  # new servers are ready
    COMPLETE = 6
    DELIVER = 7
    TIMEOUT = 8
    RETRY = 9
    HEDGE = 10
    MISS = 11  # who was parked at a cache has to ask himself


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
    parent: int = 0  # the caller's number, also where nobody waits
    source: "SourceState | None" = None
    attempt: int = 1
    depth: int = 0
    priority: int = 0
    key: int = 0
    origin: int = 0  # the source that it comes from in the end
    work: float = 1.0
    twin: "Job | None" = None  # the other copy of a hedged attempt, while both are open
    is_hedge: bool = False
    in_flight: bool = False  # counts at its call's bulkhead
    queued_at: int = 0
    fills: "StationState | None" = None  # the cache that is filled when this ends well
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

    def follow(self, other: "Job") -> None:
        """What is handed down from a job to the ones that it causes."""
        self.priority, self.key = other.priority, other.key
        self.origin, self.work = other.origin, other.work


@dataclass(slots=True)
class Bucket:
    """A token bucket: what was in it at a tick."""

    tokens: float
    at: int = 0


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
    sides: int = 0  # one bit for each partition whose side it is on
    sides_at: int = 0
    turn: int = 0  # the line that is next, where the sources take turns
    held: int = 0  # in line at the bulkheads of its calls
    buckets: list[Bucket] = field(default_factory=list)
    store: OrderedDict[int, int] = field(default_factory=OrderedDict)  # key -> its last tick
    flights: dict[int, deque[Job]] = field(default_factory=dict)  # key -> who waits for it
    servers: int | None = None  # now; None: as many as needed
    growing: int = 0  # servers that are not ready yet
    busy_ticks: int = 0  # since the autoscaler last looked
    busy_at: int = 0


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
    in_flight: int = 0
    line: deque[Job] = field(default_factory=deque)
    waking: bool = False
    dead_letter: StationState | None = None


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
    keys_log: float = 0.0  # of the number of keys + 1
    keys_span: float = 0.0
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
