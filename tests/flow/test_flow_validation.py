"""Bad input: one sentence each that names the part, the value and the remedy; nothing runs."""

from dataclasses import replace
from typing import Any

import pytest
from atlas_core.sim.flow.duration import Constant, Empirical, Erlang, Exponential, Lognormal
from atlas_core.sim.flow.model import (
    Breaker,
    Bulkhead,
    Bursts,
    Cache,
    Call,
    Closed,
    Fault,
    FaultKind,
    FlowModel,
    Poisson,
    RateLimit,
    Retry,
    Scaling,
    Scenario,
    Shedding,
    Source,
    Station,
    Steps,
)
from atlas_core.sim.flow.run import run_model
from atlas_core.sim.flow.validation import FlowError, check, problems
from flow_models import models, tandem
from hypothesis import given, settings

INFINITE, UNDEFINED = float("inf"), float("nan")


def model_of(
    station: dict[str, Any] | None = None,
    source: dict[str, Any] | None = None,
    call: dict[str, Any] | None = None,
) -> FlowModel:
    calls = Call(**({"id": "call", "targets": ("b",)} | (call or {})))
    first = Station(**({"id": "a", "stages": ((calls,),)} | (station or {})))
    load = {"id": "load", "target": "a", "arrivals": Poisson(rate_per_s=1.0)} | (source or {})
    return FlowModel(stations=(first, Station(id="b")), sources=(Source(**load),))


def sentence_of(model: FlowModel, **scenario: Any) -> str:
    found = list(problems(model, Scenario(**({"duration_s": 1.0} | scenario))))
    assert len(found) == 1, found
    assert found[0].endswith(".")
    return found[0]


@pytest.mark.parametrize(
    ("station", "words"),
    [
        ({"servers": 0}, "a has 0 servers"),
        ({"servers": -3}, "a has -3 servers"),
        ({"queue_max": -1}, "queue of a holds -1"),
        ({"service": Exponential(mean_s=-1.0)}, "service time of a is -1 s"),
        ({"service": Constant(mean_s=INFINITE)}, "service time of a is inf s"),
        ({"service": Lognormal(median_s=UNDEFINED, sigma=1.0)}, "service time of a is nan s"),
        ({"service": Lognormal(median_s=1.0, sigma=-1.0)}, "sigma of -1"),
        ({"service": Erlang(stages=0, mean_s=1.0)}, "0 stages"),
        ({"service": Empirical(values_s=())}, "0 measured values"),
        ({"rate_limit": RateLimit(rate_per_s=INFINITE)}, "rate limit of a is inf"),
        ({"rate_limit": RateLimit(rate_per_s=1.0, burst=0)}, "burst of 0"),
        ({"shedding": Shedding(waiting=-1)}, "at -1 waiting"),
        ({"shedding": Shedding(waiting=1, priority=4)}, "priority 4"),
        ({"shedding": Shedding(waited_max_s=UNDEFINED)}, "waited nan s"),
        ({"cache": Cache(capacity=0)}, "holds 0 keys"),
        ({"cache": Cache(capacity=10**9)}, "holds 1000000000 keys"),
        ({"cache": Cache(capacity=1, ttl_s=0.0)}, "for 0 s"),
        ({"cache": Cache(capacity=1, jitter_ratio=2.0)}, "between 0 and 1"),
        ({"cache": Cache(capacity=1), "hit_ratio": 0.5}, "give one of them"),
        ({"scaling": Scaling(servers_min=3, servers_max=2)}, "from 3 to 2 servers"),
        ({"scaling": Scaling(servers_min=1, servers_max=2, target=0.0)}, "aims at 0"),
        ({"scaling": Scaling(servers_min=1, servers_max=2, every_s=0.0)}, "every 0 s"),
        ({"servers": None, "scaling": Scaling(servers_min=1, servers_max=2)}, "needs a number"),
        ({"hit_ratio": 1.2}, "hit ratio of a is 1.2"),
        ({"error_ratio": -0.1}, "error ratio of a is -0.1"),
    ],
)
def test_a_station_that_makes_no_sense(station: dict[str, Any], words: str) -> None:
    assert words in sentence_of(model_of(station=station))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"probability": 1.01}, "probability of the call call is 1.01"),
        ({"probability": UNDEFINED}, "probability of the call call is nan"),
        ({"targets": ("nowhere",)}, "goes to nowhere, which is no station"),
        ({"targets": ()}, "goes to nobody"),
        ({"timeout_s": 0.0}, "times out after 0 s"),
        ({"timeout_s": INFINITE}, "times out after inf s"),
        ({"asynchronous": True, "hedge_s": 1.0}, "asynchronous"),
        ({"hedge_s": 0.0}, "above 0"),
        ({"bulkhead": Bulkhead(in_flight_max=0)}, "1 or more"),
        ({"bulkhead": Bulkhead(in_flight_max=1, line_max=-1)}, "0 to 10,000,000"),
        ({"dead_letter": "b"}, "waited for"),
        ({"delay": Constant(mean_s=-1.0)}, "delay of the call call is -1 s"),
        ({"loss_ratio": 2.0}, "loss ratio of the call call is 2"),
        ({"retry": Retry(attempts_max=0)}, "0 attempts"),
        ({"retry": Retry(attempts_max=3, backoff_s=-1.0)}, "back-off of call"),
        ({"retry": Retry(attempts_max=3, factor=0.5)}, "grows by 0.5"),
        ({"retry": Retry(attempts_max=3, jitter_ratio=1.5)}, "jitter of call is 1.5"),
        ({"breaker": Breaker(failures=3, open_s=1.0)}, "needs a time-out"),
        ({"breaker": Breaker(failures=0, open_s=1.0), "timeout_s": 1.0}, "at least 1 failure"),
        ({"id": "a"}, 'called "a"'),
    ],
)
def test_a_call_that_makes_no_sense(call: dict[str, Any], words: str) -> None:
    assert words in sentence_of(model_of(call=call))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"arrivals": Poisson(rate_per_s=-1.0)}, "load sends -1 requests"),
        ({"arrivals": Poisson(rate_per_s=UNDEFINED)}, "load sends nan requests"),
        ({"arrivals": Steps(steps=())}, "must begin at second 0"),
        ({"arrivals": Steps(steps=((0.0, 1.0), (0.0, 2.0)))}, "follow each other"),
        ({"arrivals": Closed(users=0, think=Constant(mean_s=1.0))}, "0 users"),
        ({"arrivals": Closed(users=1, think=Constant(mean_s=-1.0))}, "think time of load"),
        (
            {"arrivals": Bursts(rate_per_s=1.0, burst_per_s=2.0, every_s=1.0, lasts_s=2.0)},
            "burst of load",
        ),
        ({"target": "nowhere"}, "sends to nowhere"),
        ({"priority": 7}, "priority of load is 7"),
        ({"hot_ratio": 3.0}, "hot ratio of load is 3"),
    ],
)
def test_a_source_that_makes_no_sense(source: dict[str, Any], words: str) -> None:
    assert words in sentence_of(model_of(source=source))


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ({"duration_s": 0.0}, "lasts 0 s"),
        ({"duration_s": INFINITE}, "would not end"),
        ({"seed": -1}, "seed is -1"),
        ({"requests_max": 0}, "requests_max is 0"),
        (
            {"faults": (Fault(kind=FaultKind.CRASH, target="z", start_s=0.0),)},
            "no target that fits",
        ),
        ({"faults": (Fault(kind=FaultKind.CRASH, target="a", start_s=9.0),)}, "starts at 9 s"),
        (
            {"faults": (Fault(kind=FaultKind.SLOW, target="a", start_s=0.5, end_s=0.1),)},
            "after its start",
        ),
        ({"faults": (Fault(kind=FaultKind.PAUSE, target="a", start_s=0.0),)}, "has no end"),
        (
            {"faults": (Fault(kind=FaultKind.LOSS, target="call", start_s=0.0, amount=2.0),)},
            "its amount is 2",
        ),
        (
            {"faults": (Fault(kind=FaultKind.CRASH, target="a", start_s=0.0),) * 2},
            "overlap",
        ),
    ],
)
def test_a_scenario_that_makes_no_sense(scenario: dict[str, Any], words: str) -> None:
    assert words in sentence_of(model_of(), **scenario)


