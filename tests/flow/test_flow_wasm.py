"""The WebAssembly engine writes the same trace bytes as the native one."""

import base64
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
from playwright.sync_api import Browser

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


@pytest.fixture(scope="module")
def programs() -> dict[str, bytes]:
    """Different programs, by the hash of the blocks that the native engine writes."""
    found: dict[str, bytes] = {}
    for model, scenario in [*random_runs(), (tandem(3, 0.008, 100.0), Scenario(duration_s=60.0))]:
        program = encode_program(model, scenario)
        blocks, sums = load_engine().run(program, len(model.stations))
        if sums.entries > 20:
            found[hashlib.sha256(b"".join(blocks)).hexdigest()] = program
    assert len(found) >= RUNS
    return found


def test_node_gets_the_same_bytes_as_python_over_fifty_random_runs(
    programs: dict[str, bytes], tmp_path: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on the path")
    files = []
    for number, program in enumerate(programs.values()):
        files.append(tmp_path / f"{number}.program")
        files[-1].write_bytes(program)
    ended = subprocess.run(
        [
            node,
            str(Path(__file__).with_name("wasm_blocks.mjs")),
            str(SOURCE / "run.mjs"),
            str(build_engine(Flavour.WASM)),
            *map(str, files),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == list(programs)


IN_CHROMIUM = """
async ([runner, engine, programs]) => {
  const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const text = (block) => Array.from(block, (byte) => String.fromCharCode(byte)).join("");
  const { openEngine } = await import(`data:text/javascript;base64,${runner}`);
  const run = await openEngine(bytes(engine));
  return programs.map((program) => btoa(run(bytes(program)).blocks.map(text).join("")));
}
"""


@pytest.mark.browser
@pytest.mark.enable_socket
def test_chromium_gets_the_same_bytes_as_python_over_fifty_random_runs(
    programs: dict[str, bytes], browser: Browser
) -> None:
    def text(data: bytes) -> str:
        return base64.b64encode(data).decode()

    runner, engine = (SOURCE / "run.mjs").read_bytes(), build_engine(Flavour.WASM).read_bytes()
    written = browser.new_page().evaluate(
        IN_CHROMIUM, [text(runner), text(engine), [*map(text, programs.values())]]
    )
    found = [hashlib.sha256(base64.b64decode(blocks)).hexdigest() for blocks in written]
    assert found == list(programs)
