"""The analytic estimate of a model without faults, in microseconds instead of a simulation.

Exact in the long run for M/M/c stations and open networks of them (Jackson 1957), and for M/G/1;
an approximation elsewhere, and the error bar grows with each thing that theory only approximates.
The bar also covers that a run of finite length is itself only a sample.
"""

from dataclasses import dataclass
from typing import NamedTuple

from atlas_core.sim.flow.duration import mean_s, scv
from atlas_core.sim.flow.estimate.beyond import unestimated
from atlas_core.sim.flow.estimate.closed import closed_rate
from atlas_core.sim.flow.estimate.flows import Flow, Flows, Share, flows_of, source_rate
from atlas_core.sim.flow.estimate.queueing import (
    limited_queue,
    longest_s,
    sampling_error,
    waiting_s,
)
from atlas_core.sim.flow.model import Closed, FlowModel, Station

_SERVERS_MAX = 2000


class StationEstimate(NamedTuple):  # made faster than a frozen dataclass, ten times a slider move
    """One station in the long run: shares 0 to 1, seconds, requests a second."""

    id: str
    rate_per_s: float
    utilisation: float
    waiting_s: float
    response_s: float
    failed_ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """The whole model: `response_s` is the mean over all requests, and lies between `low_s` and
    `high_s` in a run of the given length. `overloaded` names stations that can't keep up: then
    there is no response time, it grows as long as the run lasts. `because` says what widened
    the bar, one sentence each.
    """

    response_s: float | None
    low_s: float
    high_s: float | None
    throughput_per_s: float
    failed_ratio: float
    stations: tuple[StationEstimate, ...]
    overloaded: tuple[str, ...]
    because: tuple[str, ...]


@dataclass(slots=True)
class _Found:
    """A station while the estimate is made; `loose` is its relative error."""

    waiting: float = 0.0
    response: float = 0.0
    utilisation: float = 0.0
    refused: float = 0.0
    loose: float = 0.0


def estimate(model: FlowModel, duration_s: float = 3600.0) -> Estimate:
    """Estimate a model that `validation` found sound, for a run of `duration_s`."""
    because: dict[str, None] = {}
    rates: dict[str, tuple[float, float]] = {}
    peak = 1.0
    for source in model.sources:
        rate, unsteady, highest = source_rate(source, duration_s)
        rates[source.id] = (rate, unsteady)
        peak = max(peak, highest)
    if any(isinstance(source.arrivals, Closed) for source in model.sources):
        because["Users who wait for their answers are approximated."] = None
        rates = closed_rate(model, rates)
    flows = flows_of(model, rates)
    found = _stations(flows, duration_s, because)
    overloaded = tuple(
        station.id
        for station in model.stations
        if station.queue_max is None and found[station.id].utilisation >= 1
    )
    left_out = unestimated(model)
    if left_out:
        because[f"{left_out} can't be estimated; run it."] = None
    if peak > 1.001:
        because["The load changes; its mean is used, and the bar reaches to its peak."] = None
    return _whole(
        model,
        flows,
        found,
        rates,
        overloaded=overloaded,
        because=tuple(because),
        peak=peak,
        duration_s=duration_s,
        left_out=left_out,
    )


def _stations(flows: Flows, duration_s: float, because: dict[str, None]) -> dict[str, _Found]:
    found: dict[str, _Found] = {}
    if flows.circular:
        found = {station.id: _Found() for station in flows.order}
        because["Calls that come back are taken as independent of each other."] = None
    for _ in range(20 if flows.circular else 1):
        for station in reversed(flows.order):
            shares = flows.shares[station.id]
            calls = _calls(shares, found, because) if shares else (0.0, 0.0)
            found[station.id] = _station(
                station, flows.stations[station.id], calls, duration_s, because
            )
    return found


def _calls(
    shares: list[Share], found: dict[str, _Found], because: dict[str, None]
) -> tuple[float, float]:
    """The mean time that a request spends in calls, and its error in seconds."""
    total = error = 0.0
    by_stage: dict[int, list[tuple[float, float, float]]] = {}
    for share in shares:
        if not share.call.asynchronous:
            one, loose = _call(share, found, because)
            by_stage.setdefault(share.stage, []).append((share.made, one, loose))
    for parts in by_stage.values():
        if len(parts) > 1:
            because["Parallel calls are taken as independent and exponential."] = None
            time = longest_s([made * one for made, one, _ in parts])
            total += time
            error += sum(made * loose for made, _, loose in parts) + 0.3 * time
        else:
            made, one, loose = parts[0]
            total += made * one
            error += made * loose
    return total, error


