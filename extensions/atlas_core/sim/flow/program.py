"""A model and a scenario as the words that the C engine reads (engine/program.h is the layout).

A program is a sequence of 8-byte little-endian words, each a whole number or an IEEE double: a
head, then stations, stages, calls, targets, sources, segments, changes, and measured values. It is
the same for the native and the WebAssembly engine.
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

PROGRAM_VERSION = 1
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
                calls.append(_call(call, index, len(targets), values))
                targets.extend(number[target] for target in call.targets)
    sources, parts = _sources(model, scenario, number, values)
    faults = _changes(model, scenario, number, call_number)
    head = (
        PROGRAM_VERSION,
        scenario.seed,
        ticks_of(scenario.duration_s),
        _FOREVER if scenario.requests_max is None else scenario.requests_max,
        scenario.entries_max,
        int(record),
        *(len(table) for table in (stations, stages, calls, targets)),
        *(len(table) for table in (sources, parts, faults, values)),
    )
    tables = (*stations, *stages, *calls, targets, *sources, *parts, *faults, values)
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
        *_duration(station.service, values),
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
                float(source.hot_ratio),
                *_duration(think, values),
            )
        )
        parts.extend((segment.start, float(segment.rate)) for segment in own)
    return sources, parts


def _changes(
    model: FlowModel, scenario: Scenario, number: dict[str, int], call_number: dict[str, int]
) -> list[Sequence[Word]]:
    return [
        (
            change.tick,
            change.fault,
            list(FaultKind).index(change.kind),
            number.get(change.target, -1),
            call_number.get(change.target, -1),
            int(change.begins),
            change.ticks,
            float(change.amount),
        )
        for change in changes(model, scenario)
    ]


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
