"""A job comes to a station, waits, is served, makes its calls and is answered."""

import math
from collections import deque

from atlas_core.sim.flow.duration import Constant
from atlas_core.sim.flow.entries import DEPTH_MAX, EntryKind, Outcome
from atlas_core.sim.flow.model import Discipline
from atlas_core.sim.flow.numbers import whole_ticks
from atlas_core.sim.flow.oracle import bulkhead, cache
from atlas_core.sim.flow.oracle import call as calls
from atlas_core.sim.flow.oracle.admission import turned_away, waited_too_long
from atlas_core.sim.flow.oracle.scaling import count_busy
from atlas_core.sim.flow.oracle.state import PRIORITIES, Due, Job, Phase, StationState, World


def deliver(world: World, job: Job) -> None:
    """The job is there: it is refused, answered at once, served, or waits."""
    at = job.station
    at.jobs[job.number] = job
    if at.crashed:
        finish(world, job, Outcome.CRASHED)
    elif job.depth > DEPTH_MAX:
        finish(world, job, Outcome.DEEP)
    elif (refusal := turned_away(world, at, job)) is not None:
        finish(world, job, refusal)
    elif at.station.servers is None and at.station.service == Constant(mean_s=0.0):
        if at.paused:
            enqueue(world, at, job)
        else:
            complete(world, job)
    elif can_start(at):
        start(world, job)
    elif at.station.queue_max is not None and at.waiting >= at.station.queue_max:
        finish(world, job, Outcome.REFUSED)
    else:
        enqueue(world, at, job)


def can_start(at: StationState) -> bool:
    """Whether a server is free."""
    if at.paused or at.crashed:
        return False
    return at.servers is None or at.busy < math.ceil(at.servers * at.capacity)


def enqueue(world: World, at: StationState, job: Job) -> None:
    """The job waits, in the line of its priority or of its source where these count."""
    level = 0
    if at.station.discipline is Discipline.PRIORITY:
        level = job.priority
    elif at.station.discipline is Discipline.FAIR:
        level = job.origin % PRIORITIES
    at.queues[level].append(job)
    at.waiting += 1
    job.phase = Phase.QUEUED
    job.queued_at = world.now


def dequeue(at: StationState) -> Job:
    """The job that is next leaves its line."""
    discipline = at.station.discipline
    first = at.turn if discipline is Discipline.FAIR else 0
    levels = ((first + step) % PRIORITIES for step in range(PRIORITIES))
    level = next(level for level in levels if at.queues[level])
    queue: deque[Job] = at.queues[level]
    at.turn = (level + 1) % PRIORITIES
    at.waiting -= 1
    return queue.pop() if discipline is Discipline.LIFO else queue.popleft()


def fill(world: World, at: StationState) -> None:
    """Free servers take jobs that wait."""
    while at.waiting and can_start(at):
        job = dequeue(at)
        if waited_too_long(world, at, job):
            job.phase = Phase.AWAY
            finish(world, job, Outcome.SHED)
        elif at.station.servers is None and at.station.service == Constant(mean_s=0.0):
            job.phase = Phase.AWAY
            complete(world, job)
        else:
            start(world, job)


def start(world: World, job: Job) -> None:
    """A server begins."""
    at = job.station
    count_busy(world, at)
    at.busy += 1
    job.has_server = True
    job.phase = Phase.SERVING
    job.paused = at.pause_ticks
    world.note(EntryKind.START, at.index, operation=job.number)
    ticks = whole_ticks(at.service.ticks(at.station.service) * at.slowness * job.work)
    world.plan(world.now + ticks, Due.COMPLETE, job=job)


def complete(world: World, job: Job) -> None:
    """The own service is over, unless the station stood still meanwhile: that is owed."""
    at = job.station
    if job.phase is Phase.SERVING and at.pause_ticks > job.paused:
        owed = at.pause_ticks - job.paused
        job.paused = at.pause_ticks
        world.plan(world.now + owed, Due.COMPLETE, job=job)
        return
    error = 1.0 - (1.0 - at.station.error_ratio) * (1.0 - at.error)
    if at.luck.chance(error):
        finish(world, job, Outcome.ERROR)
    elif _is_hit(world, at, job):
        finish(world, job, Outcome.HIT)
    elif at.station.cache is not None and cache.waits_for_another(at, at.station.cache, job):
        _leave_server(world, job)
        cache.park(world, at, job)
    else:
        missed(world, job)


def missed(world: World, job: Job) -> None:
    """No cache has the answer: it takes the station's calls, where there are any."""
    at = job.station
    if not at.stages:
        finish(world, job, Outcome.OK)
        return
    if job.phase is not Phase.CALLING:
        _leave_server(world, job)
    if at.station.cache is not None:
        job.fills = at
    outcome = advance(world, job)
    if outcome is not None:
        finish(world, job, outcome)


def _is_hit(world: World, at: StationState, job: Job) -> bool:
    if at.station.cache is not None:
        return cache.finds(world, at, job.key)
    return at.luck.chance(0.0 if at.flushed else at.station.hit_ratio)


def _leave_server(world: World, job: Job) -> None:
    """The own service is over; what follows is waiting."""
    at = job.station
    world.note(EntryKind.SERVED, at.index, operation=job.number)
    job.phase = Phase.CALLING
    if job.has_server and not at.station.holds_server:
        release(world, job)


def release(world: World, job: Job) -> None:
    """The server is free for the next."""
    job.has_server = False
    count_busy(world, job.station)
    job.station.busy -= 1
    fill(world, job.station)


def advance(world: World, job: Job) -> Outcome | None:
    """Make the calls of the next stages, until one has to be waited for."""
    while True:
        if job.failed:
            return Outcome.FAILED
        if job.stage == len(job.station.stages):
            return Outcome.OK
        stage = job.station.stages[job.stage]
        job.stage += 1
        job.pending = 1  # so that answers at once don't end the stage while it begins
        for call in stage:
            calls.begin(world, job, call)
        job.pending -= 1
        if job.pending:
            return None


def finish(world: World, job: Job, outcome: Outcome) -> None:
    """Answer the job, and with it every caller that waited for nothing else."""
    ready: Job | None = job
    answer: Outcome | None = outcome
    while ready is not None and answer is not None:
        ready = calls.reply(world, ready, answer)
        answer = one_call_less(world, ready)


def resume(world: World, caller: Job | None) -> None:
    """One of the caller's open calls is closed; it goes on where that was the last."""
    answer = one_call_less(world, caller)
    if caller is not None and answer is not None:
        finish(world, caller, answer)


def one_call_less(world: World, caller: Job | None) -> Outcome | None:
    """The caller's answer where it has waited for its last call."""
    if caller is None:
        return None
    caller.pending -= 1
    return advance(world, caller) if caller.pending == 0 else None


def crash(world: World, at: StationState) -> None:
    """Everything that the station holds is answered as crashed, oldest first."""
    at.crashed = True
    at.crashed_at = world.now
    for queue in at.queues:
        queue.clear()
    at.waiting = 0
    at.store.clear()
    at.flights.clear()
    for stage in at.stages:
        for call in stage:
            bulkhead.empty(call)
    for job in list(at.jobs.values()):
        if job.phase is not Phase.OVER:
            finish(world, job, Outcome.CRASHED)
