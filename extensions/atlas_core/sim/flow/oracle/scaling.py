"""An autoscaler: it looks at how busy a station was, and new servers take a while to come."""

import math

from atlas_core.sim.flow.entries import EntryKind
from atlas_core.sim.flow.oracle import station as stations
from atlas_core.sim.flow.oracle.state import Due, StationState, World
from atlas_core.sim.flow.timeline import ticks_of

STATION_BITS = 20


def count_busy(world: World, at: StationState) -> None:
    """Add up the time of busy servers; called before their number changes."""
    at.busy_ticks += (world.now - at.busy_at) * at.busy
    at.busy_at = world.now


def look(world: World, at: StationState) -> None:
    """Decide how many servers there should be, and look again later."""
    scaling = at.station.scaling
    assert scaling is not None
    assert at.servers is not None
    count_busy(world, at)
    every = ticks_of(scaling.every_s)
    wanted = math.ceil(at.busy_ticks / every / scaling.target)
    wanted = min(max(wanted, scaling.servers_min), scaling.servers_max)
    at.busy_ticks = 0
    more = wanted - at.servers - at.growing
    if more > 0:
        at.growing += more
        index = more << STATION_BITS | at.index
        world.plan(world.now + ticks_of(scaling.lag_s), Due.GROW, index=index)
    elif wanted < at.servers and not at.growing:
        at.servers = wanted
        world.note(EntryKind.SCALED, at.index, value=wanted)
    world.plan(world.now + every, Due.SCALE, index=at.index)


def grow(world: World, at: StationState, more: int) -> None:
    """New servers are ready."""
    assert at.servers is not None
    at.growing -= more
    at.servers += more
    world.note(EntryKind.SCALED, at.index, value=at.servers)
    stations.fill(world, at)
