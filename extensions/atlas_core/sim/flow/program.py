"""A model and a scenario as the words that the C engine reads (engine/program.h is the layout).

A program is a sequence of 8-byte little-endian words, each a whole number or an IEEE double: a
head, then stations, stages, calls, targets, sources, segments, changes, sides of partitions, and
measured values. It is the same for the native and the WebAssembly engine. -1 stands for None.
"""

import struct
from collections.abc import Iterable, Sequence

from atlas_core.sim.flow.duration import (
    NONE,
    Constant,
    Duration,
    Empirical,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
)
from atlas_core.sim.flow.model import (
    Balance,
    Call,
    Closed,
    Discipline,
    FaultKind,
    FlowModel,
    Regular,
    Scenario,
    Station,
)
from atlas_core.sim.flow.timeline import changes, segments, ticks_of

PROGRAM_VERSION = 2
_FOREVER = (1 << 63) - 1

Word = int | float


def encode_program(model: FlowModel, scenario: Scenario, *, record: bool = True) -> bytes:
    """The program of a run that `validation.check` has found sound. `record`: write a trace."""
    values: list[float] = []
    number = {station.id: index for index, station in enumerate(model.stations)}
    call_number = {call.id: index for index, call in enumerate(model.calls())}
    stations: list[Sequence[Word]] = []
    stages: list[Sequence[Word]] = []
    calls: list[Sequence[Word]] = []
    targets: list[int] = []
    for index, station in enumerate(model.stations):
        stations.append(_station(station, len(stages), values))
        for stage in station.stages:
            stages.append((len(calls), len(stage)))
            for call in stage:
                dead = -1 if call.dead_letter is None else number[call.dead_letter]
                calls.append((*_call(call, index, len(targets), values), *_defences(call, dead)))
                targets.extend(number[target] for target in call.targets)
    sources, parts = _sources(model, scenario, number, values)
    faults, sides = _changes(model, scenario, number, call_number)
    head = (
        PROGRAM_VERSION,
        scenario.seed,
        ticks_of(scenario.duration_s),
        _FOREVER if scenario.requests_max is None else scenario.requests_max,
        scenario.entries_max,
        int(record),
        *(len(table) for table in (stations, stages, calls, targets)),
        *(len(table) for table in (sources, parts, faults, sides, values)),
    )
    tables = (*stations, *stages, *calls, targets, *sources, *parts, *faults, sides, values)
    return b"".join(_pack(row) for row in (head, *tables))


def _pack(words: Iterable[Word]) -> bytes:
    row = tuple(words)
    layout = "<" + "".join("d" if isinstance(word, float) else "q" for word in row)
    return struct.pack(layout, *row)


def _station(station: Station, first_stage: int, values: list[float]) -> Sequence[Word]:
    instant = station.servers is None and station.service == Constant(mean_s=0.0)
    return (
        -1 if station.servers is None else station.servers,
        -1 if station.queue_max is None else station.queue_max,
        list(Discipline).index(station.discipline),
        int(station.holds_server),
        int(instant),
        first_stage,
        len(station.stages),
        float(station.hit_ratio),
        float(station.error_ratio),
        *_admission(station),
        *_cache(station),
        *_scaling(station),
        *_duration(station.service, values),
    )


def _admission(station: Station) -> Sequence[Word]:
    limit, shedding = station.rate_limit, station.shedding
    return (
        limit.burst if limit else 0,  # 0: no limit
        int(limit.each_source) if limit else 0,
        limit.rate_per_s * 1e-9 if limit else 0.0,
        shedding.waiting if shedding and shedding.waiting is not None else -1,
        shedding.priority if shedding else 0,
        shedding.waited_max_s * 1e9 if shedding and shedding.waited_max_s is not None else -1.0,
    )


def _cache(station: Station) -> Sequence[Word]:
    cache = station.cache
    return (
        cache.capacity if cache else 0,  # 0: no cache of keys
        int(cache.single_flight) if cache else 0,
        cache.ttl_s * 1e9 if cache and cache.ttl_s is not None else -1.0,
        float(cache.jitter_ratio) if cache else 0.0,
    )


