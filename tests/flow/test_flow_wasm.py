"""The WebAssembly engine writes the same trace bytes as the native one."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.program import encode_program
from atlas_engine import build_engine, load_engine
from atlas_engine.build import SOURCE, Flavour
from flow_models import runs, tandem
from hypothesis import HealthCheck, Phase, given, settings

RUNS = 50


def random_runs() -> list[tuple[FlowModel, Scenario]]:
    """Random models, the same ones each time."""
    found: list[tuple[FlowModel, Scenario]] = []

    @settings(
        max_examples=8 * RUNS,
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
    return found


def test_node_gets_the_same_bytes_as_python_over_fifty_random_runs(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on the path")
    files: dict[str, Path] = {}  # by the hash of the blocks, so that no two are alike
    for model, scenario in [*random_runs(), (tandem(3, 0.008, 100.0), Scenario(duration_s=60.0))]:
        program = encode_program(model, scenario)
        blocks, sums = load_engine().run(program, len(model.stations))
        right = hashlib.sha256(b"".join(blocks)).hexdigest()
        if sums.entries > 20 and right not in files:
            files[right] = tmp_path / f"{len(files)}.program"
            files[right].write_bytes(program)
    assert len(files) >= RUNS
    ended = subprocess.run(
        [
            node,
            str(Path(__file__).with_name("wasm_blocks.mjs")),
            str(SOURCE / "run.mjs"),
            str(build_engine(Flavour.WASM)),
            *map(str, files.values()),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == list(files)
