"""What a scenario may say of a node."""

from collections.abc import Sequence
from dataclasses import replace

from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.model import Cache, Discipline, RateLimit, Scaling, Shedding, Station
from atlas_core.sim.flow.scenario import values
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.key import Described, Key, put_all
from atlas_core.sim.flow.scenario.problem import ScenarioError

LIMIT_KEYS: tuple[Key[RateLimit], ...] = (
    Key(
        name="rate",
        sentence="Requests a second that are taken on in the long run.",
        example="100 req/s",
        put=lambda r, t, what: replace(r, rate_per_s=values.rate_per_s(t, what)),
    ),
    Key(
        name="burst",
        sentence="How many may come at once; 1 where nothing is said.",
        example="20",
        put=lambda r, t, what: replace(r, burst=values.count(t, what)),
    ),
    Key(
        name="each_source",
        sentence="One limit for each source of load, so that none can use up another's.",
        example="true",
        put=lambda r, t, what: replace(r, each_source=values.flag(t, what)),
    ),
)
SHED_KEYS: tuple[Key[Shedding], ...] = (
    Key(
        name="waiting",
        sentence="From so many in line on, new ones are refused.",
        example="50",
        put=lambda s, t, what: replace(s, waiting=values.count(t, what)),
    ),
    Key(
        name="priority",
        sentence="Only those of this priority or a less important one; 0 (all) where nothing is "
        "said.",
        example="2",
        put=lambda s, t, what: replace(s, priority=values.count(t, what)),
    ),
    Key(
        name="waited_max",
        sentence="Who has waited longer when his turn comes is refused.",
        example="500 ms",
        put=lambda s, t, what: replace(s, waited_max_s=values.time_s(t, what)),
    ),
)
CACHE_KEYS: tuple[Key[Cache], ...] = (
    Key(
        name="capacity",
        sentence="How many keys it holds; the least recently used goes first.",
        example="10000",
        put=lambda c, t, what: replace(c, capacity=values.count(t, what)),
    ),
    Key(
        name="ttl",
        sentence="How long a key is good; for ever where nothing is said.",
        example="30 s",
        put=lambda c, t, what: replace(c, ttl_s=values.time_s(t, what)),
    ),
    Key(
        name="jitter",
        sentence="The share of each time to live that is random.",
        example="0.2",
        put=lambda c, t, what: replace(c, jitter_ratio=values.ratio(t, what)),
    ),
    Key(
        name="single_flight",
        sentence="While one request fetches a key, others who miss it wait for that.",
        example="true",
        put=lambda c, t, what: replace(c, single_flight=values.flag(t, what)),
    ),
)
SCALING_KEYS: tuple[Key[Scaling], ...] = (
    Key(
        name="min",
        sentence="The fewest servers.",
        example="2",
        put=lambda s, t, what: replace(s, servers_min=values.count(t, what)),
    ),
    Key(
        name="max",
        sentence="The most servers.",
        example="40",
        put=lambda s, t, what: replace(s, servers_max=values.count(t, what)),
    ),
    Key(
        name="target",
        sentence="How busy servers should be; 0.6 where nothing is said.",
        example="60 %",
        put=lambda s, t, what: replace(s, target=values.ratio(t, what)),
    ),
    Key(
        name="every",
        sentence="How often it looks; 15 s where nothing is said.",
        example="15 s",
        put=lambda s, t, what: replace(s, every_s=values.time_s(t, what)),
    ),
    Key(
        name="lag",
        sentence="How long new servers take to come; 60 s where nothing is said.",
        example="90 s",
        put=lambda s, t, what: replace(s, lag_s=values.time_s(t, what)),
    ),
)


def _is_none(tree: Written) -> bool:
    return tree.text == "none"


def _limit(station: Station, tree: Written, what: str) -> Station:
    if _is_none(tree):
        return replace(station, rate_limit=None)
    if tree.entries is None:  # a rate alone
        limit = RateLimit(rate_per_s=values.rate_per_s(tree, what))
        return replace(station, rate_limit=limit)
    limit = put_all(RateLimit(rate_per_s=-1.0), tree, what, LIMIT_KEYS)
    if limit.rate_per_s < 0:
        raise ScenarioError(tree.line, f"{what} needs a `rate`.")
    return replace(station, rate_limit=limit)


