"""A job comes to a station, waits, is served, makes its calls and is answered."""

import math
from collections import deque

from atlas_core.sim.flow.duration import Constant
from atlas_core.sim.flow.entries import DEPTH_MAX, EntryKind, Outcome
from atlas_core.sim.flow.model import Discipline
from atlas_core.sim.flow.numbers import whole_ticks
from atlas_core.sim.flow.oracle import call as calls
from atlas_core.sim.flow.oracle.state import Due, Job, Phase, StationState, World


def deliver(world: World, job: Job) -> None:
    """The job is there: it is refused, answered at once, served, or waits."""
    at = job.station
    at.jobs[job.number] = job
    if at.crashed:
        finish(world, job, Outcome.CRASHED)
    elif job.depth > DEPTH_MAX:
        finish(world, job, Outcome.DEEP)
    elif at.station.servers is None and at.station.service == Constant(mean_s=0.0):
        if at.paused:
            enqueue(at, job)
        else:
            complete(world, job)
    elif can_start(at):
        start(world, job)
    elif at.station.queue_max is not None and at.waiting >= at.station.queue_max:
        finish(world, job, Outcome.REFUSED)
    else:
        enqueue(at, job)


def can_start(at: StationState) -> bool:
    """Whether a server is free."""
    if at.paused or at.crashed:
        return False
    servers = at.station.servers
    return servers is None or at.busy < math.ceil(servers * at.capacity)


def enqueue(at: StationState, job: Job) -> None:
    """The job waits; only a station with priorities has more than its first queue."""
    level = job.priority if at.station.discipline is Discipline.PRIORITY else 0
    at.queues[level].append(job)
    at.waiting += 1
    job.phase = Phase.QUEUED


def fill(world: World, at: StationState) -> None:
    """Free servers take jobs that wait."""
    while at.waiting and can_start(at):
        queue: deque[Job] = next(queue for queue in at.queues if queue)
        lifo = at.station.discipline is Discipline.LIFO
        job = queue.pop() if lifo else queue.popleft()
        at.waiting -= 1
        if at.station.servers is None and at.station.service == Constant(mean_s=0.0):
            job.phase = Phase.AWAY
            complete(world, job)
        else:
            start(world, job)


def start(world: World, job: Job) -> None:
    """A server begins."""
    at = job.station
    at.busy += 1
    job.has_server = True
    job.phase = Phase.SERVING
    job.paused = at.pause_ticks
    world.note(EntryKind.START, at.index, operation=job.number)
    ticks = whole_ticks(at.service.ticks(at.station.service) * at.slowness)
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
    elif at.luck.chance(0.0 if at.flushed else at.station.hit_ratio):
        finish(world, job, Outcome.HIT)
    elif not at.stages:
        finish(world, job, Outcome.OK)
    else:
        world.note(EntryKind.SERVED, at.index, operation=job.number)
        job.phase = Phase.CALLING
        if job.has_server and not at.station.holds_server:
            release(world, job)
        outcome = advance(world, job)
        if outcome is not None:
            finish(world, job, outcome)


def release(world: World, job: Job) -> None:
    """The server is free for the next."""
    job.has_server = False
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
    for job in list(at.jobs.values()):
        if job.phase is not Phase.OVER:
            finish(world, job, Outcome.CRASHED)
