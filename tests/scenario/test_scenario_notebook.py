"""`atlas.simulate` and `atlas.sweep`: a run in one line, and every mistake in one sentence."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import atlas
import pytest
from atlas.run_diagram import SimulationError
from atlas_core.diagram.annotations import annotate
from atlas_core.sim.flow.model import Steps
from atlas_core.sim.flow.parameter import Provenance
from atlas_core.sim.flow.summary import sums_of
from test_scenario_read import shop

FAULT = {"kind": "crash", "target": "DB", "from": "10 s", "until": "20 s"}


def test_a_run_has_figures_tables_a_plot_and_its_trace() -> None:
    result = atlas.simulate(shop(), load=80, faults=[FAULT])
    assert result.run.sums.requests == pytest.approx(4800, rel=0.1)
    latency = result.latency
    assert latency.mean is not None
    assert latency.p50 is not None
    assert latency.p99 is not None
    assert latency.p50 < latency.p99
    time, nodes = result.to_pandas(), result.to_pandas("nodes")
    assert len(time) == 100
    assert time.loc[12:18, "bad_per_s"].min() > 10
    assert time.loc[40:, "bad_per_s"].max() == 0
    assert list(nodes.index) == ["U", "CO", "PAY", "DB"]
    assert len(result.to_pandas("trace")) == result.run.sums.entries
    assert sums_of(result.run.model, result.run.scenario, result.trace, "time") == result.run.sums
    assert "good" in repr(result)
    assert {p.because for p in result.parameters if p.provenance is Provenance.STATED} == {
        "set by you"
    }


def test_a_run_costs_what_the_diagram_states_and_names_what_it_does_not() -> None:
    shown = shop()
    lines = ("Payment", "cost: $730K/month")
    nodes = tuple(
        replace(node, lines=lines, annotations=annotate(lines)) if node.id == "PAY" else node
        for node in shown.nodes
    )
    cost = atlas.simulate(replace(shown, nodes=nodes), load=80, duration="1 h").cost
    assert cost.usd == pytest.approx(730_000 / (365.25 / 12 * 24), rel=1e-6)
    assert cost.unpriced == ("U", "CO", "DB")
    assert [(each.node, each.text) for each in cost.nodes] == [("PAY", "$730K/month")]
    assert cost.usd_per_million == pytest.approx(1000 / 288_000 * 1e6, rel=0.02)


def test_the_plot_marks_the_fault_and_needs_no_network() -> None:
    figure = atlas.simulate(shop(), load=80, faults=[FAULT]).plot()
    assert [note.text for note in figure.layout.annotations] == ["crash DB"]
    bundle = figure._repr_mimebundle_()
    assert set(bundle) <= {"application/vnd.plotly.v1+json", "text/plain"}


def test_a_load_can_be_a_shape_a_text_or_a_csv(tmp_path: Path) -> None:
    table = tmp_path / "traffic.csv"
    table.write_text("seconds,rate\n0,10\n30,50\n")
    arrivals = atlas.simulate(shop(), load=table).run.model.sources[0].arrivals
    assert arrivals == Steps(steps=((0.0, 10.0), (30.0, 50.0)))
    bursts = {"shape": "bursts", "rate": "5/s", "burst": "90/s", "every": "10 s", "lasts": "1 s"}
    assert atlas.simulate(shop(), load=bursts).run.model.sources[0].arrivals.shape == "bursts"
    assert atlas.simulate(shop(), load="60 req/min").run.sums.requests < 120


def test_a_gigabyte_of_csv_is_refused_without_reading_it(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(SimulationError, match=r"huge\.csv is larger than 16 MB"):
        atlas.simulate(shop(), load=huge)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"load": -1}, "negative"),
        ({"load": float("inf")}, "must be a number"),
        ({"load": float("nan")}, "must be a number"),
        ({"load": 1e300}, "1e9"),
        ({"parameters": {"PAY": {"servers": 0}}}, "1 to 10,000,000"),
        ({"parameters": {"PAY": {"hit_ratio": 1.5}}}, "0 to 1"),
        ({"parameters": {"CO -> PAY": {"probability": "200 %"}}}, "0 to 1"),
        ({"duration": "90 d", "load": 1}, "30 days"),
        ({"duration": "30 d", "load": 10_000}, "shorten it"),
        ({"faults": [{"kind": "crash", "target": "X"}]}, "takes no part"),
        ({"load": "no.csv"}, "can't be read"),
        ({"scenario": "storm"}, "it has none"),
    ],
)
def test_a_mistake_is_one_sentence(asked: dict[str, object], says: str) -> None:
    with pytest.raises(SimulationError, match=says) as caught:
        atlas.simulate(shop(), **asked)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_a_sweep_runs_every_combination() -> None:
    swept = atlas.sweep(
        shop(),
        {"PAY.servers": [1, 4], "load": [20, 80]},
        parameters={"PAY": {"service": "20 ms"}},
        duration="20 s",
    )
    table = swept.to_pandas()
    assert list(table["PAY.servers"]) == [1, 1, 4, 4]
    worst = table[(table["PAY.servers"] == 1) & (table["load"] == 80)]["latency_p99_s"].iloc[0]
    best = table[(table["PAY.servers"] == 4) & (table["load"] == 80)]["latency_p99_s"].iloc[0]
    assert worst > 3 * best
    assert len(swept.plot("latency_mean_s").data) == 2


def test_a_sweep_says_what_it_does_not_know() -> None:
    with pytest.raises(SimulationError, match="neither load, seed"):
        atlas.sweep(shop(), {"servers": [1]})
    with pytest.raises(SimulationError, match="give 1 to 10,000"):
        atlas.sweep(shop(), {"seed": list(range(200)), "load": list(range(200))})


def test_the_import_alone_loads_neither_the_engine_nor_pandas() -> None:
    heavy = "('pandas', 'plotly', 'atlas_engine')"
    script = f"import atlas, sys; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


STOP = """id: stop
duration: 30 s
load: 80 req/s
faults:
  - {kind: pause, target: PAY, from: 10 s, until: 13 s}
"""


def test_a_scenario_of_a_file_is_run(tmp_path: Path) -> None:
    file = tmp_path / "stop.yaml"
    file.write_text(STOP)
    result = atlas.simulate(shop(), scenario=file)
    assert result.run.duration_s == 30
    assert result.run.sums.requests == pytest.approx(2400, rel=0.1)
    assert atlas.simulate(shop(), scenario=str(file)).run.sums == result.run.sums


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (STOP.replace("pause", "nap"), "stop.yaml, line 5: "),
        (STOP.replace("id: stop", "id: Stop!"), "stop.yaml, line 1: "),
        ("id: [", "stop.yaml, line 1: The YAML can't be read"),
        (None, "stop.yaml can't be read: No such file"),
        ("#" * 1_100_000, "stop.yaml is larger than 1 MB"),
    ],
)
def test_a_scenario_file_that_makes_no_sense_is_one_sentence(
    tmp_path: Path, text: str | None, said: str
) -> None:
    file = tmp_path / "stop.yaml"
    if text is not None:
        file.write_text(text)
    with pytest.raises(SimulationError, match=re.escape(said)):
        atlas.simulate(shop(), scenario=file)
