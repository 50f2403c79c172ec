"""Runs for the browser's twins: what Python says of a model, for TypeScript to say the same.

`python tests/player/player_vectors.py` writes tests/fixtures/player-runs.json anew.
"""

import base64
import json
import sys
from pathlib import Path

from atlas_core.sim.flow.estimate import Estimate, estimate
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.program import encode_program
from atlas_core.sim.flow.run import run_model
from atlas_core.sim.flow.sums import Sums
from atlas_core.trace.block import block_bytes
from hypothesis import HealthCheck, Phase, given, settings
from pydantic import TypeAdapter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "flow"))

from flow_models import runs, tandem

FILE = Path(__file__).parents[1] / "fixtures" / "player-runs.json"
COUNT = 16
ENTRIES_MAX = 1500
FLOW_MODEL = TypeAdapter(FlowModel)
SCENARIO = TypeAdapter(Scenario)
_TYPES: dict[type, TypeAdapter[object]] = {
    kind: TypeAdapter(kind) for kind in (FlowModel, Scenario, Estimate, Sums)
}


def chosen() -> str:
    """The text of the file, for runs of every feature that stay small."""
    found: list[str] = []
    for model, scenario in [(tandem(3, 0.008, 100.0), Scenario(duration_s=1.0)), *_random_runs()]:
        # JSON's numbers are doubles: a browser can't be given a larger seed.
        entries = run_model(model, scenario).sums.entries
        if scenario.seed < 1 << 53 and 40 <= entries <= ENTRIES_MAX:
            found.append(vector(model, scenario))
        if len(found) == COUNT:
            break
    return "[" + ",\n".join(found) + "]\n"


def vector(model: FlowModel, scenario: Scenario) -> str:
    """What Python says of one run, as JSON."""
    run = run_model(model, scenario)
    assert run.trace is not None
    said = {
        "model": _plain(model),
        "scenario": _plain(scenario),
        "program": base64.b64encode(encode_program(model, scenario)).decode(),
        "estimate": _estimated(estimate(model, scenario.duration_s)),
        "trace": base64.b64encode(b"".join(map(block_bytes, run.trace.blocks))).decode(),
        "sums": {**_plain(run.sums), "buckets": []},
        "latency_mean_s": run.latency_mean_s,
    }
    return json.dumps(said, separators=(",", ":"), allow_nan=False)


def committed() -> list[tuple[str, FlowModel, Scenario]]:
    """Each run of the file: its text, its model and its scenario."""
    return [
        (
            json.dumps(each, separators=(",", ":")),
            FLOW_MODEL.validate_python(each["model"]),
            SCENARIO.validate_python(each["scenario"]),
        )
        for each in json.loads(FILE.read_text(encoding="utf-8"))
    ]


def _estimated(found: Estimate) -> dict[str, object]:
    return _plain(found) | {"stations": [station._asdict() for station in found.stations]}


def _plain(value: object) -> dict[str, object]:
    made: dict[str, object] = json.loads(_TYPES[type(value)].dump_json(value))
    return made


def _random_runs() -> list[tuple[FlowModel, Scenario]]:
    found: list[tuple[FlowModel, Scenario]] = []

    @settings(
        max_examples=300,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(runs())
    def collect(run: tuple[FlowModel, Scenario]) -> None:
        found.append(run)

    collect()
    return found[::3]


if __name__ == "__main__":
    FILE.write_text(chosen(), encoding="utf-8")
