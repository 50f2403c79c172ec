"""Scenarios of a page: what is written is run, what is wrong is named with its line."""

import json
from pathlib import Path

import pytest
from atlas_core.diagram.model import Diagram, Edge, Group, Node, Source
from atlas_core.diagram.vocabulary import Kind, Role
from atlas_core.page import read_front_matter
from atlas_core.page.yaml_text import read_written
from atlas_core.sim.flow.duration import Exponential, Lognormal
from atlas_core.sim.flow.model import (
    Bulkhead,
    Cache,
    Call,
    Closed,
    Discipline,
    FaultKind,
    Poisson,
    RateLimit,
    Scaling,
    Shedding,
    Station,
    Steps,
)
from atlas_core.sim.flow.parameter import Provenance
from atlas_core.sim.flow.scenario import (
    Bound,
    ScenarioError,
    bind,
    encode_answer,
    read_scenarios,
    simulation_answer,
)
from atlas_core.sim.flow.scenario.arrivals import SHAPES as ARRIVALS
from atlas_core.sim.flow.scenario.call import CALL_KEYS
from atlas_core.sim.flow.scenario.duration import SHAPES as DURATIONS
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.fault import FAULTS, read_faults
from atlas_core.sim.flow.scenario.key import put_all
from atlas_core.sim.flow.scenario.load import read_loads
from atlas_core.sim.flow.scenario.reference import reference
from atlas_core.sim.flow.scenario.station import STATION_KEYS
from atlas_engine import run_model

STORM = """
  - id: storm
    title: A three-second stop
    duration: 60 s
    load: 80 req/s
    parameters:
      PAY: {servers: 20, service: {shape: exponential, mean: 200 ms}, queue_max: 1000}
      CO -> PAY: {timeout: 1 s, retries: {attempts: 4, backoff: 100 ms, jitter: 1}}
    faults:
      - {kind: pause, target: PAY, from: 10 s, until: 13 s}
    compare:
      title: Without retries
      parameters:
        CO -> PAY: {retries: 0}
"""


def shop() -> Diagram:
    nodes = (
        Node(id="U", lines=("Client",), role=Role.CLIENT),
        Node(id="CO", lines=("Checkout",), role=Role.SERVICE, group="EU"),
        Node(id="PAY", lines=("Payment",), role=Role.SERVICE, group="EU"),
        Node(id="DB", lines=("Database",), role=Role.DATABASE),
    )
    ends = (("U", "CO"), ("CO", "PAY"), ("PAY", "DB"))
    return Diagram(
        id="page#1",
        kind=Kind.FLOWCHART,
        title="",
        nodes=nodes,
        edges=tuple(Edge(id=f"e{i}", source=a, target=b) for i, (a, b) in enumerate(ends)),
        groups=(Group(id="EU", lines=("Europe",)),),
        source=Source(path="a.md", line=1, text=""),
        typed=True,
    )


def page_of(scenarios: str) -> str:
    return f"---\ntitle: T\nscenarios:{scenarios}---\n# T\n"


def bound(scenarios: str) -> tuple[Bound, ...]:
    (found,), problems = read_scenarios(page_of(scenarios))
    assert problems == ()
    return bind(shop(), found)


def test_what_a_scenario_says_is_in_the_model_and_counts_as_stated() -> None:
    first, second = bound(STORM)
    pay = next(s for s in first.model.stations if s.id == "PAY")
    assert (pay.servers, pay.service, pay.queue_max) == (20, Exponential(mean_s=0.2), 1000)
    call = next(c for c in first.model.calls() if c.id == "call:e1")
    assert call.timeout_s == 1.0
    assert call.retry is not None
    assert (call.retry.attempts_max, call.retry.jitter_ratio) == (4, 1.0)
    assert first.scenario.faults[0].kind is FaultKind.PAUSE
    stated = {
        (p.owner, p.name): p.because
        for p in first.model.parameters
        if p.provenance is Provenance.STATED
    }
    assert stated["PAY", "servers"] == stated["load", "rate_per_s"] == "the scenario storm"
    assert next(c for c in second.model.calls() if c.id == "call:e1").retry is None
    assert second.scenario.faults == first.scenario.faults


def test_retries_after_a_stop_last_longer_than_without() -> None:
    first, second = (run_model(each.model, each.scenario) for each in bound(STORM))
    assert first.sums.stations[2].calls > second.sums.stations[2].calls


def test_the_front_matter_takes_scenarios_without_a_complaint() -> None:
    _, _, complaints = read_front_matter(page_of(STORM))
    assert complaints == []


