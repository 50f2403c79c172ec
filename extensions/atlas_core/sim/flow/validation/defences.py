"""What of a station's defences makes no sense: limits, shedding, cache, autoscaler."""

from collections.abc import Iterator

from atlas_core.sim.flow.model import Station
from atlas_core.sim.flow.validation.limits import DURATION_MAX_S, not_in, ratio_problem

KEYS_MAX = 1_000_000


def admission_problems(station: Station) -> Iterator[str]:
    """One sentence for each number of a rate limit or of shedding."""
    limit, shedding = station.rate_limit, station.shedding
    if limit and not_in(limit.rate_per_s, 0, 1e9):
        yield f"The rate limit of {station.id} is {limit.rate_per_s:g}/s; give 0 to 1e9."
    if limit and not 1 <= limit.burst <= 10_000_000:
        yield f"The rate limit of {station.id} has a burst of {limit.burst}; give 1 or more."
    if not shedding:
        return
    if shedding.waiting is not None and not 0 <= shedding.waiting <= 10_000_000:
        yield f"{station.id} sheds load at {shedding.waiting} waiting; give 0 to 10,000,000."
    if not 0 <= shedding.priority <= 3:
        yield f"{station.id} sheds priority {shedding.priority}; give 0 (everything) to 3."
    if shedding.waited_max_s is not None and not_in(shedding.waited_max_s, 0, DURATION_MAX_S):
        yield f"{station.id} sheds what waited {shedding.waited_max_s:g} s; give 0 s or more."


def cache_problems(station: Station) -> Iterator[str]:
    """One sentence for each number of a cache."""
    cache = station.cache
    if not cache:
        return
    if not 1 <= cache.capacity <= KEYS_MAX:
        yield f"The cache {station.id} holds {cache.capacity} keys; give 1 to {KEYS_MAX:,}."
    if cache.ttl_s is not None and (cache.ttl_s <= 0 or not_in(cache.ttl_s, 0, DURATION_MAX_S)):
        yield f"The cache {station.id} keeps keys for {cache.ttl_s:g} s; give a time above 0."
    yield from ratio_problem(f"The jitter of the cache {station.id}", cache.jitter_ratio)
    if station.hit_ratio:
        yield f"{station.id} has a hit ratio and a cache of keys; give one of them."


def scaling_problems(station: Station) -> Iterator[str]:
    """One sentence for each number of an autoscaler."""
    scaling = station.scaling
    if not scaling:
        return
    if station.servers is None:
        yield f"{station.id} has as many servers as needed; an autoscaler needs a number."
    if not 1 <= scaling.servers_min <= scaling.servers_max <= 1_000_000:
        yield (
            f"{station.id} scales from {scaling.servers_min} to {scaling.servers_max} servers; "
            "give 1 or more, the smaller first."
        )
    if not_in(scaling.target, 0.01, 1):
        yield f"The autoscaler of {station.id} aims at {scaling.target:g}; give 0.01 to 1."
    if not_in(scaling.every_s, 0.001, DURATION_MAX_S):
        yield f"The autoscaler of {station.id} looks every {scaling.every_s:g} s; give over 1 ms."
    if not_in(scaling.lag_s, 0, DURATION_MAX_S):
        yield f"New servers of {station.id} take {scaling.lag_s:g} s; give 0 s or more."
