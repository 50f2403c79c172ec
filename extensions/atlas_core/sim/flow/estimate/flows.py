"""How many requests a second come to each station, before anything is simulated.

Calls multiply or thin out the stream: probability, caches, several targets, errors that end a
request early, attempts that are repeated. Calls that come back in a circle converge, because
`validation` has refused circles that never end.
"""

from dataclasses import dataclass

from atlas_core.sim.flow.duration import mean_s, scv
from atlas_core.sim.flow.estimate.queueing import departure_scv
from atlas_core.sim.flow.model import (
    Bursts,
    Call,
    Closed,
    FlowModel,
    Regular,
    Source,
    Station,
    Steps,
)

_PASSES_MAX = 200
_CONVERGED = 1e-10


@dataclass(slots=True)
class Flow:
    """What comes to a station: requests a second, and how unsteadily (`scv`, 1 for Poisson)."""

    rate: float = 0.0
    scv: float = 1.0
    failing: float = 0.0  # share of its answers that are failures


@dataclass(slots=True)
class Share:
    """A call as seen by its caller: how often it is made for each request, and its attempts."""

    call: Call
    stage: int
    made: float = 0.0
    attempts: float = 1.0
    failing: float = 0.0


@dataclass(slots=True)
class Flows:
    """All of them. `order` lists the stations so that callers come before callees."""

    stations: dict[str, Flow]
    shares: dict[str, list[Share]]
    order: list[Station]
    circular: bool = False


def source_rate(source: Source, duration_s: float) -> tuple[float, float, float]:
    """Mean rate, its scv, and the highest rate over the mean."""
    match source.arrivals:
        case Closed(users=users, think=think):
            return users / max(mean_s(think), 1e-9), 1.0, 1.0
        case Regular(rate_per_s=rate):
            return rate, 0.0, 1.0
        case Steps(steps=steps):
            ends = [start for start, _ in steps[1:]] + [max(duration_s, steps[-1][0])]
            spans = [
                (rate, max(0.0, min(end, duration_s) - start))
                for (start, rate), end in zip(steps, ends, strict=True)
            ]
            mean = sum(rate * span for rate, span in spans) / duration_s
            return mean, 1.0, max(rate for rate, _ in spans) / mean if mean else 1.0
        case Bursts(rate_per_s=rate, burst_per_s=burst, every_s=every, lasts_s=lasts):
            mean = rate + (burst - rate) * lasts / every
            return mean, 1.0, max(rate, burst) / mean if mean else 1.0
        case arrivals:
            return arrivals.rate_per_s, 1.0, 1.0


def shares_of(station: Station, flows: dict[str, Flow], hits: dict[str, float]) -> list[Share]:
    """How often the station makes each of its calls for one request."""
    found: list[Share] = []
    if not station.stages:
        return found
    reached = (1 - station.error_ratio) * (1 - station.hit_ratio)
    missed = 1.0
    for index, stage in enumerate(station.stages):
        still, unhit = reached, missed
        for call in stage:
            made = reached * call.probability * (missed if call.only_on_miss else 1.0)
            single, hit = _answers(call.targets, flows, hits)
            single = 1 - (1 - single) * (1 - call.loss_ratio)
            failing, attempts = single, 1.0
            if call.retry:
                tries = call.retry.attempts_max
                failing = single**tries
                attempts = tries if single >= 1 else (1 - failing) / (1 - single)
            found.append(
                Share(call=call, stage=index, made=made, attempts=attempts, failing=failing)
            )
            if not call.asynchronous:
                unhit *= 1 - call.probability * hit
                if not call.optional:
                    still *= 1 - call.probability * failing
        reached, missed = still, unhit
    return found


def _answers(
    targets: tuple[str, ...], flows: dict[str, Flow], hits: dict[str, float]
) -> tuple[float, float]:
    """The mean shares of failures and of cache hits over the targets."""
    if len(targets) == 1:  # nearly always, and sums over one cost most of an estimate
        return flows[targets[0]].failing, hits[targets[0]]
    count = len(targets)
    failing = sum(flows[target].failing for target in targets) / count
    return failing, sum(hits[target] for target in targets) / count