def _shedding(station: Station, tree: Written, what: str) -> Station:
    if _is_none(tree):
        return replace(station, shedding=None)
    shedding = put_all(Shedding(), tree, what, SHED_KEYS)
    if shedding.waiting is None and shedding.waited_max_s is None:
        raise ScenarioError(tree.line, f"{what} needs `waiting` or `waited_max`.")
    return replace(station, shedding=shedding)


def _cache(station: Station, tree: Written, what: str) -> Station:
    """A cache of keys takes the place of a hit ratio."""
    if _is_none(tree):
        return replace(station, cache=None)
    cache = put_all(Cache(capacity=0), tree, what, CACHE_KEYS)
    if not cache.capacity:
        raise ScenarioError(tree.line, f"{what} needs a `capacity`.")
    return replace(station, cache=cache, hit_ratio=0.0)


def _scaling(station: Station, tree: Written, what: str) -> Station:
    if _is_none(tree):
        return replace(station, scaling=None)
    scaling = put_all(Scaling(servers_min=1, servers_max=0), tree, what, SCALING_KEYS)
    if not scaling.servers_max:
        raise ScenarioError(tree.line, f"{what} needs `max`.")
    return replace(station, scaling=scaling)


STATION_KEYS: tuple[Key[Station], ...] = (
    Key(
        name="servers",
        sentence="Requests that are served at once (threads, connections, workers); `any`: as many "
        "as needed.",
        example="20",
        put=lambda s, t, what: replace(s, servers=values.count_or_any(t, what)),
        parameter="servers",
        unit="1",
        number=lambda s: None if s.servers is None else float(s.servers),
    ),
    Key(
        name="service",
        sentence="How long a server works on one request: a mean, percentiles, or a shape.",
        example="{shape: exponential, mean: 200 ms}",
        put=lambda s, t, what: replace(s, service=duration(t, what)),
        parameter="service_s",
        unit="s",
        number=lambda s: mean_s(s.service),
    ),
    Key(
        name="queue_max",
        sentence="How many may wait; one more is refused. `any`: no limit.",
        example="1000",
        put=lambda s, t, what: replace(s, queue_max=values.count_or_any(t, what)),
        parameter="queue_max",
        unit="1",
        number=lambda s: None if s.queue_max is None else float(s.queue_max),
    ),
    Key(
        name="discipline",
        sentence="Who of those that wait is next: " + ", ".join(Discipline) + ".",
        example="priority",
        put=lambda s, t, what: replace(s, discipline=values.word(t, what, Discipline)),
    ),
    Key(
        name="holds_server",
        sentence="The server is kept until the calls are answered, like a thread for each request.",
        example="true",
        put=lambda s, t, what: replace(s, holds_server=values.flag(t, what)),
    ),
    Key(
        name="hit_ratio",
        sentence="The share of the requests that a cache answers itself.",
        example="0.9",
        put=lambda s, t, what: replace(s, hit_ratio=values.ratio(t, what)),
        parameter="hit_ratio",
        unit="ratio",
        number=lambda s: s.hit_ratio,
    ),
    Key(
        name="error_ratio",
        sentence="The share of its answers that are errors, without any fault.",
        example="0.1 %",
        put=lambda s, t, what: replace(s, error_ratio=values.ratio(t, what)),
        parameter="error_ratio",
        unit="ratio",
        number=lambda s: s.error_ratio,
    ),
    Key(
        name="rate_limit",
        sentence="A token bucket in front of it: a rate, or a policy; `none` takes it away.",
        example="{rate: 100 req/s, burst: 20, each_source: true}",
        put=_limit,
    ),
    Key(
        name="shed",
        sentence="Load shedding: whom it turns away so that others are served.",
        example="{waiting: 50, priority: 2, waited_max: 500 ms}",
        put=_shedding,
    ),
    Key(
        name="cache",
        sentence="A cache that remembers keys, instead of a hit ratio.",
        example="{capacity: 10000, ttl: 30 s, single_flight: true}",
        put=_cache,
    ),
    Key(
        name="autoscale",
        sentence="Servers come and go with the load, with a lag.",
        example="{min: 2, max: 40, target: 60 %, every: 15 s, lag: 90 s}",
        put=_scaling,
    ),
)
STATION_GROUPS: dict[str, Sequence[Described]] = {
    "rate_limit": LIMIT_KEYS,
    "shed": SHED_KEYS,
    "cache": CACHE_KEYS,
    "autoscale": SCALING_KEYS,
}
