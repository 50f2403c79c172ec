"""From a diagram to a run: what was drawn is called, what was written is used, the rest is said."""

import pytest
from atlas_core.diagram.model import Diagram
from atlas_core.diagram.vocabulary import Kind
from atlas_core.sim.flow.diagram import NotRunnableError, Reading, read_model
from atlas_core.sim.flow.duration import Exponential, Lognormal, mean_s
from atlas_core.sim.flow.model import Balance, Fault, FaultKind, Scenario
from atlas_core.sim.flow.parameter import Parameter, Provenance
from atlas_core.sim.flow.sensitivity import headline
from atlas_core.sim.flow.simulate import simulate
from atlas_core.sim.flow.validation import FlowError, problems
from atlas_engine import simulate as simulate_fast
from drawn import calls, diagram_of, station
from hypothesis import given, settings
from hypothesis import strategies as st

SHOP = diagram_of(
    {
        "client": "Users",
        "lb": "Load balancer",
        "api1": "API 1|p99: 200ms",
        "api2": "API 2|p99: 200ms",
        "cache": "Redis|hit rate: 90%|p99: 2ms",
        "db": "PostgreSQL|p99: 50ms",
        "queue": "Kafka",
        "worker": "Mailer",
        "monitor": "Prometheus",
    },
    "client->lb: 500 requests/s",
    "lb->api1",
    "lb->api2",
    "api1->cache",
    "api1->db",
    "api2->cache",
    "api2->db",
    "api1.>queue",
    "queue->worker",
    "monitor->api1",
)


def parameter(reading: Reading, owner: str, name: str) -> Parameter:
    found = [p for p in reading.model.parameters if p.owner == owner and p.name.startswith(name)]
    assert len(found) == 1, found
    return found[0]


def test_calls_follow_the_arrows_in_their_order() -> None:
    reading = read_model(SHOP)
    assert calls(reading, "client")[0].targets == ("lb",)
    balanced = calls(reading, "lb")
    assert [call.targets for call in balanced] == [("api1", "api2")]
    assert balanced[0].balance is Balance.ROUND_ROBIN
    assert [call.targets[0] for call in calls(reading, "api1")] == ["cache", "db", "queue"]


def test_a_cache_is_asked_first_and_the_store_only_on_a_miss() -> None:
    cache, store, mail = calls(read_model(SHOP), "api1")
    assert cache.optional
    assert store.only_on_miss
    assert not store.optional
    assert mail.asynchronous


def test_consumers_of_a_queue_and_monitors_are_not_waited_for() -> None:
    reading = read_model(SHOP)
    assert calls(reading, "queue")[0].asynchronous
    assert "monitor" not in [station.id for station in reading.model.stations]
    assert any("Prometheus" in sentence for sentence in reading.left_out)


def test_what_is_written_is_stated_and_a_p99_is_a_quantile() -> None:
    reading = read_model(SHOP)
    rate = parameter(reading, "load", "rate_per_s")
    assert (rate.value, rate.provenance, rate.because) == (
        500.0,
        Provenance.STATED,
        "500 requests/s",
    )
    hits = parameter(reading, "cache", "hit_ratio")
    assert (hits.value, hits.provenance) == (0.9, Provenance.STATED)
    assert station(reading, "db").service == Exponential(mean_s=pytest.approx(0.05 / 4.60517))


def test_what_callers_see_is_the_service_and_its_calls() -> None:
    reading = read_model(SHOP)
    own = parameter(reading, "api1", "service_s")
    whole = 0.2 / 4.60517
    calls_s = 0.002 / 4.60517 + 0.1 * 0.05 / 4.60517
    assert own.provenance is Provenance.DERIVED
    assert own.value == pytest.approx(whole - calls_s, rel=1e-4)


def test_what_nobody_wrote_is_assumed_and_says_why() -> None:
    reading = read_model(SHOP)
    mailer = parameter(reading, "worker", "service_s")
    assert (mailer.provenance, mailer.because) == (Provenance.ASSUMED, "usual for a worker")
    assert all(p.because for p in reading.model.parameters)


def test_a_median_with_a_p99_gives_a_lognormal_service() -> None:
    drawn = diagram_of({"api": "API", "db": "DB|p50: 4ms, p99: 8ms"}, "api->db")
    service = station(read_model(drawn), "db").service
    assert isinstance(service, Lognormal)
    assert service.median_s == 0.004


def test_a_choice_goes_one_way_as_often_as_its_shares_say() -> None:
    drawn = diagram_of(
        {"api": "API", "choice": "New?", "db1": "Primary", "db2": "Archive", "db3": "Other"},
        "api->choice",
        "choice->db1: 75% of requests",
        "choice->db2: 25% of requests",
    )
    targets = calls(read_model(drawn), "choice")[0].targets
    assert (targets.count("db1"), targets.count("db2")) == (75, 25)


def test_a_rate_inside_the_diagram_gives_the_load_that_leads_to_it() -> None:
    drawn = diagram_of(
        {"api": "API", "cache": "Redis|hit rate: 80%", "db": "DB|100 queries/s"},
        "api->cache",
        "cache->db",
    )
    reading = read_model(drawn)
    assert reading.load_per_s == pytest.approx(500.0)
    assert parameter(reading, "load", "rate_per_s").provenance is Provenance.DERIVED


def test_instances_are_kept_and_carry_the_load() -> None:
    drawn = diagram_of({"api": "API|3 instances", "db": "DB"}, "api->db")
    reading = read_model(drawn, load_per_s=1000.0)
    servers = station(reading, "api").servers
    assert servers is not None
    assert servers % 3 == 0
    assert servers >= 1000 * mean_s(station(reading, "api").service)
    assert parameter(reading, "api", "instances").provenance is Provenance.STATED


