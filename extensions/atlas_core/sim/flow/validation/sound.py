"""What of a model or a scenario makes no sense, in one sentence each, with its remedy.

A model without problems can be run: its run ends, in bounded time and memory.
"""

import math
from collections import Counter
from collections.abc import Iterator

from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Empirical,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
)
from atlas_core.sim.flow.model import Call, Closed, Fault, FaultKind, FlowModel, Scenario, Station
from atlas_core.sim.flow.validation.arrivals import arrival_problems, rate_at_most
from atlas_core.sim.flow.validation.defences import (
    admission_problems,
    cache_problems,
    scaling_problems,
)
from atlas_core.sim.flow.validation.limits import DURATION_MAX_S, not_in, ratio_problem
from atlas_core.sim.flow.validation.loops import endless_loop

REQUESTS_MAX = 20_000_000
FAULTS_MAX = 64
_RATIOS = (FaultKind.ERROR, FaultKind.LOSS, FaultKind.CAPACITY)


class FlowError(ValueError):
    """A model that can't be run; its text says why, and what to change."""


def check(model: FlowModel, scenario: Scenario) -> None:
    """Raises FlowError with the first sentence where something makes no sense."""
    for sentence in problems(model, scenario):
        raise FlowError(sentence)


def problems(model: FlowModel, scenario: Scenario) -> Iterator[str]:
    """Every problem, one sentence each."""
    yield from _names(model)
    for station in model.stations:
        yield from _of_station(station)
        for stage in station.stages:
            for call in stage:
                yield from _of_call(call)
    for source in model.sources:
        yield from arrival_problems(source)
        if isinstance(source.arrivals, Closed):
            yield from of_duration(source.arrivals.think, f"The think time of {source.id}")
    loop = endless_loop(model)
    if loop:
        yield (
            f"The calls {' -> '.join(loop)} never end; give one of them a probability below 1, "
            "or leave it out."
        )
    yield from _of_scenario(model, scenario)


def _names(model: FlowModel) -> Iterator[str]:
    stations = {station.id for station in model.stations}
    if not model.stations or not model.sources:
        yield "The model needs at least one station and one source of requests."
    every = [s.id for s in model.stations] + [c.id for c in model.calls()]
    every += [source.id for source in model.sources]
    for name in sorted(name for name, times in Counter(every).items() if times > 1):
        yield f'Two parts of the model are called "{name}"; give each a name of its own.'
    for call in model.calls():
        ends = (*call.targets, call.dead_letter) if call.dead_letter else call.targets
        for target in (*ends, *(() if call.targets else ("nobody",))):
            if target not in stations:
                yield f"The call {call.id} goes to {target}, which is no station of the model."
    for source in model.sources:
        if source.target not in stations:
            yield f"{source.id} sends to {source.target}, which is no station of the model."


def of_duration(duration: Duration, what: str) -> Iterator[str]:
    """Sentences about numbers that make no duration."""
    match duration:
        case Constant(mean_s=mean) | Exponential(mean_s=mean) | Erlang(mean_s=mean):
            times: tuple[float, ...] = (mean,)
        case Hyperexponential(first_ratio=ratio, first_mean_s=first, second_mean_s=second):
            yield from ratio_problem(f"{what}: its first_ratio", ratio)
            times = (first, second)
        case Lognormal(median_s=median, sigma=sigma):
            if not_in(sigma, 0, 10):
                yield f"{what} has a sigma of {sigma:g}; it lies between 0 and 10."
            times = (median,)
        case Empirical(values_s=values):
            if not 1 <= len(values) <= 100_000:
                yield f"{what} has {len(values)} measured values; give 1 to 100,000."
            times = values
    if isinstance(duration, Erlang) and not 1 <= duration.stages <= 1000:
        yield f"{what} has {duration.stages} stages; give 1 to 1,000."
    for time in times:
        if not_in(time, 0, DURATION_MAX_S):
            yield f"{what} is {time:g} s; give a time from 0 to {DURATION_MAX_S:,.0f} s."
            return


def _of_station(station: Station) -> Iterator[str]:
    yield from of_duration(station.service, f"The service time of {station.id}")
    if station.servers is not None and not 1 <= station.servers <= 10_000_000:
        yield (
            f"{station.id} has {station.servers} servers; give 1 to 10,000,000, "
            "or none for as many as needed."
        )
    if station.queue_max is not None and not 0 <= station.queue_max <= 10_000_000:
        yield f"The queue of {station.id} holds {station.queue_max}; give 0 to 10,000,000."
    yield from ratio_problem(f"The hit ratio of {station.id}", station.hit_ratio)
    yield from ratio_problem(f"The error ratio of {station.id}", station.error_ratio)
    yield from admission_problems(station)
    yield from cache_problems(station)
    yield from scaling_problems(station)


