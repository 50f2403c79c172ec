"""The run: the agenda is worked off until time, requests or entries are used up."""

import heapq
from collections import deque

from atlas_core.sim.flow.entries import EntryKind
from atlas_core.sim.flow.model import (
    Closed,
    FaultKind,
    FlowModel,
    Regular,
    Scenario,
    Source,
    Station,
)
from atlas_core.sim.flow.numbers import Stream, exp, log, mixed
from atlas_core.sim.flow.oracle import bulkhead, scaling
from atlas_core.sim.flow.oracle import call as calls
from atlas_core.sim.flow.oracle import station as stations
from atlas_core.sim.flow.oracle.state import (
    PRIORITIES,
    Bucket,
    CallState,
    Due,
    Job,
    Phase,
    SourceState,
    StationState,
    World,
)
from atlas_core.sim.flow.timeline import Change, changes, segments, ticks_of
from atlas_core.sim.flow.validation import check
from atlas_core.trace import Entry


def run_oracle(model: FlowModel, scenario: Scenario) -> tuple[tuple[Entry, ...], str]:
    """The entries of a run, and why it ended: "time", or "entries" when there were too many.

    Raises FlowError where the model can't be run.
    """
    check(model, scenario)
    world = begin(model, scenario)
    while world.agenda:
        tick, _, due, index, job = heapq.heappop(world.agenda)
        if tick > world.end:
            break
        if job is not None and job.phase is Phase.OVER:
            continue
        if len(world.entries) >= scenario.entries_max:
            return tuple(world.entries), "entries"
        world.now = tick
        work_off(world, due, index, job)
    return tuple(world.entries), "time"


def begin(model: FlowModel, scenario: Scenario) -> World:
    """Everything at rest, faults and first arrivals on the agenda."""
    seed = scenario.seed
    station_states = tuple(
        StationState(
            index=index,
            station=station,
            service=Stream(seed, 4 * index),
            luck=Stream(seed, 4 * index + 1),
            queues=tuple(deque() for _ in range(PRIORITIES)),
            buckets=_buckets(station, len(model.sources)),
            servers=_servers(station),
        )
        for index, station in enumerate(model.stations)
    )
    named = {state.station.id: state for state in station_states}
    call_states: list[CallState] = []
    for state in station_states:
        stages = []
        for stage in state.station.stages:
            made = []
            for call in stage:
                index = len(call_states)
                made.append(
                    CallState(
                        index=index,
                        call=call,
                        station=state,
                        targets=tuple(named[target] for target in call.targets),
                        delay=Stream(seed, 4 * index + 2),
                        luck=Stream(seed, 4 * index + 3),
                        dead_letter=named[call.dead_letter] if call.dead_letter else None,
                    )
                )
                call_states.append(made[-1])
            stages.append(tuple(made))
        state.stages = tuple(stages)
    source_states = tuple(
        SourceState(
            index=index,
            source=source,
            target=named[source.target],
            gaps=Stream(seed, (1 << 32) + 2 * index),
            keys=Stream(seed, (1 << 32) + 2 * index + 1),
            segments=segments(source, scenario),
            think=source.arrivals.think if isinstance(source.arrivals, Closed) else None,
            keys_log=log(float(source.keys + 1)) if source.keys else 0.0,
            keys_span=_span(source),
        )
        for index, source in enumerate(model.sources)
    )
    world = World(
        model=model,
        scenario=scenario,
        end=ticks_of(scenario.duration_s),
        stations=station_states,
        calls=tuple(call_states),
        sources=source_states,
        changes=changes(model, scenario),
    )
    _plan_first(world)
    return world


def _buckets(station: Station, sources: int) -> list[Bucket]:
    limit = station.rate_limit
    if limit is None:
        return []
    return [Bucket(float(limit.burst)) for _ in range(sources if limit.each_source else 1)]


def _servers(station: Station) -> int | None:
    scaling = station.scaling
    if scaling is None or station.servers is None:
        return station.servers
    return min(max(station.servers, scaling.servers_min), scaling.servers_max)


def _span(source: Source) -> float:
    """What a power of the number of keys is above 1: see `key_of`."""
    if not source.keys or source.skew == 1.0:
        return 0.0
    return exp((1.0 - source.skew) * log(float(source.keys + 1))) - 1.0


def _plan_first(world: World) -> None:
    for index, change in enumerate(world.changes):
        world.plan(change.tick, Due.CHANGE, index=index)
    for at in world.stations:
        if at.station.scaling is not None:
            every = ticks_of(at.station.scaling.every_s)
            world.plan(every, Due.SCALE, index=at.index)
    for source in world.sources:
        if isinstance(source.source.arrivals, Closed):
            for _ in range(source.source.arrivals.users):
                calls.think(world, source)
        else:
            plan_arrival(world, source)