def failing_of(station: Station, shares: list[Share]) -> float:
    """The share of the station's answers that are failures."""
    good = 1.0
    for share in shares:
        if not share.call.asynchronous and not share.call.optional:
            good *= 1 - share.call.probability * share.failing
    return 1 - (1 - station.error_ratio) * (station.hit_ratio + (1 - station.hit_ratio) * good)


def ordered(model: FlowModel) -> tuple[list[Station], bool]:
    """Callers before callees as far as that goes, and whether calls go in a circle."""
    named = {station.id: station for station in model.stations}
    callers = dict.fromkeys(named, 0)
    for station in model.stations:
        for stage in station.stages:
            for call in stage:
                for target in call.targets:
                    callers[target] += 1
    ready = [station for station in model.stations if callers[station.id] == 0]
    order: list[Station] = []
    while ready:
        station = ready.pop()
        order.append(station)
        for stage in station.stages:
            for call in stage:
                for target in call.targets:
                    callers[target] -= 1
                    if callers[target] == 0:
                        ready.append(named[target])
    circular = len(order) < len(named)
    if circular:
        placed = {station.id for station in order}
        order += [station for station in model.stations if station.id not in placed]
    return order, circular


def flows_of(model: FlowModel, rates: dict[str, tuple[float, float]]) -> Flows:
    """The flow to each station; `rates` gives rate and scv of each source."""
    order, circular = ordered(model)
    flows = {station.id: Flow() for station in order}
    hits = {station.id: station.hit_ratio for station in order}
    shares: dict[str, list[Share]] = {}
    for _ in range(_PASSES_MAX):
        before = [flow.rate for flow in flows.values()] if circular else []
        for station in reversed(order):
            shares[station.id] = own = shares_of(station, flows, hits)
            flows[station.id].failing = failing_of(station, own) if own else station.error_ratio
        _spread(model, order, flows, shares, rates, circular=circular)
        if not circular:
            break
        after = [flow.rate for flow in flows.values()]
        if all(abs(a - b) <= _CONVERGED * max(a, 1.0) for a, b in zip(after, before, strict=True)):
            break
    found = Flows(stations=flows, shares=shares, order=order, circular=circular)
    if not circular:
        _steadiness(model, found, rates)
    return found


def _steadiness(model: FlowModel, flows: Flows, rates: dict[str, tuple[float, float]]) -> None:
    """The scv of what comes to each station: streams that are split, served and put together."""
    weighted = dict.fromkeys(flows.stations, 0.0)  # rate times scv, over all that comes
    for source in model.sources:
        rate, own = rates[source.id]
        weighted[source.target] += rate * own
    for station in flows.order:
        flow = flows.stations[station.id]
        if flow.rate > 0:
            flow.scv = weighted[station.id] / flow.rate
        shares = flows.shares[station.id]
        if not shares:
            continue
        leaving = flow.scv
        if station.servers is not None:
            busy = min(flow.rate * mean_s(station.service) / station.servers, 1.0)
            leaving = departure_scv(station.servers, busy, flow.scv, scv(station.service))
        for share in shares:
            part = share.made * share.attempts / len(share.call.targets)
            split = min(part, 1.0)
            for target in share.call.targets:
                weighted[target] += flow.rate * part * (split * leaving + 1 - split)


def _spread(
    model: FlowModel,
    order: list[Station],
    flows: dict[str, Flow],
    shares: dict[str, list[Share]],
    rates: dict[str, tuple[float, float]],
    *,
    circular: bool,
) -> None:
    """Add up what comes to each station from sources and callers."""
    coming = dict.fromkeys(flows, 0.0)
    for source in model.sources:
        coming[source.target] += rates[source.id][0]
    for station in order:
        flow = flows[station.id]
        if not circular:
            flow.rate = coming[station.id]
        for share in shares[station.id]:
            each = flow.rate * share.made * share.attempts / len(share.call.targets)
            for target in share.call.targets:
                coming[target] += each
    if circular:
        for station in order:
            flows[station.id].rate = coming[station.id]
