"""A circuit breaker: what it lets through, and what opens and closes it."""

from atlas_core.sim.flow.entries import EntryKind
from atlas_core.sim.flow.oracle.state import CallState, World
from atlas_core.sim.flow.timeline import ticks_of


def lets_through(world: World, call: CallState) -> bool:
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