def _of_call(call: Call) -> Iterator[str]:
    yield from of_duration(call.delay, f"The delay of the call {call.id}")
    yield from ratio_problem(f"The probability of the call {call.id}", call.probability)
    yield from ratio_problem(f"The loss ratio of the call {call.id}", call.loss_ratio)
    if not_in(call.detection_s, 0, DURATION_MAX_S):
        yield f"The call {call.id} detects a crash after {call.detection_s:g} s; give 0 or more."
    patience = call.timeout_s
    if patience is not None and (patience <= 0 or not_in(patience, 0, DURATION_MAX_S)):
        yield f"The call {call.id} times out after {patience:g} s; give a time above 0."
    if call.asynchronous and (call.breaker or call.hedge_s is not None):
        yield f"The call {call.id} is asynchronous: it can have no breaker and no hedge."
    if call.dead_letter and not call.asynchronous:
        yield f"The call {call.id} is waited for; only asynchronous calls have a dead letter."
    hedge, bulkhead = call.hedge_s, call.bulkhead
    if hedge is not None and (hedge <= 0 or not_in(hedge, 0, DURATION_MAX_S)):
        yield f"The call {call.id} is hedged after {hedge:g} s; give a time above 0."
    if bulkhead and not 1 <= bulkhead.in_flight_max <= 10_000_000:
        yield f"The bulkhead of {call.id} lets {bulkhead.in_flight_max} through; give 1 or more."
    if bulkhead and bulkhead.line_max is not None and not 0 <= bulkhead.line_max <= 10_000_000:
        yield f"The line of {call.id} holds {bulkhead.line_max}; give 0 to 10,000,000."
    if call.breaker:
        if call.breaker.failures < 1 or not_in(call.breaker.open_s, 0, DURATION_MAX_S):
            yield f"The breaker of {call.id} needs at least 1 failure and a time of 0 s or more."
        if patience is None:
            yield f"The breaker of {call.id} needs a time-out, or a lost call would block it."
    if call.retry:
        yield from _of_retry(call)


def _of_retry(call: Call) -> Iterator[str]:
    retry = call.retry
    assert retry is not None
    if not 1 <= retry.attempts_max <= 100:
        yield f"The call {call.id} has {retry.attempts_max} attempts; give 1 to 100."
    if not_in(retry.backoff_s, 0, DURATION_MAX_S) or not_in(retry.backoff_max_s, 0, DURATION_MAX_S):
        yield f"The back-off of {call.id} must be a time of 0 s or more."
    if not_in(retry.factor, 1, 100):
        yield f"The back-off of {call.id} grows by {retry.factor:g}; give a factor of 1 to 100."
    yield from ratio_problem(f"The jitter of {call.id}", retry.jitter_ratio)
    if retry.budget_ratio is not None:
        yield from ratio_problem(f"The retry budget of {call.id}", retry.budget_ratio)


def _of_scenario(model: FlowModel, scenario: Scenario) -> Iterator[str]:
    if not 0 <= scenario.seed < 2**63:
        yield f"The seed is {scenario.seed}; give a whole number from 0 to 2^63 - 1."
    if scenario.duration_s <= 0 or not_in(scenario.duration_s, 0, DURATION_MAX_S):
        yield (
            f"The run lasts {scenario.duration_s:g} s; give a time above 0 and up to "
            f"{DURATION_MAX_S:,.0f} s (30 days), or it would not end."
        )
        return
    limit = scenario.requests_max
    if limit is not None and not 1 <= limit <= REQUESTS_MAX:
        yield f"requests_max is {limit}; give 1 to {REQUESTS_MAX:,}."
    elif limit is None:
        expected = sum(rate_at_most(source, scenario) for source in model.sources)
        if expected * scenario.duration_s > REQUESTS_MAX:
            yield (
                f"The run would bring about {expected * scenario.duration_s:.2g} requests; "
                f"shorten it, lower the load, or set requests_max to at most {REQUESTS_MAX:,}."
            )
    if len(scenario.faults) > FAULTS_MAX:
        yield f"The run has {len(scenario.faults)} faults; give at most {FAULTS_MAX}."
    for fault in scenario.faults:
        yield from _of_fault(fault, model, scenario)
    yield from _overlaps(scenario.faults)


def _of_fault(fault: Fault, model: FlowModel, scenario: Scenario) -> Iterator[str]:
    what = f"The fault {fault.kind.value} of {fault.target}"
    stations = {station.id for station in model.stations}
    fitting = {
        FaultKind.SPIKE: {s.id for s in model.sources if not isinstance(s.arrivals, Closed)},
        FaultKind.LOSS: stations | {call.id for call in model.calls()},
        FaultKind.PARTITION: {fault.target},
    }.get(fault.kind, stations)
    if fault.target not in fitting:
        yield f"{what} has no target that fits: {fault.kind.value} can hit {_some(fitting)}."
    if not_in(fault.start_s, 0, scenario.duration_s):
        yield f"{what} starts at {fault.start_s:g} s; the run lasts {scenario.duration_s:g} s."
    elif fault.end_s is not None and not_in(fault.end_s, fault.start_s, DURATION_MAX_S):
        yield f"{what} ends at {fault.end_s:g} s; give a time after its start."
    if fault.kind is FaultKind.PAUSE and fault.end_s is None:
        yield f"{what} has no end; a pause needs one, or use crash."
    strangers = [side for side in fault.side if side not in stations]
    if fault.kind is FaultKind.PARTITION and (not fault.side or strangers):
        yield f"{what} has a side with {_some(set(strangers))}; name stations of the model."
    if fault.kind in _RATIOS:
        yield from ratio_problem(f"{what}: its amount", fault.amount)
    elif not_in(fault.amount, 0, 10_000):
        yield f"{what} has an amount of {fault.amount:g}; give 0 to 10,000."


def _some(names: set[str]) -> str:
    return ", ".join(sorted(names)[:5]) or "nothing in this model"


def _overlaps(faults: tuple[Fault, ...]) -> Iterator[str]:
    for index, one in enumerate(faults):
        for other in faults[:index]:
            if one.kind is not other.kind or one.target != other.target:
                continue
            ends = [math.inf if f.end_s is None else f.end_s for f in (one, other)]
            if one.start_s < ends[1] and other.start_s < ends[0]:
                yield f"Two faults {one.kind.value} of {one.target} overlap; join them into one."
