"""What can be simulated: stations that serve, calls between them, sources of requests, faults.

A request arrives at a station, waits for one of its servers, is served, and then the station makes
its calls, stage by stage: the calls of one stage run in parallel, and the next stage starts when
they have all been answered. When the last stage is done the station answers its own caller.
`validation.problems` says in sentences what of a model makes no sense; nothing here does.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from atlas_core.sim.flow.duration import NONE, Duration
from atlas_core.sim.flow.parameter import Parameter


class Discipline(StrEnum):
    """Who of those that wait is served next."""

    FIFO = "fifo"
    LIFO = "lifo"
    PRIORITY = "priority"


class Balance(StrEnum):
    """How a call with several targets picks one."""

    ROUND_ROBIN = "round_robin"
    RANDOM = "random"
    LEAST_CONNECTIONS = "least_connections"
    TWO_CHOICES = "two_choices"
    HASH = "hash"


class FaultKind(StrEnum):
    """What breaks; `Fault.amount` says how much."""

    CRASH = "crash"  # refuses everything, loses what it held
    PAUSE = "pause"  # its servers stand still, then go on; answers to its calls still pass
    SLOW = "slow"  # service takes `amount` times as long
    ERROR = "error"  # this ratio of answers are errors
    LOSS = "loss"  # this ratio of the requests to it never arrive
    CAPACITY = "capacity"  # this ratio of its servers is left
    FLUSH = "flush"  # a cache that finds nothing
    SPIKE = "spike"  # a source sends `amount` times as much


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """A failed call is tried again, `attempts_max` times in all.

    Before attempt n + 1 the caller waits `backoff_s` * `factor`^(n-1), at most `backoff_max_s`, of
    which a random part up to `jitter_ratio` is left out. With a `budget_ratio` every first
    attempt earns that part of a retry; a budget starts with 10 retries and holds at most 100.
    """

    attempts_max: int
    backoff_s: float = 0.0
    factor: float = 2.0
    backoff_max_s: float = 60.0
    jitter_ratio: float = 0.0
    budget_ratio: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """After `failures` failures in a row the call fails at once for `open_s`; then one call probes.

    Nygard, Release It!, 2nd edition, 2018, chapter 5.
    """

    failures: int
    open_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a station asks of another. `id` is unique in the model; the diagram's edge, if any.

    An asynchronous call is sent and forgotten: no time-out, retry or breaker. `delay` is the
    network's part, there and back, spent on the way there. A call with `only_on_miss` is left out
    when an earlier call of the same request was answered from a cache. The caller is served
    without an `optional` call. A balancer leaves out crashed targets `detection_s` after a crash.
    """

    id: str
    targets: tuple[str, ...]
    asynchronous: bool = False
    probability: float = 1.0
    only_on_miss: bool = False
    optional: bool = False
    delay: Duration = NONE
    loss_ratio: float = 0.0
    timeout_s: float | None = None
    retry: Retry | None = None
    breaker: Breaker | None = None
    balance: Balance = Balance.ROUND_ROBIN
    detection_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Serves requests. `servers` None: as many as needed. `queue_max` None: no limit.

    `holds_server`: the server is kept until the calls are answered (a thread for each request);
    else it is given back when the own service ends. With `hit_ratio` this part of the requests is
    answered at once, without the calls: a cache.
    """

    id: str
    service: Duration = NONE
    servers: int | None = 1
    discipline: Discipline = Discipline.FIFO
    queue_max: int | None = None
    holds_server: bool = False
    hit_ratio: float = 0.0
    error_ratio: float = 0.0
    stages: tuple[tuple[Call, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Poisson:
    """Independent arrivals at one mean rate."""

    rate_per_s: float
    shape: Literal["poisson"] = "poisson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """Arrivals at equal distances."""

    rate_per_s: float
    shape: Literal["regular"] = "regular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """Poisson arrivals whose rate changes: (from second, rate), the first at second 0."""

    steps: tuple[tuple[float, float], ...]
    shape: Literal["steps"] = "steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """Poisson arrivals; every `every_s` the rate is `burst_per_s` for `lasts_s`."""

    rate_per_s: float
    burst_per_s: float
    every_s: float
    lasts_s: float
    shape: Literal["bursts"] = "bursts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """`users` who send a request, wait for its answer, think, and begin anew."""

    users: int
    think: Duration
    shape: Literal["closed"] = "closed"


Arrivals = Poisson | Regular | Steps | Bursts | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where requests come from. `priority` 0 (first) to 3 counts where the discipline asks.

    `hot_ratio` of the requests have one and the same key, the others a random one each.
    """

    id: str
    target: str
    arrivals: Arrivals
    priority: int = 0
    hot_ratio: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of a station, call (loss only) or source (spike only), from second to second."""

    kind: FaultKind
    target: str
    start_s: float
    end_s: float | None = None
    amount: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowModel:
    """An architecture as queues. `parameters` tells of each number where it comes from."""

    stations: tuple[Station, ...]
    sources: tuple[Source, ...]
    parameters: tuple[Parameter, ...] = ()

    def calls(self) -> tuple[Call, ...]:
        """All calls, in the order of stations and stages: their index is that of the trace."""
        return tuple(call for s in self.stations for stage in s.stages for call in stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One run: it ends after `duration_s`; after `requests_max` requests no more arrive.

    It also ends where the trace would get more than `entries_max` entries; the result says so.
    """

    duration_s: float
    seed: int = 1
    requests_max: int | None = None
    entries_max: int = 30_000_000
    faults: tuple[Fault, ...] = ()