def _call(share: Share, found: dict[str, _Found], because: dict[str, None]) -> tuple[float, float]:
    """The mean time of one call with all of its attempts, and its error in seconds."""
    call = share.call
    at = found[call.targets[0]]
    one, loose = mean_s(call.delay) + at.response, at.response * at.loose
    if len(call.targets) > 1:
        targets = [found[target] for target in call.targets]
        one = mean_s(call.delay) + sum(t.response for t in targets) / len(targets)
        loose = sum(t.response * t.loose for t in targets) / len(targets)
        because["Balanced calls are taken as if each target had a random part."] = None
        loose += 0.1 * one
    if call.timeout_s is not None and one > 0.15 * call.timeout_s:
        because["Time-outs are near the response times and may cut or repeat calls."] = None
        loose += one
    if share.attempts > 1 and call.retry:
        because["The time between attempts is taken at its mean."] = None
        extra = share.attempts - 1
        wait = call.retry.backoff_s * (1 - call.retry.jitter_ratio / 2)
        loose += extra * (one + wait) * 0.5
        one += extra * (one + wait)
    return one, loose


def _station(
    station: Station,
    flow: Flow,
    calls: tuple[float, float],
    duration_s: float,
    because: dict[str, None],
) -> _Found:
    own, spread = mean_s(station.service), scv(station.service)
    held, loose_s = own, calls[1]
    if station.holds_server and station.stages:
        because["Servers that are kept during calls are taken as busy for their mean time."] = None
        held, spread = own + calls[0], max(spread, 1.0)
    if station.servers is None or held == 0:
        return _Found(response=own + calls[0], loose=_share(loose_s, own + calls[0]))
    utilisation = flow.rate * held / station.servers
    refused = 0.0
    servers = min(station.servers, _SERVERS_MAX)
    rate = flow.rate * servers / station.servers
    if station.queue_max is not None:
        refused, waiting = limited_queue(servers, rate, held, min(station.queue_max, 20_000))
        unsteady = abs((flow.scv + spread) / 2 - 1)
        if unsteady > 1e-9:
            because["A limited queue is taken as if all times were exponential."] = None
            waiting *= (flow.scv + spread) / 2
            loose_s += (0.3 + unsteady) * waiting + 0.1 * held
    elif utilisation >= 1:
        waiting = 0.0
    else:
        waiting = waiting_s(servers, rate, held, flow.scv, spread)
        served = flow.rate * duration_s
        loose_s += 3 * waiting * sampling_error(utilisation, served, (1 + spread) / 2)
        unsteady = abs(flow.scv - 1.0)
        if unsteady > 1e-9 or (spread != 1.0 and servers > 1):
            because["Waiting with unsteady arrivals or service is approximated."] = None
            loose_s += (0.2 + 0.6 * unsteady) * waiting
    if station.holds_server and station.stages:
        loose_s += 0.5 * waiting + 0.1 * calls[0]
    response = waiting + own + calls[0]
    if refused > 0.001:
        because["Refused requests make some calls fail; that is not followed up."] = None
        loose_s += 3 * refused * response
    return _Found(
        waiting=waiting,
        response=response,
        utilisation=utilisation,
        refused=refused,
        loose=_share(loose_s, response),
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _whole(
    model: FlowModel,
    flows: Flows,
    found: dict[str, _Found],
    rates: dict[str, tuple[float, float]],
    *,
    overloaded: tuple[str, ...],
    because: tuple[str, ...],
    peak: float,
    duration_s: float,
    left_out: str,
) -> Estimate:
    total = sum([rate for rate, _ in rates.values()])
    response = loose = failed = 0.0
    for source in model.sources:
        part = rates[source.id][0] / total if total else 0.0
        at = found[source.target]
        response += part * at.response
        loose += part * at.response * at.loose
        failed += part * flows.stations[source.target].failing
    busiest = max([at.utilisation for at in found.values()], default=0.0)
    room = max(1 - busiest * peak, 0.0) / max(1 - busiest, 1e-9)
    loose += response * (3 * (1 / max(total * duration_s, 1.0)) ** 0.5 + failed)
    return Estimate(
        response_s=None if overloaded else response,
        low_s=0.0 if left_out else max(0.0, response * 0.99 - loose),
        high_s=(None if overloaded or not room or left_out else (response * 1.01 + loose) / room),
        throughput_per_s=total,
        failed_ratio=failed,
        stations=tuple([_told(s.id, flows.stations[s.id], found[s.id]) for s in model.stations]),
        overloaded=overloaded,
        because=because,
    )


def _told(station: str, flow: Flow, at: _Found) -> StationEstimate:
    return StationEstimate(
        id=station,
        rate_per_s=flow.rate,
        utilisation=at.utilisation,
        waiting_s=at.waiting,
        response_s=at.response,
        failed_ratio=flow.failing,
    )