def test_calls_that_go_round_for_ever_are_named() -> None:
    back = Call(id="back", targets=("a",))
    model = model_of()
    model = replace(model, stations=(model.stations[0], Station(id="b", stages=((back,),))))
    assert "a -> b -> a never end" in sentence_of(model)
    may_end = replace(back, probability=0.9)
    model = replace(model, stations=(model.stations[0], Station(id="b", stages=((may_end,),))))
    assert list(problems(model, Scenario(duration_s=1.0))) == []


def test_a_run_that_would_bring_too_many_requests_says_how_to_go_on() -> None:
    flood = model_of(source={"arrivals": Poisson(rate_per_s=1e8)})
    assert "set requests_max" in sentence_of(flood, duration_s=100.0)


def test_nothing_runs_where_something_makes_no_sense() -> None:
    with pytest.raises(FlowError, match="0 servers"):
        run_model(model_of(station={"servers": 0}), Scenario(duration_s=1.0))


def test_users_without_any_pause_end_with_the_entries() -> None:
    model = FlowModel(
        stations=(Station(id="a", servers=None),),
        sources=(Source(id="u", target="a", arrivals=Closed(users=1, think=Constant(mean_s=0.0))),),
    )
    done = run_model(model, Scenario(duration_s=1.0, entries_max=1000))
    assert done.sums.ended == "entries"
    assert done.sums.entries <= 1002


def test_a_model_of_five_thousand_stations_in_a_row_is_checked_without_recursion() -> None:
    check(tandem(5000, 0.001, 1.0), Scenario(duration_s=1.0))


@settings(deadline=None, max_examples=50)
@given(models())
def test_random_models_of_these_tests_are_sound(model: FlowModel) -> None:
    assert list(problems(model, Scenario(duration_s=1.0))) == []
