"""What each defence of a service does, and what happens without it."""

from collections import Counter
from dataclasses import replace

import pytest
from atlas_core.sim.flow.duration import Constant, Exponential, Hyperexponential
from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import (
    Balance,
    Bulkhead,
    Cache,
    Call,
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
from atlas_core.sim.flow.result import Run
from atlas_engine import run_model


def run(model: FlowModel, *faults: Fault, seconds: float = 20.0) -> Run:
    return run_model(model, Scenario(duration_s=seconds, faults=faults))


def load(target: str, rate: float, name: str = "load") -> Source:
    return Source(id=name, target=target, arrivals=Poisson(rate_per_s=rate))


def kinds(found: Run) -> Counter[int]:
    assert found.trace is not None
    return Counter(entry.kind for entry in found.trace)


def outcomes(found: Run, station: int) -> tuple[int, ...]:
    return found.sums.stations[station].outcomes


def test_a_token_bucket_lets_through_its_rate_and_its_burst() -> None:
    limit = RateLimit(rate_per_s=10.0, burst=20)
    api = Station(id="api", servers=None, rate_limit=limit)
    found = run(FlowModel(stations=(api,), sources=(load("api", 100.0),)))
    assert found.good == pytest.approx(10 * 20 + 20, abs=1)
    assert outcomes(found, 0)[Outcome.LIMITED] == found.bad


def test_with_one_limit_for_each_source_the_greedy_one_hurts_only_itself() -> None:
    sources = (load("api", 5.0, "modest"), load("api", 200.0, "greedy"))

    def refused(each_source: bool) -> dict[int, float]:
        limit = RateLimit(rate_per_s=10.0, burst=10, each_source=each_source)
        api = Station(id="api", servers=None, rate_limit=limit)
        found = run(FlowModel(stations=(api,), sources=sources), seconds=60.0)
        assert found.trace is not None
        ends = [e for e in found.trace if e.kind == EntryKind.DEPART]
        shares = {}
        for source in (0, 1):
            own = [e for e in ends if e.peer == source]
            shares[source] = sum(e.value == Outcome.LIMITED for e in own) / len(own)
        return shares

    shared, own = refused(False), refused(True)
    assert shared[0] > 0.8
    assert own[0] < 0.05
    assert own[1] > 0.9


def test_fair_queueing_serves_the_modest_source_first() -> None:
    sources = (load("api", 5.0, "modest"), load("api", 100.0, "greedy"))

    def wait_s(discipline: Discipline) -> float:
        service = Exponential(mean_s=0.02)
        api = Station(id="api", service=service, discipline=discipline)
        found = run(FlowModel(stations=(api,), sources=sources))
        assert found.trace is not None
        born: dict[int, int] = {}
        waits = []
        for entry in found.trace:
            if entry.kind == EntryKind.ARRIVE and entry.peer == 0:
                born[entry.operation] = entry.tick
            elif entry.kind == EntryKind.START and entry.operation in born:
                waits.append((entry.tick - born[entry.operation]) / 1e9)
        return sum(waits) / len(waits)

    assert wait_s(Discipline.FAIR) < 0.05
    assert wait_s(Discipline.FIFO) > 20 * wait_s(Discipline.FAIR)


def test_shedding_keeps_those_who_are_served_quick_and_important_ones_served() -> None:
    def api(shedding: Shedding | None) -> FlowModel:
        station = Station(id="api", service=Exponential(mean_s=0.02), shedding=shedding)
        low = replace(load("api", 60.0, "low"), priority=2)
        return FlowModel(stations=(station,), sources=(load("api", 20.0, "high"), low))

    overloaded, shed = run(api(None)), run(api(Shedding(waiting=5, priority=1)))
    assert overloaded.latency_mean_s is not None
    assert shed.latency_mean_s is not None
    assert overloaded.latency_mean_s > 10 * shed.latency_mean_s
    assert shed.trace is not None
    turned_away = [
        e.peer for e in shed.trace if e.value == Outcome.SHED and e.kind == EntryKind.DEPART
    ]
    assert set(turned_away) == {1}
    late = run(api(Shedding(waited_max_s=0.1)))
    assert outcomes(late, 0)[Outcome.SHED] > 100
    assert late.latency_s(99) is not None
    assert (late.latency_s(99) or 0) < 0.25


def stampede(single_flight: bool, jitter: float = 0.0) -> FlowModel:
    """300 requests a second for ten keys, kept for 2 s, over a database that takes 200 ms."""
    cache = Cache(capacity=100, ttl_s=2.0, single_flight=single_flight, jitter_ratio=jitter)
    ask = Call(id="ask", targets=("cache",), optional=True)
    miss = Call(id="miss", targets=("db",), only_on_miss=True)
    return FlowModel(
        stations=(
            Station(id="app", servers=None, stages=((ask,), (miss,))),
            Station(id="cache", servers=None, service=Constant(mean_s=0.001), cache=cache),
            Station(id="db", servers=None, service=Constant(mean_s=0.2)),
        ),
        sources=(replace(load("app", 300.0), keys=10),),
    )


def test_a_popular_key_that_expires_sends_everybody_to_the_database() -> None:
    found = run(stampede(single_flight=False))
    fills = found.sums.stations[2].calls
    assert fills > 500  # 6 come in 200 ms for each of ten keys, about ten times
    one = run(stampede(single_flight=True))
    assert one.sums.stations[2].calls <= 10 * 10
    assert kinds(one)[EntryKind.PARKED] > 500
    assert one.good == one.sums.requests - one.unanswered


def test_a_cache_of_few_keys_forgets_the_least_recently_used() -> None:
    def hits(capacity: int) -> float:
        cache = Cache(capacity=capacity)
        ask = Call(id="ask", targets=("cache",))
        miss = Call(id="miss", targets=("db",), only_on_miss=True)
        stations = (
            Station(id="app", servers=None, stages=((ask,), (miss,))),
            Station(id="cache", servers=None, cache=cache),
            Station(id="db", servers=None),
        )
        source = replace(load("app", 500.0), keys=1000, skew=1.0)
        found = run(FlowModel(stations=stations, sources=(source,)), seconds=60.0)
        answers = outcomes(found, 1)
        return answers[Outcome.HIT] / sum(answers)

    small, large = hits(30), hits(300)
    assert 0.3 < small < 0.55
    assert 0.7 < large < 0.85


def test_a_flushed_cache_fills_again() -> None:
    flush = Fault(kind=FaultKind.FLUSH, target="cache", start_s=10.5)
    calm, flushed = run(stampede(True)), run(stampede(True), flush)
    assert flushed.sums.stations[2].calls >= calm.sums.stations[2].calls + 5
    assert flushed.sums.stations[2].calls < 2 * calm.sums.stations[2].calls + 20


def slow_tail(hedge_s: float | None, copies: int = 3) -> FlowModel:
    """One answer in ten takes 500 ms instead of 5."""
    tail = Hyperexponential(first_ratio=0.9, first_mean_s=0.005, second_mean_s=0.5)
    names = tuple(f"copy{i}" for i in range(copies))
    call = Call(id="ask", targets=names, hedge_s=hedge_s)
    copy = [Station(id=name, servers=None, service=tail) for name in names]
    app = Station(id="app", servers=None, stages=((call,),))
    return FlowModel(stations=(app, *copy), sources=(load("app", 100.0),))


def test_hedged_requests_cut_the_tail_for_a_few_more_calls() -> None:
    plain, hedged = run(slow_tail(None)), run(slow_tail(0.03))
    assert (plain.latency_s(95) or 0) > 4 * (hedged.latency_s(95) or 1)
    copies = kinds(hedged)[EntryKind.HEDGE] / hedged.sums.requests
    assert 0.05 < copies < 0.2
    assert hedged.good + hedged.unanswered == hedged.sums.requests


def test_the_second_copy_goes_to_another_target() -> None:
    found = run(slow_tail(0.03, copies=2))
    assert found.trace is not None
    first: dict[int, int] = {}
    for entry in found.trace:
        if entry.kind == EntryKind.CALL:
            first[entry.operation - entry.value] = entry.node
        elif entry.kind == EntryKind.HEDGE:
            assert first[entry.operation - entry.value] != entry.node


def test_a_bulkhead_keeps_a_slow_callee_from_taking_everything() -> None:
    def shop(bulkhead: Bulkhead | None) -> FlowModel:
        slow = Call(id="ask", targets=("slow",), probability=0.3, bulkhead=bulkhead, optional=True)
        return FlowModel(
            stations=(
                Station(
                    id="app",
                    servers=20,
                    service=Constant(mean_s=0.005),
                    holds_server=True,
                    queue_max=50,
                    stages=((slow,),),
                ),
                Station(id="slow", servers=None, service=Constant(mean_s=5.0)),
            ),
            sources=(load("app", 100.0),),
        )

    open_, closed = run(shop(None)), run(shop(Bulkhead(in_flight_max=5, line_max=0)))
    assert open_.bad > 0.5 * open_.sums.requests
    assert closed.bad == 0
    assert kinds(closed)[EntryKind.DENIED] > 300


def broker(queue_max: int | None, consumers: int = 2) -> FlowModel:
    """A queue whose consumers take 40 messages a second."""
    bulkhead = Bulkhead(in_flight_max=consumers)
    retry = Retry(attempts_max=3, backoff_s=0.01)
    deliver = Call(
        id="deliver",
        targets=("worker",),
        asynchronous=True,
        bulkhead=bulkhead,
        retry=retry,
        dead_letter="dead",
    )
    put = Call(id="put", targets=("queue",))
    return FlowModel(
        stations=(
            Station(id="api", servers=None, stages=((put,),)),
            Station(id="queue", servers=None, queue_max=queue_max, stages=((deliver,),)),
            Station(id="worker", servers=None, service=Constant(mean_s=0.05)),
            Station(id="dead", servers=None),
        ),
        sources=(Source(id="load", target="api", arrivals=Regular(rate_per_s=50.0)),),
    )


def test_a_slow_consumer_lets_the_queue_grow_and_a_full_queue_pushes_back() -> None:
    endless, bounded = run(broker(None)), run(broker(100))
    assert endless.bad == 0
    waiting = endless.sums.requests - endless.sums.stations[2].calls
    assert waiting == pytest.approx(10 * 20, abs=10)
    assert outcomes(bounded, 1)[Outcome.REFUSED] == pytest.approx(10 * 20 - 100, abs=10)


def test_a_message_that_always_fails_ends_in_the_dead_letter_queue() -> None:
    broken = Fault(kind=FaultKind.ERROR, target="worker", start_s=0.0, amount=1.0)
    found = run(broker(None, consumers=50), broken)
    requests = found.sums.requests
    assert found.bad == 0
    assert found.sums.stations[2].calls == pytest.approx(3 * requests, abs=20)
    assert found.sums.stations[3].calls == pytest.approx(requests, abs=10)


def test_messages_wait_in_the_queue_while_the_consumer_is_down() -> None:
    down = Fault(kind=FaultKind.CRASH, target="worker", start_s=5.0, end_s=5.02)
    found = run(broker(None, consumers=50), down)
    assert found.sums.stations[3].calls == 0


def test_new_servers_come_after_the_lag_and_go_again() -> None:
    scaling = Scaling(servers_min=2, servers_max=20, target=0.5, every_s=5.0, lag_s=20.0)
    api = Station(id="api", servers=2, service=Exponential(mean_s=0.05), scaling=scaling)
    steps = Steps(steps=((0.0, 8.0), (30.0, 150.0), (120.0, 8.0)))
    source = Source(id="load", target="api", arrivals=steps)
    found = run(FlowModel(stations=(api,), sources=(source,)), seconds=200.0)
    assert found.trace is not None
    scaled = [(e.tick / 1e9, e.value) for e in found.trace if e.kind == EntryKind.SCALED]
    first_more = next(at for at, servers in scaled if servers > 2)
    assert 50.0 <= first_more <= 61.0
    assert max(servers for _, servers in scaled) >= 12
    assert scaled[-1][1] <= 4


def regions(balance: Balance, detection_s: float) -> FlowModel:
    call = Call(
        id="go", targets=("east", "west"), balance=balance, detection_s=detection_s, timeout_s=0.5
    )
    zones = [Station(id=z, servers=None, service=Constant(mean_s=0.01)) for z in ("east", "west")]
    dns = Station(id="dns", servers=None, stages=((call,),))
    return FlowModel(stations=(dns, *zones), sources=(load("dns", 100.0),))


def test_fail_over_goes_to_the_standby_once_the_loss_is_noticed() -> None:
    lost = Fault(kind=FaultKind.CRASH, target="east", start_s=5.0, end_s=15.0)
    found = run(regions(Balance.FAILOVER, 3.0), lost)
    assert run(regions(Balance.FAILOVER, 3.0)).sums.stations[2].calls == 0
    assert found.bad == pytest.approx(300, rel=0.2)
    assert found.sums.stations[2].calls == pytest.approx(700, rel=0.15)


def test_across_a_partition_no_call_and_no_answer_passes() -> None:
    cut = Fault(kind=FaultKind.PARTITION, target="split", side=("east",), start_s=5.0, end_s=10.0)
    found = run(regions(Balance.FAILOVER, 30.0), cut)
    counted = kinds(found)
    assert counted[EntryKind.LOST] == pytest.approx(500, rel=0.15)
    assert counted[EntryKind.TIMEOUT] == counted[EntryKind.LOST]
    assert found.bad == counted[EntryKind.LOST]


def test_a_lost_shard_moves_only_its_own_keys() -> None:
    names = ("a", "b", "c", "d")
    call = Call(id="by-key", targets=names, balance=Balance.HASH)
    shards = [Station(id=name, servers=None) for name in names]
    router = Station(id="router", servers=None, stages=((call,),))
    source = replace(load("router", 400.0), keys=200)
    model = FlowModel(stations=(router, *shards), sources=(source,))
    crash = Fault(kind=FaultKind.CRASH, target="d", start_s=10.0)
    whole, broken = run(model), run(model, crash)
    assert whole.trace is not None
    assert broken.trace is not None
    homes = {e.operation: e.node for e in whole.trace if e.kind == EntryKind.CALL}
    moved = [
        homes[e.operation]
        for e in broken.trace
        if e.kind == EntryKind.CALL and homes[e.operation] != e.node
    ]
    assert set(moved) == {4}
    assert len(moved) > 500


def test_requests_with_more_work_hold_up_those_behind_them() -> None:
    light = load("api", 30.0, "light")
    heavy = replace(load("api", 1.0, "heavy"), work=50.0)
    api = Station(id="api", servers=1, service=Constant(mean_s=0.01))
    alone = run(FlowModel(stations=(api,), sources=(light,)), seconds=60.0)
    mixed = run(FlowModel(stations=(api,), sources=(light, heavy)), seconds=60.0)
    assert (mixed.latency_s(50) or 0) > 10 * (alone.latency_s(50) or 1)
