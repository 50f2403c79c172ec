"""Which of several targets a call goes to."""

from atlas_core.sim.flow.model import Balance
from atlas_core.sim.flow.numbers import mixed
from atlas_core.sim.flow.oracle.state import CallState, Job, StationState, World
from atlas_core.sim.flow.timeline import ticks_of

_MASK = (1 << 64) - 1


def pick(world: World, call: CallState, job: Job) -> StationState:
    """One of the targets, as the call balances; a second copy goes elsewhere if it can.

    Crashed and cut off ones are left out once that is detected, unless all are.
    """
    targets = call.targets
    if len(targets) == 1:
        return targets[0]
    seen = world.now - ticks_of(call.call.detection_s)
    spots = [spot for spot, t in enumerate(targets) if not known_down(call, t, seen)]
    if job.twin is not None:
        first = job.twin.station
        spots = [spot for spot in spots if targets[spot] is not first] or spots
    spots = spots or list(range(len(targets)))
    return targets[_spot(call, job, spots)]


def known_down(call: CallState, target: StationState, seen: int) -> bool:
    """Whether the target had crashed, or was cut off from the caller, by the tick `seen`."""
    if target.crashed and target.crashed_at <= seen:
        return True
    here = call.station
    return target.sides != here.sides and max(target.sides_at, here.sides_at) <= seen


def _spot(call: CallState, job: Job, spots: list[int]) -> int:
    def connections(spot: int) -> int:
        return call.targets[spot].connections

    match call.call.balance:
        case Balance.RANDOM:
            return spots[_draw(call, len(spots))]
        case Balance.TWO_CHOICES:
            one, other = spots[_draw(call, len(spots))], spots[_draw(call, len(spots))]
            return other if connections(other) < connections(one) else one
        case Balance.HASH:
            own = (job.key + call.index) & _MASK
            return max(spots, key=lambda spot: mixed(own ^ mixed(spot + 1)))
        case Balance.FAILOVER:
            return spots[0]
    turn = call.cursor % len(spots)
    call.cursor += 1
    if call.call.balance is Balance.ROUND_ROBIN:
        return spots[turn]
    return min(spots[turn:] + spots[:turn], key=connections)


def _draw(call: CallState, count: int) -> int:
    return min(int(call.luck.uniform() * count), count - 1)
