"""Calls in flight are counted, and those that are too many wait in line at their caller."""

from atlas_core.sim.flow.entries import EntryKind
from atlas_core.sim.flow.oracle import call as calls
from atlas_core.sim.flow.oracle.state import CallState, Due, Job, Phase, World


def send(world: World, job: Job) -> bool:
    """Make the attempt, or put it in line; False where the line is full."""
    call = job.call
    assert call is not None
    bulkhead = call.call.bulkhead
    if bulkhead is None or (call.in_flight < bulkhead.in_flight_max and not call.line):
        calls.attempt(world, job)
        return True
    if bulkhead.line_max is not None and len(call.line) >= bulkhead.line_max:
        world.note(EntryKind.DENIED, call.station.index, call.index, job.parent)
        return False
    world.note(EntryKind.HELD, call.station.index, call.index, job.number)
    call.line.append(job)
    call.station.held += 1
    return True


def over(world: World, job: Job) -> None:
    """An attempt is in flight no more: its answer is there, or nobody waits for it."""
    call = job.call
    if not job.in_flight or call is None:
        return
    job.in_flight = False
    call.in_flight -= 1
    if call.line and not call.waking:
        call.waking = True
        world.plan(world.now, Due.WAKE, index=call.index)


def wake(world: World, call: CallState) -> None:
    """Whoever is first in line goes, as long as there is room."""
    call.waking = False
    bulkhead = call.call.bulkhead
    assert bulkhead is not None
    while call.line and call.in_flight < bulkhead.in_flight_max:
        job = call.line.popleft()
        call.station.held -= 1
        calls.attempt(world, job)


def empty(call: CallState) -> None:
    """The caller has crashed, and with it all that was in line."""
    for job in call.line:
        job.phase = Phase.OVER
    call.station.held -= len(call.line)
    call.line.clear()
