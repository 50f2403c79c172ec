"""The estimate against the simulation: close where theory is exact, honest elsewhere."""

import random

import pytest
from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
    mean_s,
)
from atlas_core.sim.flow.estimate import estimate
from atlas_core.sim.flow.model import (
    Bursts,
    Call,
    Closed,
    FlowModel,
    Poisson,
    Regular,
    Retry,
    Scenario,
    Source,
    Station,
)
from atlas_engine import load_engine, run_model
from flow_models import one_station, tandem

MODELS = 200


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    load_engine()


def simulated_s(model: FlowModel, duration_s: float, seed: int = 1) -> float:
    run = run_model(model, Scenario(duration_s=duration_s, seed=seed), record=False)
    assert run.latency_mean_s is not None
    return run.latency_mean_s


@pytest.mark.parametrize(("servers", "utilisation"), [(1, 0.5), (1, 0.8), (4, 0.8), (20, 0.8)])
def test_m_m_c_is_within_two_percent(servers: int, utilisation: float) -> None:
    model = one_station(Exponential(mean_s=0.005), utilisation * 200 * servers, servers)
    answer = estimate(model, 20_000.0 / servers)
    assert answer.response_s == pytest.approx(simulated_s(model, 20_000.0 / servers), rel=0.02)
    assert answer.because == ()


def test_an_open_jackson_network_is_within_two_percent() -> None:
    model = tandem(3, 0.004, 200.0)
    answer = estimate(model, 5000.0)
    assert answer.response_s == pytest.approx(simulated_s(model, 5000.0), rel=0.02)


@pytest.mark.parametrize("servers", [1, 3])
@pytest.mark.parametrize(
    "service",
    [
        Constant(mean_s=0.01),
        Erlang(stages=3, mean_s=0.01),
        Lognormal(median_s=0.007, sigma=0.8),
        Hyperexponential(first_ratio=0.7, first_mean_s=0.005, second_mean_s=0.02),
    ],
    ids=lambda service: type(service).__name__,
)
def test_m_g_c_is_within_ten_percent(service: Duration, servers: int) -> None:
    model = one_station(service, 0.8 * servers / mean_s(service), servers)
    answer = estimate(model, 4000.0)
    assert answer.response_s == pytest.approx(simulated_s(model, 4000.0), rel=0.1)


def test_an_overloaded_station_is_named_and_has_no_response_time() -> None:
    answer = estimate(one_station(Exponential(mean_s=0.01), 150.0), 100.0)
    assert answer.overloaded == ("station",)
    assert answer.response_s is None
    assert answer.high_s is None


def test_users_who_wait_never_overload_a_station() -> None:
    station = Station(id="a", service=Exponential(mean_s=0.01))
    load = Source(id="users", target="a", arrivals=Closed(users=50, think=Constant(mean_s=0.1)))
    model = FlowModel(stations=(station,), sources=(load,))
    answer = estimate(model, 600.0)
    assert answer.throughput_per_s == pytest.approx(100.0, rel=0.05)
    assert answer.response_s is None or answer.low_s <= simulated_s(model, 600.0)


def _service(chance: random.Random) -> Duration:
    mean = chance.choice([0.001, 0.005, 0.02])
    return chance.choice(
        [
            Exponential(mean_s=mean),
            Exponential(mean_s=mean),
            Constant(mean_s=mean),
            Erlang(stages=4, mean_s=mean),
            Lognormal(median_s=mean, sigma=chance.uniform(0.2, 1.0)),
            Hyperexponential(first_ratio=0.9, first_mean_s=mean / 2, second_mean_s=3 * mean),
        ]
    )


def _random_model(chance: random.Random, rate: float) -> FlowModel:
    """A tree of calls with everything that a diagram may have, each station below full load."""
    count = chance.randint(1, 7)
    names = [f"n{index}" for index in range(count)]
    stations = []
    for index, name in enumerate(names):
        stages: list[tuple[Call, ...]] = []
        callees = chance.sample(names[index + 1 :], min(chance.randint(0, 3), count - index - 1))
        width = chance.randint(1, 2)
        for at in range(0, len(callees), width):
            stage = []
            for target in callees[at : at + width]:
                asynchronous = chance.random() < 0.15
                policy = None if asynchronous or chance.random() < 0.7 else Retry(attempts_max=3)
                stage.append(
                    Call(
                        id=f"{name}-{target}",
                        targets=(target,),
                        asynchronous=asynchronous,
                        probability=chance.choice([1.0, 1.0, 0.3]),
                        only_on_miss=chance.random() < 0.2,
                        delay=chance.choice([Constant(mean_s=0.0), Constant(mean_s=0.002)]),
                        timeout_s=None if asynchronous else chance.choice([None, 1.0]),
                        retry=policy,
                    )
                )
            stages.append(tuple(stage))
        stations.append(
            Station(
                id=name,
                service=_service(chance),
                servers=1,
                queue_max=chance.choice([None, None, None, 10]),
                holds_server=chance.random() < 0.1,
                hit_ratio=chance.choice([0.0, 0.0, 0.8]),
                error_ratio=chance.choice([0.0, 0.0, 0.02]),
                stages=tuple(stages),
            )
        )
    arrivals = chance.choice(
        [
            Poisson(rate_per_s=rate),
            Poisson(rate_per_s=rate),
            Regular(rate_per_s=rate),
            Bursts(rate_per_s=rate, burst_per_s=1.3 * rate, every_s=20, lasts_s=5),
        ]
    )
    model = FlowModel(
        stations=tuple(stations), sources=(Source(id="s", target="n0", arrivals=arrivals),)
    )
    return _with_servers(model, chance.uniform(0.2, 0.9))


def _with_servers(model: FlowModel, utilisation: float) -> FlowModel:
    """As many servers as keep each station about so busy, kept calls included."""
    found = {station.id: station for station in estimate(model).stations}
    stations = []
    for station in model.stations:
        served = mean_s(station.service) + (0.1 if station.holds_server else 0.0)
        needed = found[station.id].rate_per_s * served / utilisation
        stations.append(
            Station(
                id=station.id,
                service=station.service,
                servers=int(needed) + 1,
                queue_max=station.queue_max,
                holds_server=station.holds_server,
                hit_ratio=station.hit_ratio,
                error_ratio=station.error_ratio,
                stages=station.stages,
            )
        )
    return FlowModel(stations=tuple(stations), sources=model.sources)


def test_the_error_bar_covers_the_simulation_in_95_percent_of_random_models() -> None:
    covered, widths = 0, []
    for number in range(MODELS):
        chance = random.Random(number)
        model = _random_model(chance, chance.choice([20.0, 100.0, 400.0]))
        answer = estimate(model, 100.0)
        found = simulated_s(model, 100.0, number)
        high = answer.high_s
        covered += answer.low_s <= found and (high is None or found <= high)
        if answer.response_s:
            widths.append(((high or 10 * answer.response_s) - answer.low_s) / answer.response_s)
    widths.sort()
    assert covered >= 0.95 * MODELS
    assert widths[len(widths) // 2] < 0.5, "a bar that says nothing covers everything"
