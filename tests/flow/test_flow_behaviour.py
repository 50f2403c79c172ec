"""What each part of a model does, on runs that are small enough to be worked out by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from atlas_core.sim.flow.duration import Constant, Exponential
from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import (
    Arrivals,
    Balance,
    Breaker,
    Bursts,
    Call,
    Closed,
    Discipline,
    Fault,
    FaultKind,
    FlowModel,
    Poisson,
    Regular,
    Retry,
    Scenario,
    Source,
    Station,
    Steps,
)
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.run import run_model
from atlas_engine import run_model as run_fast

EVERY_SECOND = Regular(rate_per_s=1.0)


def model_of(*stations: Station, arrivals: Arrivals = EVERY_SECOND) -> FlowModel:
    source = Source(id="load", target=stations[0].id, arrivals=arrivals)
    return FlowModel(stations=stations, sources=(source,))


def asking(call: Call, **more: object) -> Station:
    station = Station(id="caller", servers=None, stages=((call,),))
    return replace(station, **more)  # type: ignore[arg-type]


def told(run: Run, *kinds: EntryKind) -> list[tuple[float, str]]:
    """Seconds and kinds of the entries, in order."""
    assert run.trace is not None
    return [
        (round(entry.tick / 1e9, 6), EntryKind(entry.kind).name)
        for entry in run.trace
        if entry.kind in kinds
    ]


def departures(run: Run) -> list[tuple[float, Outcome]]:
    assert run.trace is not None
    return [
        (round(entry.tick / 1e9, 6), Outcome(entry.value))
        for entry in run.trace
        if entry.kind == EntryKind.DEPART
    ]


def served_by(run: Run, kind: EntryKind = EntryKind.CALL) -> Counter[str]:
    assert run.trace is not None
    return Counter(run.trace.header.nodes[e.node] for e in run.trace if e.kind == kind)


def once(model: FlowModel, faults: Sequence[Fault] = (), duration_s: float = 20.0) -> Run:
    """One request, at second 1."""
    return run_model(model, Scenario(duration_s=duration_s, requests_max=1, faults=tuple(faults)))


def test_a_call_takes_its_delay_and_the_service_of_its_callee() -> None:
    callee = Station(id="b", service=Constant(mean_s=0.2))
    call = Call(id="ab", targets=("b",), delay=Constant(mean_s=0.05))
    caller = asking(call, servers=1, service=Constant(mean_s=0.1))
    assert departures(once(model_of(caller, callee))) == [(1.35, Outcome.OK)]


def test_calls_of_one_stage_run_at_once_and_stages_one_after_the_other() -> None:
    quick, slow = (
        Station(id="q", service=Constant(mean_s=0.1)),
        Station(id="s", service=Constant(mean_s=0.3)),
    )
    one, other = Call(id="1", targets=("q",)), Call(id="2", targets=("s",))
    together = Station(id="a", servers=None, stages=((one, other),))
    in_turn = Station(id="a", servers=None, stages=((one,), (other,)))
    assert departures(once(model_of(together, quick, slow))) == [(1.3, Outcome.OK)]
    assert departures(once(model_of(in_turn, quick, slow))) == [(1.4, Outcome.OK)]


def test_an_asynchronous_call_is_not_waited_for() -> None:
    callee = Station(id="b", service=Constant(mean_s=5.0))
    run = once(model_of(asking(Call(id="ab", targets=("b",), asynchronous=True)), callee))
    assert departures(run) == [(1.0, Outcome.OK)]
    assert told(run, EntryKind.REPLY) == [(6.0, "REPLY")]


def test_a_time_out_gives_up_but_the_callee_works_on() -> None:
    callee = Station(id="b", service=Constant(mean_s=5.0))
    run = once(model_of(asking(Call(id="ab", targets=("b",), timeout_s=1.0)), callee))
    assert departures(run) == [(2.0, Outcome.FAILED)]
    assert told(run, EntryKind.TIMEOUT, EntryKind.REPLY) == [(2.0, "TIMEOUT"), (6.0, "REPLY")]


def test_retries_wait_longer_each_time_up_to_their_limit() -> None:
    callee = Station(id="b", error_ratio=1.0)
    retry = Retry(attempts_max=5, backoff_s=0.1, factor=3.0, backoff_max_s=0.5)
    run = once(model_of(asking(Call(id="ab", targets=("b",), retry=retry)), callee))
    tries = [at for at, _ in told(run, EntryKind.CALL, EntryKind.RETRY)]
    assert tries == [1.0, 1.1, 1.4, 1.9, 2.4]
    assert departures(run) == [(2.4, Outcome.FAILED)]


def test_a_retry_budget_stops_a_storm() -> None:
    callee = Station(id="b", error_ratio=1.0)
    attempts = {}
    for budget in (None, 0.1):
        retry = Retry(attempts_max=4, budget_ratio=budget)
        model = model_of(
            asking(Call(id="ab", targets=("b",), retry=retry)),
            callee,
            arrivals=Regular(rate_per_s=100.0),
        )
        run = run_fast(model, Scenario(duration_s=10.0))
        attempts[budget] = run.sums.stations[1].calls / run.sums.requests
    assert attempts[None] == pytest.approx(4.0, rel=0.01)
    assert attempts[0.1] == pytest.approx(1.1, abs=0.02)


def test_the_caller_is_served_without_an_optional_call() -> None:
    broken = Station(id="b", error_ratio=1.0)
    for optional, outcome in ((True, Outcome.OK), (False, Outcome.FAILED)):
        call = Call(id="ab", targets=("b",), optional=optional)
        assert departures(once(model_of(asking(call), broken))) == [(1.0, outcome)]


def test_a_store_behind_a_cache_is_asked_only_on_a_miss_or_when_the_cache_is_down() -> None:
    look = Call(id="look", targets=("cache",), optional=True)
    load = Call(id="load it", targets=("store",), only_on_miss=True)
    caller = Station(id="a", servers=None, stages=((look,), (load,)))
    for hit, asked in ((1.0, 0), (0.0, 1)):
        run = once(model_of(caller, Station(id="cache", hit_ratio=hit), Station(id="store")))
        assert served_by(run)["store"] == asked
    down = Fault(kind=FaultKind.CRASH, target="cache", start_s=0.0)
    run = once(model_of(caller, Station(id="cache", hit_ratio=1.0), Station(id="store")), [down])
    assert served_by(run)["store"] == 1
    assert departures(run) == [(1.0, Outcome.OK)]


def test_a_flushed_cache_finds_nothing() -> None:
    cache = asking(Call(id="ab", targets=("b",)), hit_ratio=1.0)
    flush = Fault(kind=FaultKind.FLUSH, target="caller", start_s=0.0)
    assert departures(once(model_of(cache, Station(id="b")))) == [(1.0, Outcome.HIT)]
    assert departures(once(model_of(cache, Station(id="b")), [flush])) == [(1.0, Outcome.OK)]


def test_a_breaker_opens_fails_fast_probes_and_closes() -> None:
    call = Call(id="ab", targets=("b",), timeout_s=0.5, breaker=Breaker(failures=2, open_s=2.5))
    crash = Fault(kind=FaultKind.CRASH, target="b", start_s=0.0, end_s=4.5)
    model = model_of(asking(call), Station(id="b"))
    run = run_model(model, Scenario(duration_s=8.5, faults=(crash,)))
    kinds = (EntryKind.OPENED, EntryKind.CLOSED, EntryKind.SHORT, EntryKind.CALL)
    assert told(run, *kinds) == [
        (1.0, "CALL"),
        (2.0, "CALL"),
        (2.0, "OPENED"),
        (3.0, "SHORT"),
        (4.0, "SHORT"),
        (5.0, "CALL"),  # the probe, after 2.5 s; the crash has ended
        (5.0, "CLOSED"),
        (6.0, "CALL"),
        (7.0, "CALL"),
        (8.0, "CALL"),
    ]


def test_a_pause_is_owed_to_those_who_were_served_and_to_those_who_wait() -> None:
    station = Station(id="a", service=Constant(mean_s=0.6))
    pause = Fault(kind=FaultKind.PAUSE, target="a", start_s=1.2, end_s=3.2)
    run = run_model(model_of(station), Scenario(duration_s=9.0, requests_max=3, faults=(pause,)))
    assert departures(run) == [(3.6, Outcome.OK), (4.2, Outcome.OK), (4.8, Outcome.OK)]


def test_a_crash_answers_all_that_it_holds_and_refuses_until_it_ends() -> None:
    station = Station(id="a", service=Constant(mean_s=10.0))
    crash = Fault(kind=FaultKind.CRASH, target="a", start_s=2.5, end_s=3.5)
    run = run_model(model_of(station), Scenario(duration_s=20.0, requests_max=4, faults=(crash,)))
    assert departures(run) == [
        (2.5, Outcome.CRASHED),
        (2.5, Outcome.CRASHED),
        (3.0, Outcome.CRASHED),
        (14.0, Outcome.OK),
    ]


def test_a_fault_of_no_length_changes_nothing() -> None:
    pause = Fault(kind=FaultKind.PAUSE, target="a", start_s=0.5, end_s=0.5)
    assert departures(once(model_of(Station(id="a")), [pause])) == [(1.0, Outcome.OK)]


def test_slow_errors_and_loss_do_what_they_say() -> None:
    station = Station(id="a", service=Constant(mean_s=0.1))
    slow = Fault(kind=FaultKind.SLOW, target="a", start_s=0.0, amount=5.0)
    assert departures(once(model_of(station), [slow])) == [(1.5, Outcome.OK)]
    error = Fault(kind=FaultKind.ERROR, target="a", start_s=0.0, amount=1.0)
    assert departures(once(model_of(station), [error])) == [(1.1, Outcome.ERROR)]
    call = Call(id="ab", targets=("b",), timeout_s=2.0)
    lost = Fault(kind=FaultKind.LOSS, target="ab", start_s=0.0, amount=1.0)
    run = once(model_of(asking(call), Station(id="b")), [lost])
    assert departures(run) == [(3.0, Outcome.FAILED)]
    assert run.sums.stations[1].calls == 0


def test_a_drop_of_capacity_leaves_a_part_of_the_servers() -> None:
    station = Station(id="a", servers=4, service=Constant(mean_s=1.0))
    drop = Fault(kind=FaultKind.CAPACITY, target="a", start_s=0.0, amount=0.5)
    model = model_of(station, arrivals=Regular(rate_per_s=100.0))
    run = run_model(model, Scenario(duration_s=10.5, faults=(drop,)))
    assert run.good == 2 * 10


def test_a_kept_server_serves_nobody_else_during_its_calls() -> None:
    callee = Station(id="b", servers=None, service=Constant(mean_s=0.5))
    arrivals = Regular(rate_per_s=10.0)
    good = {}
    for keeps in (True, False):
        caller = Station(
            id="a",
            service=Constant(mean_s=0.01),
            holds_server=keeps,
            stages=((Call(id="ab", targets=("b",)),),),
        )
        run = run_model(model_of(caller, callee, arrivals=arrivals), Scenario(duration_s=10.0))
        good[keeps] = run.good
    assert good == {True: 19, False: 94}


@pytest.mark.parametrize(
    ("discipline", "order"),
    [
        (Discipline.FIFO, [1, 2, 3, 4]),
        (Discipline.LIFO, [1, 4, 3, 2]),
        (Discipline.PRIORITY, [1, 2, 4, 3]),
    ],
)
def test_who_waits_is_served_as_the_discipline_says(
    discipline: Discipline, order: list[int]
) -> None:
    station = Station(id="a", service=Constant(mean_s=10.0), discipline=discipline)
    common = Source(id="common", target="a", arrivals=Regular(rate_per_s=1.0), priority=3)
    urgent = Source(
        id="urgent", target="a", arrivals=Steps(steps=((0.0, 0.0), (3.5, 1000.0))), priority=0
    )
    model = FlowModel(stations=(station,), sources=(common, urgent))
    if discipline is Discipline.PRIORITY:
        run = run_model(model, Scenario(duration_s=60.0, requests_max=4))
        assert run.trace is not None
        # Common requests 1, 2, 3 come at seconds 1, 2, 3, the urgent one after 3.5.
        started = [e.operation for e in run.trace if e.kind == EntryKind.START]
        assert started == [1, 4, 2, 3]
        return
    run = run_model(replace(model, sources=(common,)), Scenario(duration_s=60.0, requests_max=4))
    assert run.trace is not None
    assert [e.operation for e in run.trace if e.kind == EntryKind.START] == order


def test_a_full_queue_refuses() -> None:
    station = Station(id="a", service=Constant(mean_s=10.0), queue_max=1)
    run = run_model(model_of(station), Scenario(duration_s=25.0, requests_max=3))
    assert departures(run) == [
        (3.0, Outcome.REFUSED),
        (11.0, Outcome.OK),
        (21.0, Outcome.OK),
    ]


def balanced(balance: Balance, hot_ratio: float = 0.0, detection_s: float = 0.0) -> FlowModel:
    callees = tuple(Station(id=f"b{index}", service=Exponential(mean_s=0.03)) for index in range(4))
    call = Call(
        id="ab",
        targets=tuple(callee.id for callee in callees),
        balance=balance,
        detection_s=detection_s,
    )
    source = Source(
        id="load", target="caller", arrivals=Poisson(rate_per_s=100.0), hot_ratio=hot_ratio
    )
    return FlowModel(stations=(asking(call), *callees), sources=(source,))


def test_balancers_rank_as_theory_says() -> None:
    waits = {}
    for balance in Balance:
        run = run_fast(balanced(balance), Scenario(duration_s=2000.0), record=False)
        waits[balance] = run.latency_mean_s or 0.0
    best_first = sorted(waits, key=waits.__getitem__)
    assert best_first[0] is Balance.LEAST_CONNECTIONS
    assert best_first[1] is Balance.TWO_CHOICES
    assert best_first[2] is Balance.ROUND_ROBIN
    assert waits[Balance.RANDOM] == pytest.approx(0.03 / (1 - 0.75), rel=0.1)


def test_a_hot_key_makes_a_hot_shard() -> None:
    even = served_by(run_fast(balanced(Balance.HASH), Scenario(duration_s=50.0)))
    hot = served_by(run_fast(balanced(Balance.HASH, hot_ratio=0.5), Scenario(duration_s=50.0)))
    assert max(even.values()) < 0.3 * even.total()
    assert max(hot.values()) > 0.55 * hot.total()


def test_a_balancer_leaves_out_a_crashed_target_once_it_has_noticed() -> None:
    crash = Fault(kind=FaultKind.CRASH, target="b0", start_s=10.0)
    model = balanced(Balance.ROUND_ROBIN, detection_s=5.0)
    run = run_fast(model, Scenario(duration_s=30.0, faults=(crash,)))
    assert run.trace is not None
    failed = [at for at, outcome in departures(run) if outcome is Outcome.FAILED]
    assert failed
    assert min(failed) >= 10
    assert max(failed) <= 15


def test_bursts_steps_spikes_and_users_bring_the_requests_that_they_should() -> None:
    station = Station(id="a", servers=None)
    expected: list[tuple[Arrivals, tuple[Fault, ...], float]] = [
        (Poisson(rate_per_s=50.0), (), 5000),
        (Regular(rate_per_s=50.0), (), 5000),
        (Bursts(rate_per_s=10.0, burst_per_s=200.0, every_s=10.0, lasts_s=2.0), (), 4420),
        (Steps(steps=((0.0, 10.0), (50.0, 90.0))), (), 5000),
        (
            Poisson(rate_per_s=50.0),
            (Fault(kind=FaultKind.SPIKE, target="load", start_s=20, end_s=40, amount=4.0),),
            8000,
        ),
        (Closed(users=50, think=Constant(mean_s=1.0)), (), 5000),
    ]
    for arrivals, faults, requests in expected:
        run = run_fast(
            model_of(station, arrivals=arrivals), Scenario(duration_s=100.0, faults=faults)
        )
        assert run.sums.requests == pytest.approx(requests, rel=0.06)


def test_a_retry_storm_goes_on_after_its_trigger_is_gone() -> None:
    # Bronson et al., Metastable Failures in Distributed Systems, HotOS 2021: the load is well
    # within capacity; a pause of one second fills the queue beyond the time-out, and from then on
    # all work is for callers who have given up.
    def good_at_the_end(retry: Retry | None, pause_s: float) -> float:
        call = Call(id="ab", targets=("b",), timeout_s=0.5, retry=retry)
        service = Station(id="b", servers=10, service=Exponential(mean_s=0.01))
        model = model_of(asking(call), service, arrivals=Poisson(rate_per_s=700.0))
        trigger = Fault(kind=FaultKind.PAUSE, target="b", start_s=20.0, end_s=20.0 + pause_s)
        run = run_fast(model, Scenario(duration_s=100.0, faults=(trigger,)), record=False)
        last = run.sums.windows[-20:-1]
        return sum(w.good for w in last) / max(sum(w.arrived for w in last), 1)

    storm = Retry(attempts_max=4, backoff_s=0.05)
    assert good_at_the_end(storm, pause_s=0.0) > 0.99
    assert good_at_the_end(storm, pause_s=2.0) < 0.2
    assert good_at_the_end(None, pause_s=2.0) > 0.99
    assert good_at_the_end(replace(storm, budget_ratio=0.1), pause_s=2.0) > 0.99