def work_off(world: World, due: Due, index: int, job: Job | None) -> None:
    """One item of the agenda."""
    if due is Due.CHANGE:
        change_fault(world, world.changes[index])
    elif due in (Due.ARRIVE, Due.THINK):
        arrive(world, world.sources[index])
    elif due is Due.WAKE:
        bulkhead.wake(world, world.calls[index])
    elif due is Due.SCALE:
        scaling.look(world, world.stations[index])
    elif due is Due.GROW:
        at = world.stations[index & ((1 << scaling.STATION_BITS) - 1)]
        scaling.grow(world, at, index >> scaling.STATION_BITS)
    elif job is None:
        raise AssertionError(f"{due.name} without a job")
    else:
        _JOBS[due](world, job)


_JOBS = {
    Due.COMPLETE: stations.complete,
    Due.DELIVER: calls.arrived,
    Due.TIMEOUT: calls.timed_out,
    Due.RETRY: calls.retry_now,
    Due.HEDGE: calls.hedge_now,
    Due.MISS: stations.missed,
}


def plan_arrival(world: World, source: SourceState) -> None:
    """Use up one unit of work (a random one for Poisson) along the source's rates."""
    regular = isinstance(source.source.arrivals, Regular)
    work = 1.0 if regular else source.gaps.exponential()
    while source.segment < len(source.segments):
        rate = source.segments[source.segment].rate
        last = source.segment + 1 == len(source.segments)
        end = world.end + 1 if last else source.segments[source.segment + 1].start
        room = (end - source.at) * rate
        if work <= room and rate > 0.0:
            source.at += work / rate
            world.plan(int(source.at), Due.ARRIVE, index=source.index)
            return
        work -= room
        source.at = float(end)
        source.segment += 1


def arrive(world: World, source: SourceState) -> None:
    """A request of a source comes to its station; an open source plans the next."""
    limit = world.scenario.requests_max
    if limit is not None and world.requests >= limit:
        return
    world.requests += 1
    if source.think is None:
        plan_arrival(world, source)
    job = world.job(source.target)
    job.source = source
    job.priority, job.work = source.source.priority, source.source.work
    job.origin = source.index
    if not source.keys.chance(source.source.hot_ratio):
        job.key = key_of(source)
    world.note(
        EntryKind.ARRIVE, source.target.index, source.index, job.number, source.source.priority
    )
    stations.deliver(world, job)


def key_of(source: SourceState) -> int:
    """The key of a request: one of its own, or one of so many, the first asked for most.

    Inverts the distribution x^-skew over 1 to keys + 1 (Hormann and Derflinger, Rejection-inversion
    to generate variates from monotone discrete distributions, 1996, without the rejection).
    """
    keys, skew = source.source.keys, source.source.skew
    if not keys:
        return source.keys.word()
    part = source.keys.uniform()
    if skew == 1.0:
        x = exp(part * source.keys_log)
    else:
        x = exp(log(1.0 + part * source.keys_span) / (1.0 - skew))
    return mixed(max(1, min(int(x), keys)))


def change_fault(world: World, change: Change) -> None:
    """A fault begins or ends."""
    named = {state.station.id: state for state in world.stations}
    calls_named = {state.call.id: state for state in world.calls}
    at = named.get(change.target)
    node = at.index if at is not None else 0
    world.note(EntryKind.FAULT, node, change.fault, value=int(change.begins))
    if change.kind is FaultKind.PARTITION:
        for side in change.side:
            named[side].sides ^= 1 << change.fault
            named[side].sides_at = world.now
        return
    if at is None:
        if change.kind is FaultKind.LOSS:
            calls_named[change.target].loss = change.amount if change.begins else 0.0
        return
    _change_station(world, at, change)


def _change_station(world: World, at: StationState, change: Change) -> None:
    match change.kind:
        case FaultKind.CRASH if change.begins:
            stations.crash(world, at)
        case FaultKind.CRASH:
            at.crashed = False
        case FaultKind.PAUSE:
            at.paused = change.begins
            at.pause_ticks += change.ticks if change.begins else 0
            stations.fill(world, at)
        case FaultKind.SLOW:
            at.slowness = change.amount if change.begins else 1.0
        case FaultKind.ERROR:
            at.error = change.amount if change.begins else 0.0
        case FaultKind.LOSS:
            at.loss = change.amount if change.begins else 0.0
        case FaultKind.CAPACITY:
            at.capacity = change.amount if change.begins else 1.0
            stations.fill(world, at)
        case _:
            at.flushed = change.begins
            if change.begins:
                at.store.clear()