def test_the_shapes_of_load_become_sources() -> None:
    daily = "{shape: daily, low: 10 req/s, high: 90 req/s, period: 60 s}"
    (run,) = bound(f"\n  - id: day\n    load: {daily}\n")
    arrivals = run.model.sources[0].arrivals
    assert isinstance(arrivals, Steps)
    assert len(arrivals.steps) == 96
    assert max(rate for _, rate in arrivals.steps) == pytest.approx(90, rel=0.01)
    data = "shape: csv\n      data: |\n        s,r\n        0,5\n        30,50\n"
    (run,) = bound(f"\n  - id: csv\n    load:\n      {data}")
    assert run.model.sources[0].arrivals == Steps(steps=((0.0, 5.0), (30.0, 50.0)))
    (run,) = bound(
        "\n  - id: two\n    load:\n"
        "      CO: [{name: free, rate: 5 req/s, priority: 1}, 3 req/s]\n"
        "      PAY: {shape: closed, users: 4, think: 1 s}\n"
    )
    assert [(s.id, s.target, s.priority) for s in run.model.sources] == [
        ("load:free", "CO", 1),
        ("load:CO", "CO", 0),
        ("load:PAY", "PAY", 0),
    ]
    assert run.model.sources[1].arrivals == Poisson(rate_per_s=3.0)
    assert isinstance(run.model.sources[2].arrivals, Closed)


def test_percentiles_are_fitted_and_words_are_read() -> None:
    (run,) = bound(
        "\n  - id: p\n    parameters:\n"
        "      PAY: {service: {p50: 5 ms, p99: 80 ms}, discipline: priority, hit_ratio: 90 %}\n"
    )
    pay = next(s for s in run.model.stations if s.id == "PAY")
    assert isinstance(pay.service, Lognormal)
    assert (pay.discipline, pay.hit_ratio) == (Discipline.PRIORITY, 0.9)


def test_every_example_of_the_reference_can_be_read() -> None:
    for station_key in STATION_KEYS:
        put_all(
            Station(id="x"),
            read_written(f"{station_key.name}: {station_key.example}"),
            "x",
            STATION_KEYS,
        )
    for call_key in CALL_KEYS:
        put_all(
            Call(id="x", targets=()),
            read_written(f"{call_key.name}: {call_key.example}"),
            "x",
            CALL_KEYS,
        )
    for shape, rows in ARRIVALS.items():
        keys = "".join(f"\n{name}: {example}" for name, _, example in rows)
        (load,) = read_loads(read_written(f"shape: {shape}{keys}"), 60.0)
        assert load.source.arrivals.shape in (shape, "steps")
    for shape, (_, _, example) in DURATIONS.items():
        assert duration(read_written(example), "x").shape == shape
    for kind, (_, _, example) in FAULTS.items():
        (note,) = read_faults(read_written(f"- {example}"))
        assert note.kind == kind


def test_defences_are_read_into_the_model() -> None:
    (run,) = bound(
        "\n  - id: d\n    load: {rate: 50 req/s, keys: 100, skew: 1, work: 2}\n    parameters:\n"
        "      PAY: {rate_limit: 9 req/s, cache: {capacity: 5, ttl: 1 s, single_flight: true}}\n"
        "      CO: {autoscale: {max: 4}, shed: {waiting: 9, priority: 1}}\n"
        "      CO -> PAY: {hedge: 5 ms, bulkhead: 3}\n"
        "    faults:\n      - {kind: partition, target: EU, from: 1 s}\n"
    )
    stations = {station.id: station for station in run.model.stations}
    assert stations["PAY"].rate_limit == RateLimit(rate_per_s=9.0)
    assert stations["PAY"].cache == Cache(capacity=5, ttl_s=1.0, single_flight=True)
    assert stations["CO"].scaling == Scaling(servers_min=1, servers_max=4)
    assert stations["CO"].shedding == Shedding(waiting=9, priority=1)
    call = stations["CO"].stages[0][0]
    assert (call.hedge_s, call.bulkhead) == (0.005, Bulkhead(in_flight_max=3))
    assert run.scenario.faults[0].side == ("CO", "PAY")
    assert (run.model.sources[0].keys, run.model.sources[0].skew) == (100, 1.0)


