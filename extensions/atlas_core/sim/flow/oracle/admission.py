"""Whether a station takes a request on at all: rate limit, shedding, full lines."""

from atlas_core.sim.flow.entries import Outcome
from atlas_core.sim.flow.oracle.state import Job, StationState, World


def turned_away(world: World, at: StationState, job: Job) -> Outcome | None:
    """Why the job is refused before it is looked at, or None."""
    limit, shedding = at.station.rate_limit, at.station.shedding
    if limit is not None:
        bucket = at.buckets[job.origin if limit.each_source else 0]
        rate = limit.rate_per_s * 1e-9
        earned = bucket.tokens + (world.now - bucket.at) * rate
        bucket.tokens = min(earned, float(limit.burst))
        bucket.at = world.now
        if bucket.tokens < 1.0:
            return Outcome.LIMITED
        bucket.tokens -= 1.0
    if shedding is not None and shedding.waiting is not None:
        crowded = at.waiting + at.held >= shedding.waiting
        if crowded and job.priority >= shedding.priority:
            return Outcome.SHED
    limited = at.station.queue_max
    if limited is not None and at.held and at.waiting + at.held >= limited:
        return Outcome.REFUSED
    return None


def waited_too_long(world: World, at: StationState, job: Job) -> bool:
    """Whether the job has been in line for longer than the station bears."""
    shedding = at.station.shedding
    if shedding is None or shedding.waited_max_s is None:
        return False
    return world.now - job.queued_at > shedding.waited_max_s * 1e9
