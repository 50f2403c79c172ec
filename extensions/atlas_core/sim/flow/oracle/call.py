"""A job calls another station: attempts, time-outs, retries, hedges, breaker, dead letters."""

from atlas_core.sim.flow.duration import NONE
from atlas_core.sim.flow.entries import RETRY_TOKENS_MAX, EntryKind, Outcome
from atlas_core.sim.flow.numbers import whole_ticks
from atlas_core.sim.flow.oracle import bulkhead, cache
from atlas_core.sim.flow.oracle import station as stations
from atlas_core.sim.flow.oracle.balance import pick
from atlas_core.sim.flow.oracle.breaker import count_for_breaker, lets_through
from atlas_core.sim.flow.oracle.state import CallState, Due, Job, Phase, SourceState, World
from atlas_core.sim.flow.timeline import ticks_of


def begin(world: World, caller: Job, call: CallState) -> None:
    """The first attempt, unless chance or a cache makes it needless."""
    if not call.luck.chance(call.call.probability):
        return
    if call.call.only_on_miss and caller.hit:
        return
    job = world.job(call.station)
    job.call, job.depth, job.parent = call, caller.depth + 1, caller.number
    job.follow(caller)
    retry = call.call.retry
    if retry and retry.budget_ratio is not None:
        call.tokens = min(call.tokens + retry.budget_ratio, RETRY_TOKENS_MAX)
    if not call.call.asynchronous:
        job.caller = caller
        caller.pending += 1
    if not lets_through(world, call):
        world.note(EntryKind.SHORT, call.station.index, call.index, caller.number)
    elif bulkhead.send(world, job):
        return
    if call.call.asynchronous:
        give_up(world, job)
        return
    caller.pending -= 1
    caller.failed = caller.failed or not call.call.optional


def attempt(world: World, job: Job) -> None:
    """Send the job to a target; from now on its time-out runs."""
    call = job.call
    assert call is not None
    job.station = pick(world, call, job)
    kind = EntryKind.CALL if job.attempt == 1 else EntryKind.RETRY
    kind = EntryKind.HEDGE if job.is_hedge else kind
    world.note(kind, job.station.index, call.index, job.number, job.number - job.parent)
    job.station.connections += 1
    job.in_flight = True
    call.in_flight += 1
    if call.call.timeout_s is not None:
        world.plan(world.now + ticks_of(call.call.timeout_s), Due.TIMEOUT, job=job)
    if call.call.hedge_s is not None and not job.is_hedge:
        world.plan(world.now + ticks_of(call.call.hedge_s), Due.HEDGE, job=job)
    cut = job.station.sides != call.station.sides
    loss = 1.0 - (1.0 - call.call.loss_ratio) * (1.0 - call.loss) * (1.0 - job.station.loss)
    if cut or call.luck.chance(loss):
        world.note(EntryKind.LOST, job.station.index, call.index, job.number)
        lost(world, job)
    elif call.call.delay == NONE:
        stations.deliver(world, job)
    else:
        ticks = whole_ticks(call.delay.ticks(call.call.delay))
        world.plan(world.now + ticks, Due.DELIVER, job=job)


def lost(world: World, job: Job) -> None:
    """A call or its answer is gone: only a time-out ends it, or nothing where nobody waits."""
    assert job.call is not None
    job.lost = True
    job.phase = Phase.AWAY
    if job.call.call.asynchronous and job.call.call.timeout_s is None:
        job.phase = Phase.OVER
        disconnect(job)
        bulkhead.over(world, job)


def arrived(world: World, job: Job) -> None:
    """A call that took time on the way is there."""
    world.note(EntryKind.DELIVER, job.station.index, operation=job.number)
    stations.deliver(world, job)


def reply(world: World, job: Job, outcome: Outcome) -> Job | None:
    """The station answers `job`. Returns the caller where one of its open calls is now closed."""
    at, call, source = job.station, job.call, job.source
    if source is not None:
        world.note(EntryKind.DEPART, at.index, source.index, job.number, outcome)
    else:
        assert call is not None
        world.note(EntryKind.REPLY, at.index, call.index, job.number, outcome)
    job.phase = Phase.OVER
    at.jobs.pop(job.number, None)
    cut = call is not None and not job.abandoned and at.sides != call.station.sides
    if call is not None and not cut:
        disconnect(job)
        bulkhead.over(world, job)
    if job.has_server:
        stations.release(world, job)
    if job.fills is not None:
        cache.land(world, job.fills, job.key, outcome.good)
    missed = at.station.cache is not None and outcome is Outcome.OK and not at.stages
    if missed and not _fills_later(job, cut=cut):
        cache.land(world, at, job.key, good=False)
    if source is not None:
        think(world, source)
        return None
    if cut:
        assert call is not None
        world.note(EntryKind.LOST, at.index, call.index, job.number)
        lost(world, job)
        return None
    if job.abandoned:
        return None
    return settle(world, job, outcome.good, hit=outcome is Outcome.HIT)


