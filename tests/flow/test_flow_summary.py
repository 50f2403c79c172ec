"""Conservation and Little's law hold on whatever runs; a trace read from bytes gives the sums."""

import pytest
from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.summary import sums_of
from atlas_core.sim.flow.sums import bucket_bounds, bucket_of
from atlas_core.trace import decode_trace, encode_trace
from atlas_engine import load_engine, run_model
from flow_models import runs, tandem
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    load_engine()


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(runs())
def test_no_request_is_lost_or_made_up(run: tuple[FlowModel, Scenario]) -> None:
    done = run_model(*run)
    assert done.trace is not None
    kinds = [entry.kind for entry in done.trace]
    assert kinds.count(EntryKind.ARRIVE) == done.sums.requests
    assert kinds.count(EntryKind.DEPART) == done.good + done.bad
    assert done.unanswered >= 0
    for station in done.sums.stations:
        assert sum(station.outcomes) <= station.calls
        assert station.outcomes[Outcome.OK] <= station.calls
    answered = {e.operation for e in done.trace if e.kind in (EntryKind.REPLY, EntryKind.DEPART)}
    sends = (EntryKind.ARRIVE, EntryKind.CALL, EntryKind.RETRY, EntryKind.HEDGE, EntryKind.DEAD)
    sent = {e.operation for e in done.trace if e.kind in sends}
    assert answered <= sent


@settings(max_examples=100, deadline=None, suppress_health_check=SLOW)
@given(runs())
def test_littles_law_holds_exactly_for_those_who_have_left(
    run: tuple[FlowModel, Scenario],
) -> None:
    # L = lambda W: the area under "jobs present" is the time that jobs spent there. What the
    # answered ones spent is known; each of the others spent at most the whole run.
    model, scenario = run
    done = run_model(model, scenario)
    ticks = scenario.duration_s * 1e9
    for found in done.sums.stations:
        still_there = found.calls - sum(found.outcomes)
        rest = found.present_ticks - found.time_ticks
        assert 0 <= rest <= still_there * ticks
        assert found.present_ticks >= found.busy_ticks or any(
            not station.holds_server for station in model.stations
        )


def test_littles_law_holds_in_the_long_run() -> None:
    done = run_model(tandem(3, 0.008, 100.0), Scenario(duration_s=2000.0))
    for index in range(3):
        figures = done.station(f"station{index}")
        assert figures.time_mean_s is not None
        assert figures.present_mean == pytest.approx(
            figures.throughput_per_s * figures.time_mean_s, rel=1e-3
        )


def test_a_trace_read_back_from_its_bytes_gives_the_sums_of_the_engine() -> None:
    model, scenario = tandem(3, 0.008, 100.0), Scenario(duration_s=50.0)
    done = run_model(model, scenario)
    assert done.trace is not None
    back = decode_trace(encode_trace(done.trace))
    assert sums_of(model, scenario, back, back.header.ended) == done.sums


@given(st.integers(0, 2**62))
def test_each_latency_lies_within_the_bounds_of_its_bucket(ticks: int) -> None:
    low, above = bucket_bounds(bucket_of(ticks))
    assert low <= ticks < above
    assert above - low <= max(1, low / 32)


def test_percentiles_are_those_of_the_latencies_within_three_percent() -> None:
    done = run_model(tandem(2, 0.005, 100.0), Scenario(duration_s=100.0))
    assert done.trace is not None
    born: dict[int, int] = {}
    latencies = []
    for entry in done.trace:
        if entry.kind == EntryKind.ARRIVE:
            born[entry.operation] = entry.tick
        elif entry.kind == EntryKind.DEPART:
            latencies.append((entry.tick - born[entry.operation]) / 1e9)
    latencies.sort()
    for percentile in (50, 90, 99):
        exact = latencies[int(percentile / 100 * len(latencies)) - 1]
        assert done.latency_s(percentile) == pytest.approx(exact, rel=0.03)