def test_a_zone_and_a_bad_deploy_are_several_faults_of_the_engine() -> None:
    (run,) = bound(
        "\n  - id: zone\n    faults:\n      - {kind: zone_loss, target: EU, from: 5 s}\n"
        "      - {kind: bad_deploy, target: DB, amount: 0.2, slow: 3, from: 1 s, until: 9 s}\n"
    )
    assert [(f.kind.value, f.target) for f in run.scenario.faults] == [
        ("crash", "CO"),
        ("crash", "PAY"),
        ("error", "DB"),
        ("slow", "DB"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("\n  - load: 80 req/s\n", 4, "needs an `id`"),
        ("\n  - id: a\n    load: 80\n", 5, "needs a unit"),
        ("\n  - id: a\n    load: -3 req/s\n", 5, "negative"),
        ("\n  - id: a\n    load: .inf req/s\n", 5, "must be a number"),
        ("\n  - id: a\n    load: 1e999 req/s\n", 5, "too large"),
        ("\n  - id: a\n    load: {shape: wavy, rate: 3/s}\n", 5, "is one of poisson"),
        ("\n  - id: a\n    parameters:\n      PAY: {hit_ratio: 1.2}\n", 6, "0 to 1"),
        ("\n  - id: a\n    parameters:\n      PAY: {servers: 0}\n", 4, "1 to 10,000,000"),
        ("\n  - id: a\n    parameters:\n      PAX: {servers: 1}\n", 6, "takes no part"),
        ("\n  - id: a\n    parameters:\n      CO -> DB: {timeout: 1 s}\n", 6, "takes no part"),
        ("\n  - id: a\n    faults:\n      - {kind: quake, target: DB}\n", 6, "is one of crash"),
        ("\n  - id: a\n    faults:\n      - {kind: slow, target: DB}\n", 6, "needs an `amount`"),
        ("\n  - id: a\n    faults:\n      - {kind: pause, target: DB}\n", 4, "needs one"),
        ("\n  - id: a\n    duration: 400 d\n", 4, "30 days"),
        ("\n  - id: a\n    duration: 20 d\n    load: 1M req/s\n", 4, "requests_max"),
        ("\n  - id: a\n    watch: [weather]\n", 5, "is one of latency"),
        ("\n  - id: a\n    predict: {question: Q}\n", 5, "either an `answer` or `choices`"),
        ("\n  - id: a\n    predict: {question: Q, choices: [a, b], right: 2}\n", 5, "0 to 1"),
        ("\n  - id: a\n    load: {shape: csv, data: 'a,b'}\n", 5, "has no rows"),
    ],
)
def test_a_wrong_scenario_is_one_sentence_with_its_line(text: str, line: int, part: str) -> None:
    found, problems = read_scenarios(page_of(text))
    errors = list(problems)
    for scenario in found:
        try:
            bind(shop(), scenario)
        except ScenarioError as error:
            errors.append(error)
    assert len(errors) == 1
    assert (errors[0].line, part in errors[0].sentence) == (line, True), errors[0].sentence


def test_the_file_beside_a_page_holds_one_scenario_or_several_and_overrules() -> None:
    page = page_of(STORM)
    (one, storm), none = read_scenarios(page, "id: calm\nload: 5 req/s\n")
    assert ([one.id, storm.id], none) == (["calm", "storm"], ())
    assert (one.beside, one.line, storm.beside) == (True, 1, False)
    (mine,), _ = read_scenarios(page, "scenarios:\n  - id: storm\n    title: Mine\n")
    assert (mine.title, mine.line) == ("Mine", 2)


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("id: a\nload: 80\n", 2, "needs a unit"),
        ("scenarios:\n  - id: a\n    color: red\n", 3, "color"),
        ("id: a\nparameters:\n  PAX: {servers: 1}\n", 3, "takes no part"),
        ("id: a\nduration: 400 d\n", 1, "30 days"),
        ("id: [\n", 2, ""),
        ("just words\n", 1, "must be keys and values"),
    ],
)
def test_what_is_wrong_beside_a_page_names_the_line_there(text: str, line: int, part: str) -> None:
    answer = simulation_answer(shop(), page_of(STORM), 1, text)
    assert [scenario.id for scenario in answer.scenarios] == ["storm"]
    (sentence,) = answer.problems
    assert sentence.startswith(f"Line {line} of the page's .scenario.yaml: ")
    assert part in sentence


def test_the_answer_for_a_browser_holds_all_that_a_run_needs() -> None:
    broken = page_of(STORM + "  - id: bad\n    load: 80\n")
    answer = json.loads(encode_answer(simulation_answer(shop(), broken, 1)))
    assert answer["runnable"] is True
    assert answer["calls"] == {"e0": "call:e0", "e1": "call:e1", "e2": "call:e2"}
    assert answer["scenarios"][0]["run"]["load_per_s"] == 80
    assert answer["scenarios"][0]["compare"]["title"] == "Without retries"
    assert answer["scenarios"][0]["run"]["model"]["sources"][0]["arrivals"]["shape"] == "poisson"
    assert answer["problems"] == ["Line 18: The load needs a unit such as `req/s` or `req/min`."]
    assert json.loads(encode_answer(simulation_answer(shop(), broken, 2)))["scenarios"] == []


def test_a_diagram_that_can_not_be_run_says_why() -> None:
    alone = Diagram(
        id="a#1",
        kind=Kind.PIE,
        title="",
        source=Source(path="a.md", line=1, text=""),
        typed=True,
    )
    answer = simulation_answer(alone, "", 1)
    assert (answer.runnable, answer.plain) == (False, None)
    assert answer.why.startswith("Only flowcharts can be run")


def test_the_reference_of_scenarios_is_what_the_tables_say() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "scenario.md"
    assert page.read_text() == reference(), "python -m atlas_core.sim.flow.scenario.reference"