def test_a_great_load_is_simulated_at_a_smaller_scale() -> None:
    reading = read_model(SHOP, load_per_s=1e6)
    assert reading.scale == pytest.approx(0.001)
    assert parameter(reading, "model", "scale").provenance is Provenance.DERIVED
    done = simulate_fast(SHOP, load=1e6, seed=3)
    assert done.run.sums.requests < 50_000
    assert done.run.bad == 0


def test_own_numbers_go_before_all_others() -> None:
    reading = read_model(SHOP, overrides={("cache", "hit_ratio"): 0.0, ("db", "servers"): 7.0})
    assert station(reading, "cache").hit_ratio == 0.0
    assert station(reading, "db").servers == 7
    assert parameter(reading, "db", "servers").because == "set by you"


def test_own_numbers_that_make_no_sense_are_refused() -> None:
    with pytest.raises(FlowError, match="no speed of db"):
        read_model(SHOP, overrides={("db", "speed"): 7.0})
    for load in (0.0, -5.0, float("nan"), float("inf")):
        with pytest.raises(FlowError, match="rate_per_s of load"):
            read_model(SHOP, load_per_s=load)


def test_arrows_that_lead_back_are_left_out_and_said() -> None:
    drawn = diagram_of({"a": "A", "b": "B", "c": "C"}, "a->b", "b->c", "c->b", "c->a")
    reading = read_model(drawn)
    assert list(problems(reading.model, Scenario(duration_s=1.0))) == []


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (diagram_of({"a": "A", "b": "B"}, "a->b", kind=Kind.PIE), "Only flowcharts"),
        (diagram_of({"a": "A", "b": "B"}), "decisions, not machines|No arrow"),
        (
            diagram_of(
                {"a": "Start", "choice1": "Ready?", "b": "Go", "c": "Wait"},
                "a->choice1",
                "choice1->b",
                "choice1->c",
            ),
            "decisions, not machines",
        ),
    ],
)
def test_a_diagram_that_cannot_be_run_says_why(drawn: Diagram, words: str) -> None:
    with pytest.raises(NotRunnableError, match=words) as refusal:
        read_model(drawn)
    assert str(refusal.value).endswith(".")


def test_a_crashed_database_fails_the_misses_and_the_cache_saves_the_rest() -> None:
    faults = (Fault(kind=FaultKind.CRASH, target="db", start_s=0.0),)
    done = simulate_fast(SHOP, faults=faults, duration_s=20.0)
    failed = done.run.bad / (done.run.good + done.run.bad)
    assert failed == pytest.approx(0.1, abs=0.02)
    healthy = simulate_fast(SHOP, duration_s=20.0)
    assert healthy.run.bad == 0


def test_a_crashed_cache_sends_everything_to_the_database_and_takes_it_down() -> None:
    faults = (Fault(kind=FaultKind.CRASH, target="cache", start_s=0.0),)
    healthy = simulate_fast(SHOP, duration_s=20.0)
    broken = simulate_fast(SHOP, duration_s=20.0, faults=faults)
    names = [station.id for station in healthy.reading.model.stations]
    before, after = (done.run.sums.stations[names.index("db")].calls for done in (healthy, broken))
    assert after > 8 * before
    busy = broken.run.station("db").utilisation
    assert busy is not None
    assert busy > 0.95
    assert broken.run.bad > broken.run.good


def test_a_headline_that_rests_on_an_assumption_is_a_range_and_names_it() -> None:
    vague = headline(diagram_of({"api": "API", "db": "DB"}, "api->db"))
    assert vague.is_range
    assert vague.matters[0].provenance is Provenance.ASSUMED
    written = {("api", "service_s"): 0.01, ("db", "service_s"): 0.01}
    sure = written | {("api", "servers"): 40.0, ("db", "servers"): 40.0}
    known = headline(diagram_of({"api": "API", "db": "DB"}, "api->db"), overrides=sure)
    assert not known.is_range
    assert known.response_s == pytest.approx(0.02)
    assert known.matters == ()


def test_estimate_and_simulation_agree_on_a_sound_diagram() -> None:
    assert simulate_fast(SHOP).disagreement is None


def test_oracle_and_engine_run_a_diagram_alike() -> None:
    slow = simulate(SHOP, load=50.0, duration_s=5.0, seed=9)
    fast = simulate_fast(SHOP, load=50.0, duration_s=5.0, seed=9)
    assert slow == fast


NAMES = ["client", "lb", "api1", "api2", "cache", "db1", "db2", "queue", "worker", "choice", "x"]
TEXTS = st.sampled_from(["", "|p99: 10ms", "|50K QPS", "|hit rate: 95%", "|5 instances", "|< 5ms"])


@settings(deadline=None, max_examples=150)
@given(
    st.dictionaries(st.sampled_from(NAMES), TEXTS, min_size=1),
    st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10), st.booleans()), max_size=14),
)
def test_whatever_is_drawn_runs_or_says_why(
    nodes: dict[str, str], arrows: list[tuple[int, int, bool]]
) -> None:
    names = list(nodes)
    edges = [
        f"{names[a % len(names)]}{'.>' if dotted else '->'}{names[b % len(names)]}"
        for a, b, dotted in arrows
    ]
    drawn = diagram_of({name: name + text for name, text in nodes.items()}, *edges)
    try:
        reading = read_model(drawn)
    except NotRunnableError:
        return
    assert list(problems(reading.model, Scenario(duration_s=1.0))) == []
    assert {e.id for e in drawn.edges} >= set(reading.calls)
    done = simulate_fast(drawn, load=50.0, duration_s=2.0)
    assert done.run.sums.ended == "time"
