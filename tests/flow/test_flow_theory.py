"""Simulated means against queueing theory: over 20 seeds, within 3 standard errors."""

import math
import statistics
from collections.abc import Callable

import pytest
from atlas_core.sim.flow.duration import (
    Constant,
    Duration,
    Erlang,
    Exponential,
    Hyperexponential,
    Lognormal,
    mean_s,
    scv,
)
from atlas_core.sim.flow.estimate.queueing import erlang_c, limited_queue
from atlas_core.sim.flow.model import (
    Call,
    Closed,
    FlowModel,
    Poisson,
    Scenario,
    Source,
    Station,
)
from atlas_core.sim.flow.result import Run
from atlas_engine import load_engine, run_model
from flow_models import one_station

SEEDS = range(20)
SERVICES: list[Duration] = [
    Constant(mean_s=0.005),
    Erlang(stages=3, mean_s=0.005),
    Hyperexponential(first_ratio=0.8, first_mean_s=0.003, second_mean_s=0.013),
    Lognormal(median_s=0.004, sigma=0.6),
]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    load_engine()


def agree(
    model: FlowModel, figure: Callable[[Run], float | None], theory: float, duration_s: float = 200
) -> None:
    """The mean over 20 seeds lies within 3 standard errors of the theory, and those are small."""
    found = []
    for seed in SEEDS:
        value = figure(run_model(model, Scenario(duration_s=duration_s, seed=seed), record=False))
        assert value is not None
        found.append(value)
    error = statistics.stdev(found) / math.sqrt(len(found))
    assert abs(statistics.fmean(found) - theory) <= 3 * error + 1e-9
    assert error < 0.03 * theory


def latency(run: Run) -> float | None:
    return run.latency_mean_s


@pytest.mark.parametrize("utilisation", [0.3, 0.8])
def test_m_m_1(utilisation: float) -> None:
    model = one_station(Exponential(mean_s=0.005), utilisation * 200)
    agree(model, latency, 0.005 / (1 - utilisation))
    agree(model, lambda run: run.station("station").utilisation, utilisation)


@pytest.mark.parametrize("servers", [2, 8])
def test_m_m_c(servers: int) -> None:
    offered = 0.8 * servers
    wait = erlang_c(servers, offered) * 0.005 / (servers - offered)
    agree(one_station(Exponential(mean_s=0.005), offered * 200, servers), latency, wait + 0.005)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: type(service).__name__)
def test_m_g_1_with_the_formula_of_pollaczek_and_khinchine(service: Duration) -> None:
    mean = mean_s(service)
    rate = 0.7 / mean
    wait = 0.7 / (1 - 0.7) * mean * (1 + scv(service)) / 2
    agree(one_station(service, rate), latency, wait + mean)


def test_m_m_1_k_refuses_what_theory_says() -> None:
    model = one_station(Exponential(mean_s=0.005), 240.0, queue_max=4)
    refused, wait = limited_queue(1, 240.0, 0.005, 4)
    rho = 1.2
    assert refused == pytest.approx((1 - rho) * rho**5 / (1 - rho**6))
    agree(model, lambda run: run.bad / (run.good + run.bad), refused)
    agree(model, latency, wait + 0.005)


def test_an_open_jackson_network_with_feedback() -> None:
    # a -> b always, a -> c for 40 %; b -> a for 30 % (the answer waits for it).
    service = Exponential(mean_s=0.004)
    stations = (
        Station(
            id="a",
            service=service,
            stages=(
                (Call(id="ab", targets=("b",), probability=0.5),),
                (Call(id="ac", targets=("c",), probability=0.4),),
            ),
        ),
        Station(
            id="b",
            service=service,
            servers=2,
            stages=((Call(id="ba", targets=("a",), probability=0.3),),),
        ),
        Station(id="c", service=service),
    )
    source = Source(id="load", target="a", arrivals=Poisson(rate_per_s=130.0))
    rate_a = 130.0 / (1 - 0.5 * 0.3)
    rate_b, rate_c = 0.5 * rate_a, 0.4 * rate_a
    present = rate_a * 0.004 / (1 - rate_a * 0.004) + rate_c * 0.004 / (1 - rate_c * 0.004)
    offered = rate_b * 0.004
    present += rate_b * (erlang_c(2, offered) * 0.004 / (2 - offered) + 0.004)
    agree(FlowModel(stations=stations, sources=(source,)), latency, present / 130.0, 400)


def test_a_closed_network_has_the_throughput_of_mean_value_analysis() -> None:
    users, think, demands = 12, 0.1, (0.01, 0.02)
    lengths = [0.0, 0.0]
    rate = 0.0
    for count in range(1, users + 1):
        times = [demand * (1 + length) for demand, length in zip(demands, lengths, strict=True)]
        rate = count / (think + sum(times))
        lengths = [rate * time for time in times]
    model = FlowModel(
        stations=(
            Station(
                id="a",
                service=Exponential(mean_s=demands[0]),
                stages=((Call(id="ab", targets=("b",)),),),
            ),
            Station(id="b", service=Exponential(mean_s=demands[1])),
        ),
        sources=(
            Source(
                id="users",
                target="a",
                arrivals=Closed(users=users, think=Exponential(mean_s=think)),
            ),
        ),
    )
    agree(model, lambda run: run.good / run.duration_s, rate, 500)
    agree(model, latency, users / rate - think, 500)
