"""Models for the tests: small ones by hand, and random ones with every feature."""

from typing import TypeVar

from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Empirical,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
)
from atlas_core.sim.flow.model import (
    Arrivals,
    Balance,
    Breaker,
    Bulkhead,
    Bursts,
    Cache,
    Call,
    Closed,
    Discipline,
    Fault,
    FaultKind,
    FlowModel,
    Poisson,
    RateLimit,
    Regular,
    Retry,
    Scaling,
    Scenario,
    Shedding,
    Source,
    Station,
    Steps,
)
from hypothesis import strategies as st

Part = TypeVar("Part")
RATIO = st.sampled_from([0.0, 0.1, 0.5, 0.9, 1.0])
TIME = st.floats(0.0001, 0.05)


def one_station(
    service: Duration, rate: float, servers: int | None = 1, queue_max: int | None = None
) -> FlowModel:
    station = Station(id="station", service=service, servers=servers, queue_max=queue_max)
    source = Source(id="load", target="station", arrivals=Poisson(rate_per_s=rate))
    return FlowModel(stations=(station,), sources=(source,))


def tandem(stations: int, mean_s: float, rate: float) -> FlowModel:
    def station(index: int) -> Station:
        onward = Call(id=f"call{index}", targets=(f"station{index + 1}",))
        last = index == stations - 1
        return Station(
            id=f"station{index}",
            service=Exponential(mean_s=mean_s),
            stages=() if last else ((onward,),),
        )

    source = Source(id="load", target="station0", arrivals=Poisson(rate_per_s=rate))
    return FlowModel(stations=tuple(map(station, range(stations))), sources=(source,))


durations: st.SearchStrategy[Duration] = st.one_of(
    st.just(Constant(mean_s=0.0)),
    st.builds(Constant, mean_s=TIME),
    st.builds(Exponential, mean_s=TIME),
    st.builds(Erlang, stages=st.integers(1, 5), mean_s=TIME),
    st.builds(Hyperexponential, first_ratio=RATIO, first_mean_s=TIME, second_mean_s=TIME),
    st.builds(Lognormal, median_s=TIME, sigma=st.floats(0, 2)),
    st.builds(Empirical, values_s=st.lists(TIME, min_size=1, max_size=4).map(tuple)),
)
retries = st.builds(
    Retry,
    attempts_max=st.integers(1, 4),
    backoff_s=st.sampled_from([0.0, 0.01]),
    factor=st.sampled_from([1.0, 2.0]),
    backoff_max_s=st.sampled_from([0.015, 1.0]),
    jitter_ratio=RATIO,
    budget_ratio=st.sampled_from([None, 0.0, 0.2]),
)
arrivals: st.SearchStrategy[Arrivals] = st.one_of(
    st.builds(Poisson, rate_per_s=st.floats(1, 200)),
    st.builds(Regular, rate_per_s=st.floats(1, 200)),
    st.builds(Steps, steps=st.just(((0.0, 20.0), (0.5, 0.0), (1.0, 300.0)))),
    st.just(Bursts(rate_per_s=10, burst_per_s=400, every_s=0.7, lasts_s=0.1)),
    st.builds(Closed, users=st.integers(1, 20), think=durations),
)


limits = st.builds(
    RateLimit,
    rate_per_s=st.sampled_from([0.0, 5.0, 60.0]),
    burst=st.integers(1, 5),
    each_source=st.booleans(),
)
sheddings = st.builds(
    Shedding,
    waiting=st.sampled_from([None, 0, 2]),
    priority=st.integers(0, 3),
    waited_max_s=st.sampled_from([None, 0.0, 0.01]),
)
caches = st.builds(
    Cache,
    capacity=st.integers(1, 6),
    ttl_s=st.sampled_from([None, 0.02, 0.3]),
    jitter_ratio=RATIO,
    single_flight=st.booleans(),
)
scalings = st.builds(
    Scaling,
    servers_min=st.integers(1, 2),
    servers_max=st.integers(2, 6),
    target=st.sampled_from([0.3, 0.8, 1.0]),
    every_s=st.sampled_from([0.05, 0.2]),
    lag_s=st.sampled_from([0.0, 0.1]),
)
bulkheads = st.builds(
    Bulkhead, in_flight_max=st.integers(1, 3), line_max=st.sampled_from([None, 0, 2])
)


def seldom(strategy: st.SearchStrategy[Part]) -> st.SearchStrategy[Part | None]:
    return st.one_of(st.none(), st.none(), strategy)


