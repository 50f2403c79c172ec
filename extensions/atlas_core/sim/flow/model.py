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
    FAIR = "fair"  # the sources take turns, in four lines at most


class Balance(StrEnum):
    """How a call with several targets picks one."""

    ROUND_ROBIN = "round_robin"
    RANDOM = "random"
    LEAST_CONNECTIONS = "least_connections"
    TWO_CHOICES = "two_choices"
    HASH = "hash"  # by the request's key, rendezvous: a lost target moves only its own keys
    FAILOVER = "failover"  # the first that is not known to be down


class FaultKind(StrEnum):
    """What breaks; `Fault.amount` says how much."""

    CRASH = "crash"  # refuses everything, loses what it held
    PAUSE = "pause"  # its servers stand still, then go on; answers to its calls still pass
    SLOW = "slow"  # service takes `amount` times as long
    ERROR = "error"  # this ratio of answers are errors
    LOSS = "loss"  # this ratio of the requests to it never arrive
    CAPACITY = "capacity"  # this ratio of its servers is left
    FLUSH = "flush"  # a cache that finds nothing; one with keys is emptied, once
    SPIKE = "spike"  # a source sends `amount` times as much
    PARTITION = "partition"  # no call or answer passes between `side` and the rest


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
class Bulkhead:
    """At most `in_flight_max` attempts of a call at once; up to `line_max` more wait in line.

    `line_max` None: no limit; what finds the line full fails at once. Nygard, Release It!, 2nd
    edition, 2018, chapter 5. For a queue it is how much its consumers take on at once.
    """

    in_flight_max: int
    line_max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a station asks of another. `id` is unique in the model; the diagram's edge, if any.

    An asynchronous call is not waited for; with a `retry` it is delivered again until it succeeds,
    and what fails for the last time goes to the station `dead_letter`. `delay` is the network's
    part, there and back, spent on the way there. A call with `only_on_miss` is left out when an
    earlier call of the same request was answered from a cache. The caller is served without an
    `optional` call. A balancer leaves out crashed and cut off targets `detection_s` after they
    went. After `hedge_s` without an answer a second copy goes to another target, and the first
    good answer counts (Dean and Barroso, The Tail at Scale, 2013).
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
    bulkhead: Bulkhead | None = None
    hedge_s: float | None = None
    dead_letter: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """A token bucket: `rate_per_s` in the long run, `burst` at once; the rest is refused.

    `each_source`: one bucket for each source of load, else one for all.
    """

    rate_per_s: float
    burst: int = 1
    each_source: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shedding:
    """Where `waiting` or more wait, requests of this priority or a less important one are refused.

    `waited_max_s`: who has waited longer when his turn comes is refused too; None: nobody.
    """

    waiting: int | None = None
    priority: int = 0
    waited_max_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cache:
    """Remembers `capacity` keys, the least recently used goes first, each for `ttl_s`.

    Up to `jitter_ratio` of each time to live is left out at random. A miss is filled when whoever
    missed is answered well: the cache's caller, or the cache itself where it has calls of its own.
    `single_flight`: meanwhile others who miss the same key wait for that.
    """

    capacity: int
    ttl_s: float | None = None
    jitter_ratio: float = 0.0
    single_flight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaling:
    """Every `every_s` as many servers as would be `target` busy; new ones come after `lag_s`."""

    servers_min: int
    servers_max: int
    target: float = 0.6
    every_s: float = 15.0
    lag_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """Serves requests. `servers` None: as many as needed. `queue_max` None: no limit.

    `holds_server`: the server is kept until the calls are answered (a thread for each request);
    else it is given back when the own service ends. With `hit_ratio` this part of the requests is
    answered at once, without the calls: a cache whose keys are not followed. `queue_max` counts
    those that wait for a server, and those in line at the bulkheads of its calls.
    """

    id: str
    service: Duration = NONE
    servers: int | None = 1
    discipline: Discipline = Discipline.FIFO
    queue_max: int | None = None
    holds_server: bool = False
    hit_ratio: float = 0.0
    error_ratio: float = 0.0
    rate_limit: RateLimit | None = None
    shedding: Shedding | None = None
    cache: Cache | None = None
    scaling: Scaling | None = None
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

    `hot_ratio` of the requests have one and the same key, the others one of `keys`; None: one of
    their own each. The k-th key is asked for in proportion to k to the power of -`skew`: 0 all
    alike, 1 as Zipf found it. Every service of a request takes `work` times as long.
    """

    id: str
    target: str
    arrivals: Arrivals
    priority: int = 0
    hot_ratio: float = 0.0
    keys: int | None = None
    skew: float = 0.0
    work: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault of a station, call (loss only) or source (spike only), from second to second.

    A partition has a name of its own as `target`, and the stations of one `side`.
    """

    kind: FaultKind
    target: str
    start_s: float
    end_s: float | None = None
    amount: float = 1.0
    side: tuple[str, ...] = ()


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
