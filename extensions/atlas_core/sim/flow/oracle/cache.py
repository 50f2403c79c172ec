"""A cache that remembers keys: look-up, filling, and one flight for each missing key."""

from collections import deque

from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import Cache
from atlas_core.sim.flow.numbers import whole_ticks
from atlas_core.sim.flow.oracle import station as stations
from atlas_core.sim.flow.oracle.state import Due, Job, StationState, World

FOR_EVER = 1 << 62


def finds(world: World, at: StationState, key: int) -> bool:
    """Whether the key is there and not too old; then it is the most recently used."""
    last = at.store.get(key)
    if last is None:
        return False
    if last <= world.now:
        del at.store[key]
        return False
    at.store.move_to_end(key)
    return True


def waits_for_another(at: StationState, cache: Cache, job: Job) -> bool:
    """Whether somebody asks for the key already; if not, this job does from now on."""
    if not cache.single_flight:
        return False
    if job.key in at.flights:
        return True
    at.flights[job.key] = deque()
    return False


def park(world: World, at: StationState, job: Job) -> None:
    """The job waits until the flight of its key has landed."""
    world.note(EntryKind.PARKED, at.index, operation=job.number)
    at.flights[job.key].append(job)


def land(world: World, at: StationState, key: int, good: bool) -> None:
    """Who missed the key is answered: the cache has it now, or the next one has to ask."""
    cache = at.station.cache
    assert cache is not None
    if good and not at.crashed:
        _keep(world, at, cache, key)
    waiting = at.flights.pop(key, None)
    if not waiting:
        return
    if good:
        for job in waiting:
            stations.finish(world, job, Outcome.HIT)
        return
    first = waiting.popleft()
    at.flights[key] = waiting
    world.plan(world.now, Due.MISS, job=first)


def _keep(world: World, at: StationState, cache: Cache, key: int) -> None:
    last = FOR_EVER
    if cache.ttl_s is not None:
        ttl = cache.ttl_s * 1e9
        if cache.jitter_ratio > 0.0:
            ttl = ttl * (1.0 - cache.jitter_ratio * at.luck.uniform())
        last = world.now + whole_ticks(ttl)
    if key in at.store:
        at.store.move_to_end(key)
    elif len(at.store) >= cache.capacity:
        at.store.popitem(last=False)
    at.store[key] = last