@st.composite
def calls(draw: st.DrawFn, name: str, targets: list[str]) -> Call:
    asynchronous = draw(st.booleans()) and draw(st.booleans())
    timeout = draw(st.none() | st.floats(0.001, 0.1))
    breaker = st.none() | st.builds(
        Breaker, failures=st.integers(1, 5), open_s=st.sampled_from([0.0, 0.05, 0.5])
    )
    chosen = draw(st.lists(st.sampled_from(targets), min_size=1, max_size=3))
    return Call(
        id=name,
        targets=tuple(chosen),
        asynchronous=asynchronous,
        probability=draw(st.sampled_from([1.0, 1.0, 0.5])),
        only_on_miss=draw(st.booleans()),
        optional=draw(st.booleans()),
        delay=draw(durations),
        loss_ratio=draw(st.sampled_from([0.0, 0.0, 0.1])),
        timeout_s=timeout,
        retry=draw(st.none() | retries),
        breaker=None if timeout is None or asynchronous else draw(breaker),
        bulkhead=draw(seldom(bulkheads)),
        hedge_s=None if asynchronous else draw(seldom(st.floats(0.001, 0.05))),
        dead_letter=draw(seldom(st.sampled_from(targets))) if asynchronous else None,
        balance=draw(st.sampled_from(Balance)),
        detection_s=draw(st.sampled_from([0.0, 0.05])),
    )


@st.composite
def models(draw: st.DrawFn) -> FlowModel:
    """Up to five stations that call later ones, and, with probability .5, any station."""
    names = [f"n{index}" for index in range(draw(st.integers(1, 5)))]
    stations = []
    made = 0
    for index, name in enumerate(names):
        stages: list[tuple[Call, ...]] = []
        later = names[index + 1 :]
        for _ in range(draw(st.integers(0, 2)) if later else 0):
            width = draw(st.integers(1, 2))
            stages.append(tuple(draw(calls(f"c{made + i}", later)) for i in range(width)))
            made += width
        if draw(st.integers(0, 5)) == 0:
            stages.append((Call(id=f"c{made}", targets=tuple(names), probability=0.5),))
            made += 1
        servers = draw(st.sampled_from([1, 1, 2, 5, None]))
        cache = draw(seldom(caches))
        stations.append(
            Station(
                id=name,
                service=draw(durations),
                servers=servers,
                rate_limit=draw(seldom(limits)),
                shedding=draw(seldom(sheddings)),
                cache=cache,
                scaling=None if servers is None else draw(seldom(scalings)),
                discipline=draw(st.sampled_from(Discipline)),
                queue_max=draw(st.sampled_from([None, None, 0, 3])),
                holds_server=draw(st.booleans()),
                hit_ratio=draw(RATIO) if draw(st.booleans()) and not cache else 0.0,
                error_ratio=draw(st.sampled_from([0.0, 0.0, 0.2])),
                stages=tuple(stages),
            )
        )
    sources = tuple(
        Source(
            id=f"s{index}",
            target=draw(st.sampled_from(names)),
            arrivals=draw(arrivals),
            priority=draw(st.integers(0, 3)),
            hot_ratio=draw(RATIO),
            keys=draw(st.sampled_from([None, 1, 8, 1000])),
            skew=draw(st.sampled_from([0.0, 0.7, 1.0, 1.3])),
            work=draw(st.sampled_from([1.0, 1.0, 0.0, 3.5])),
        )
        for index in range(draw(st.integers(1, 2)))
    )
    return FlowModel(stations=tuple(stations), sources=sources)


@st.composite
def faults(draw: st.DrawFn, model: FlowModel) -> tuple[Fault, ...]:
    """Up to four faults, each of another kind, so that none overlap."""
    found = []
    for kind in draw(st.lists(st.sampled_from(FaultKind), max_size=4, unique=True)):
        targets = [station.id for station in model.stations]
        if kind is FaultKind.LOSS:
            targets += [call.id for call in model.calls()]
        if kind is FaultKind.SPIKE:
            targets = [s.id for s in model.sources if not isinstance(s.arrivals, Closed)]
        side: tuple[str, ...] = ()
        if kind is FaultKind.PARTITION:
            side = tuple(draw(st.sets(st.sampled_from(targets), min_size=1)))
            targets = ["split"]
        if targets:
            start = draw(st.floats(0, 1))
            ratio = kind in (FaultKind.ERROR, FaultKind.LOSS, FaultKind.CAPACITY)
            endless = kind is not FaultKind.PAUSE and draw(st.booleans())
            found.append(
                Fault(
                    kind=kind,
                    target=draw(st.sampled_from(targets)),
                    start_s=start,
                    end_s=None if endless else start + draw(st.floats(0, 0.5)),
                    amount=draw(RATIO if ratio else st.sampled_from([0.5, 3.0])),
                    side=side,
                )
            )
    return tuple(found)


@st.composite
def runs(draw: st.DrawFn) -> tuple[FlowModel, Scenario]:
    """A random model with a short scenario."""
    model = draw(models())
    scenario = Scenario(
        duration_s=draw(st.sampled_from([0.2, 2.0])),
        seed=draw(st.integers(0, 2**63 - 1)),
        requests_max=draw(st.sampled_from([None, 5, 50])),
        entries_max=2500,
    )
    short = Scenario(
        duration_s=scenario.duration_s,
        seed=scenario.seed,
        requests_max=scenario.requests_max,
        entries_max=scenario.entries_max,
        faults=tuple(f for f in draw(faults(model)) if f.start_s <= scenario.duration_s),
    )
    return model, short