def _fills_later(job: Job, *, cut: bool) -> bool:
    """Whether the caller of a cache that had no answer hears of it, and fills it in the end."""
    caller = job.caller
    if cut or job.abandoned or caller is None or caller.phase is Phase.OVER or caller.fills:
        return False
    caller.fills = job.station
    return True


def think(world: World, source: SourceState) -> None:
    """A user of a closed source sends the next request after a while."""
    if source.think is not None:
        ticks = whole_ticks(source.gaps.ticks(source.think))
        world.plan(world.now + ticks, Due.THINK, index=source.index)


def settle(world: World, job: Job, good: bool, hit: bool = False) -> Job | None:
    """What an attempt's end means for its caller: success, another attempt, or failure."""
    call, caller = job.call, job.caller
    assert call is not None
    count_for_breaker(world, call, good)
    if other_copy_decides(world, job, good):
        return None
    if call.call.asynchronous:
        if not good and not retry_later(world, job):
            give_up(world, job)
        return None
    if caller is None or caller.phase is Phase.OVER:
        return None
    if good:
        caller.hit = caller.hit or hit
        return caller
    if retry_later(world, job):
        return None
    caller.failed = caller.failed or not call.call.optional
    return caller


def other_copy_decides(world: World, job: Job, good: bool) -> bool:
    """Of a hedged attempt: a failure waits for the other copy, a good answer makes it needless."""
    twin = job.twin
    if twin is None:
        return False
    job.twin = twin.twin = None
    if not good:
        return True
    twin.abandoned = True
    disconnect(twin)
    bulkhead.over(world, twin)
    if twin.lost:
        twin.phase = Phase.OVER
    return False


def hedge_now(world: World, job: Job) -> None:
    """No answer for a while: a second copy goes out, where the bulkhead has room."""
    call, caller = job.call, job.caller
    assert call is not None
    bulk = call.call.bulkhead
    full = bulk is not None and call.in_flight >= bulk.in_flight_max
    if job.abandoned or full or caller is None or caller.phase is Phase.OVER:
        return
    copy = _next(world, job)
    copy.attempt, copy.is_hedge = job.attempt, True
    job.twin, copy.twin = copy, job
    attempt(world, copy)


def _next(world: World, job: Job) -> Job:
    """Another job of the same call for the same caller."""
    assert job.call is not None
    following = world.job(job.call.station)
    following.call, following.caller, following.depth = job.call, job.caller, job.depth
    following.parent, following.attempt = job.parent, job.attempt + 1
    following.follow(job)
    return following


def give_up(world: World, job: Job) -> None:
    """A message has failed for the last time: it is lost, or goes to its dead-letter station."""
    call = job.call
    assert call is not None
    if call.dead_letter is None:
        return
    dead = world.job(call.dead_letter)
    dead.call, dead.depth, dead.parent = call, job.depth + 1, job.number
    dead.follow(job)
    dead.abandoned, dead.connected = True, False
    world.note(
        EntryKind.DEAD, dead.station.index, call.index, dead.number, dead.number - job.number
    )
    stations.deliver(world, dead)


def timed_out(world: World, job: Job) -> None:
    """The caller waits no longer; the callee knows nothing of it and works on."""
    call = job.call
    assert call is not None
    if job.abandoned:
        return
    world.note(EntryKind.TIMEOUT, job.station.index, call.index, job.number)
    job.abandoned = True
    disconnect(job)
    bulkhead.over(world, job)
    if job.lost:
        job.phase = Phase.OVER
    stations.resume(world, settle(world, job, good=False))


def retry_later(world: World, job: Job) -> bool:
    """Plan the next attempt where the policy and its budget allow one."""
    call = job.call
    assert call is not None
    retry = call.call.retry
    if retry is None or job.attempt >= retry.attempts_max:
        return False
    if retry.budget_ratio is not None:
        if call.tokens < 1.0:
            return False
        call.tokens -= 1.0
    wait = retry.backoff_s * 1e9
    for _ in range(job.attempt - 1):
        wait = wait * retry.factor
    wait = min(wait, retry.backoff_max_s * 1e9)
    if retry.jitter_ratio > 0.0:
        wait = wait * (1.0 - retry.jitter_ratio * call.luck.uniform())
    world.plan(world.now + whole_ticks(wait), Due.RETRY, job=_next(world, job))
    return True


def retry_now(world: World, job: Job) -> None:
    """The back-off is over; the caller may be gone, its breaker open, or its bulkhead full."""
    call, caller = job.call, job.caller
    assert call is not None
    if call.call.asynchronous:
        if not call.station.crashed and not bulkhead.send(world, job):
            give_up(world, job)
        return
    assert caller is not None
    if caller.phase is Phase.OVER:
        return
    if not lets_through(world, call):
        world.note(EntryKind.SHORT, call.station.index, call.index, caller.number)
    elif bulkhead.send(world, job):
        return
    caller.failed = caller.failed or not call.call.optional
    stations.resume(world, caller)


def disconnect(job: Job) -> None:
    """The connection is closed, once."""
    if job.connected:
        job.connected = False
        job.station.connections -= 1
