"""A job calls another station: attempts, time-outs, retries, breaker, load balancing."""

from atlas_core.sim.flow.duration import NONE
from atlas_core.sim.flow.entries import RETRY_TOKENS_MAX, EntryKind, Outcome
from atlas_core.sim.flow.model import Balance
from atlas_core.sim.flow.numbers import mixed, whole_ticks
from atlas_core.sim.flow.oracle import station as stations
from atlas_core.sim.flow.oracle.state import (
    CallState,
    Due,
    Job,
    Phase,
    SourceState,
    StationState,
    World,
)
from atlas_core.sim.flow.timeline import ticks_of


def begin(world: World, caller: Job, call: CallState) -> None:
    """The first attempt, unless chance or a cache makes it needless."""
    if not call.luck.chance(call.call.probability):
        return
    if call.call.only_on_miss and caller.hit:
        return
    job = world.job(call.station)
    job.call, job.depth = call, caller.depth + 1
    job.priority, job.key = caller.priority, caller.key
    retry = call.call.retry
    if retry and retry.budget_ratio is not None:
        call.tokens = min(call.tokens + retry.budget_ratio, RETRY_TOKENS_MAX)
    if not call.call.asynchronous:
        job.caller = caller
        caller.pending += 1
    if breaker_lets_through(world, call):
        attempt(world, job, caller.number)
    else:
        world.note(EntryKind.SHORT, call.station.index, call.index, caller.number)
        caller.pending -= 1
        caller.failed = caller.failed or not call.call.optional


def attempt(world: World, job: Job, caller: int) -> None:
    """Send the job to a target; from now on its time-out runs."""
    call = job.call
    assert call is not None
    job.station = pick(world, call, job)
    kind = EntryKind.CALL if job.attempt == 1 else EntryKind.RETRY
    world.note(kind, job.station.index, call.index, job.number, job.number - caller)
    job.station.connections += 1
    if call.call.timeout_s is not None:
        world.plan(world.now + ticks_of(call.call.timeout_s), Due.TIMEOUT, job=job)
    loss = 1.0 - (1.0 - call.call.loss_ratio) * (1.0 - call.loss) * (1.0 - job.station.loss)
    if call.luck.chance(loss):
        job.lost = True
        world.note(EntryKind.LOST, job.station.index, call.index, job.number)
    elif call.call.delay == NONE:
        stations.deliver(world, job)
    else:
        ticks = whole_ticks(call.delay.ticks(call.call.delay))
        world.plan(world.now + ticks, Due.DELIVER, job=job)


def arrived(world: World, job: Job) -> None:
    """A call that took time on the way is there."""
    world.note(EntryKind.DELIVER, job.station.index, operation=job.number)
    stations.deliver(world, job)


def pick(world: World, call: CallState, job: Job) -> StationState:
    """One of the targets, as the call balances; crashed ones are left out once detected."""
    targets = call.targets
    if len(targets) == 1:
        return targets[0]
    seen = world.now - ticks_of(call.call.detection_s)
    alive = [t for t in targets if not (t.crashed and t.crashed_at <= seen)] or list(targets)
    match call.call.balance:
        case Balance.RANDOM:
            return alive[_draw(call, len(alive))]
        case Balance.TWO_CHOICES:
            one, other = alive[_draw(call, len(alive))], alive[_draw(call, len(alive))]
            return other if other.connections < one.connections else one
        case Balance.HASH:
            return alive[mixed(job.key + call.index) % len(alive)]
    turn = call.cursor % len(alive)
    call.cursor += 1
    if call.call.balance is Balance.ROUND_ROBIN:
        return alive[turn]
    from_turn = alive[turn:] + alive[:turn]
    return min(from_turn, key=lambda station: station.connections)


def _draw(call: CallState, count: int) -> int:
    return min(int(call.luck.uniform() * count), count - 1)


def reply(world: World, job: Job, outcome: Outcome) -> Job | None:
    """The station answers `job`. Returns the caller where one of its open calls is now closed."""
    at = job.station
    source = job.source
    if source is not None:
        world.note(EntryKind.DEPART, at.index, source.index, job.number, outcome)
    else:
        assert job.call is not None
        world.note(EntryKind.REPLY, at.index, job.call.index, job.number, outcome)
    job.phase = Phase.OVER
    at.jobs.pop(job.number, None)
    if source is None:
        disconnect(job)
    if job.has_server:
        stations.release(world, job)
    if source is not None:
        think(world, source)
    if source is not None or job.abandoned:
        return None
    return settle(world, job, outcome.good, hit=outcome is Outcome.HIT)


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
    if caller is None or caller.phase is Phase.OVER:
        return None
    if good:
        caller.hit = caller.hit or hit
        return caller
    if retry_later(world, job):
        return None
    caller.failed = caller.failed or not call.call.optional
    return caller


def timed_out(world: World, job: Job) -> None:
    """The caller waits no longer; the callee knows nothing of it and works on."""
    call = job.call
    assert call is not None
    world.note(EntryKind.TIMEOUT, job.station.index, call.index, job.number)
    job.abandoned = True
    disconnect(job)
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
    following = world.job(call.station)
    following.call, following.caller, following.depth = call, job.caller, job.depth
    following.attempt, following.priority, following.key = job.attempt + 1, job.priority, job.key
    world.plan(world.now + whole_ticks(wait), Due.RETRY, job=following)
    return True


def retry_now(world: World, job: Job) -> None:
    """The back-off is over; the caller may be gone, or its breaker open."""
    call, caller = job.call, job.caller
    assert call is not None
    assert caller is not None
    if caller.phase is Phase.OVER:
        return
    if breaker_lets_through(world, call):
        attempt(world, job, caller.number)
        return
    world.note(EntryKind.SHORT, call.station.index, call.index, caller.number)
    caller.failed = caller.failed or not call.call.optional
    stations.resume(world, caller)


def disconnect(job: Job) -> None:
    """The connection is closed, once."""
    if job.connected:
        job.connected = False
        job.station.connections -= 1


def breaker_lets_through(world: World, call: CallState) -> bool:
    """Closed: yes. Open: no. After its time: one probe."""
    if call.call.breaker is None or call.open_until == 0:
        return True
    if world.now < call.open_until or call.probing:
        return False
    call.probing = True
    return True


def count_for_breaker(world: World, call: CallState, good: bool) -> None:
    """Each end of an attempt moves the breaker; while it is open only that of the probe counts."""
    breaker = call.call.breaker
    if breaker is None:
        return
    if call.open_until == 0:
        call.failures = 0 if good else call.failures + 1
        if call.failures < breaker.failures:
            return
    elif not call.probing:
        return
    elif good:
        call.open_until = call.failures = 0
        call.probing = False
        world.note(EntryKind.CLOSED, call.station.index, call.index)
        return
    call.open_until = max(world.now + ticks_of(breaker.open_s), 1)
    call.probing = False
    world.note(EntryKind.OPENED, call.station.index, call.index)