def _scaling(station: Station) -> Sequence[Word]:
    scaling = station.scaling
    return (
        scaling.servers_min if scaling else 0,
        scaling.servers_max if scaling else 0,  # 0: no autoscaler
        ticks_of(scaling.every_s) if scaling else 0,
        ticks_of(scaling.lag_s) if scaling else 0,
        float(scaling.target) if scaling else 0.0,
    )


def _defences(call: Call, dead_letter: int) -> Sequence[Word]:
    bulkhead = call.bulkhead
    return (
        bulkhead.in_flight_max if bulkhead else -1,
        bulkhead.line_max if bulkhead and bulkhead.line_max is not None else -1,
        -1 if call.hedge_s is None else ticks_of(call.hedge_s),
        dead_letter,
    )


def _call(call: Call, station: int, first_target: int, values: list[float]) -> Sequence[Word]:
    retry, breaker = call.retry, call.breaker
    return (
        station,
        first_target,
        len(call.targets),
        int(call.asynchronous),
        int(call.only_on_miss),
        int(call.optional),
        list(Balance).index(call.balance),
        ticks_of(call.detection_s),
        int(call.delay != NONE),
        -1 if call.timeout_s is None else ticks_of(call.timeout_s),
        retry.attempts_max if retry else 1,
        breaker.failures if breaker else 0,
        ticks_of(breaker.open_s) if breaker else 0,
        float(call.probability),
        float(call.loss_ratio),
        retry.backoff_s * 1e9 if retry else 0.0,
        float(retry.factor) if retry else 1.0,
        retry.backoff_max_s * 1e9 if retry else 0.0,
        float(retry.jitter_ratio) if retry else 0.0,
        float(retry.budget_ratio) if retry and retry.budget_ratio is not None else -1.0,
        *_duration(call.delay, values),
    )


def _sources(
    model: FlowModel, scenario: Scenario, number: dict[str, int], values: list[float]
) -> tuple[list[Sequence[Word]], list[Sequence[Word]]]:
    sources: list[Sequence[Word]] = []
    parts: list[Sequence[Word]] = []
    for source in model.sources:
        arrivals = source.arrivals
        think = arrivals.think if isinstance(arrivals, Closed) else NONE
        own = segments(source, scenario)
        sources.append(
            (
                number[source.target],
                arrivals.users if isinstance(arrivals, Closed) else 0,
                int(isinstance(arrivals, Regular)),
                source.priority,
                len(parts),
                len(own),
                source.keys or 0,  # 0: each request has one of its own
                float(source.hot_ratio),
                float(source.skew),
                float(source.work),
                *_duration(think, values),
            )
        )
        parts.extend((segment.start, float(segment.rate)) for segment in own)
    return sources, parts


def _changes(
    model: FlowModel, scenario: Scenario, number: dict[str, int], call_number: dict[str, int]
) -> tuple[list[Sequence[Word]], list[int]]:
    rows: list[Sequence[Word]] = []
    sides: list[int] = []
    for change in changes(model, scenario):
        rows.append(
            (
                change.tick,
                change.fault,
                list(FaultKind).index(change.kind),
                number.get(change.target, -1),
                call_number.get(change.target, -1),
                int(change.begins),
                change.ticks,
                len(sides),
                len(change.side),
                float(change.amount),
            )
        )
        sides.extend(number[side] for side in change.side)
    return rows, sides


def _duration(duration: Duration, values: list[float]) -> Sequence[Word]:
    """Kind and three numbers, times in ticks."""
    match duration:
        case Constant(mean_s=mean):
            return (0, mean * 1e9, 0.0, 0.0)
        case Exponential(mean_s=mean):
            return (1, mean * 1e9, 0.0, 0.0)
        case Erlang(stages=stages, mean_s=mean):
            return (2, mean * 1e9 / stages, float(stages), 0.0)
        case Hyperexponential(first_ratio=ratio, first_mean_s=first, second_mean_s=second):
            return (3, float(ratio), first * 1e9, second * 1e9)
        case Lognormal(median_s=median, sigma=sigma):
            return (4, median * 1e9, float(sigma), 0.0)
        case Empirical(values_s=measured):
            first_value = len(values)
            values.extend(value * 1e9 for value in measured)
            return (5, float(first_value), float(len(measured)), 0.0)
