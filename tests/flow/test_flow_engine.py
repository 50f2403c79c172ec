"""The C engine and the oracle agree, entry for entry and sum for sum, on whatever comes."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from atlas_core.sim.flow.duration import Constant
from atlas_core.sim.flow.model import (
    Call,
    Fault,
    FaultKind,
    FlowModel,
    Poisson,
    Retry,
    Scenario,
    Source,
    Station,
)
from atlas_core.sim.flow.program import encode_program
from atlas_core.sim.flow.run import run_model as run_oracle
from atlas_core.trace import encode_trace
from atlas_core.trace.block import read_blocks
from atlas_engine import Engine, EngineError, build_engine, load_engine
from atlas_engine import run_model as run_engine
from atlas_engine.build import Flavour
from flow_models import runs, tandem
from hypothesis import HealthCheck, given, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    load_engine()


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW)
@given(runs())
def test_engine_and_oracle_agree_entry_for_entry(run: tuple[FlowModel, Scenario]) -> None:
    right, fast = run_oracle(*run), run_engine(*run)
    assert right.trace is not None
    assert fast.trace is not None
    assert list(fast.trace) == list(right.trace)
    assert encode_trace(fast.trace) == encode_trace(right.trace)
    assert fast.sums == right.sums


def test_a_run_of_many_blocks_has_the_same_bytes() -> None:
    run = tandem(3, 0.008, 100.0), Scenario(duration_s=20.0, seed=3)
    right, fast = run_oracle(*run), run_engine(*run)
    assert right.trace is not None
    assert fast.trace is not None
    assert len(right.trace.blocks) > 4
    assert encode_trace(fast.trace) == encode_trace(right.trace)


def test_another_seed_gives_another_trace_and_the_same_seed_the_same() -> None:
    model, scenario = tandem(2, 0.005, 50.0), Scenario(duration_s=5.0, seed=1)
    first, again = run_engine(model, scenario), run_engine(model, scenario)
    other = run_engine(model, replace(scenario, seed=2))
    assert first == again
    assert other.trace != first.trace


def test_without_a_trace_the_sums_are_the_same() -> None:
    run = tandem(3, 0.008, 100.0), Scenario(duration_s=5.0)
    bare = run_engine(*run, record=False)
    assert bare.trace is None
    assert bare.sums == run_engine(*run).sums


def test_a_program_of_another_version_is_refused() -> None:
    with pytest.raises(EngineError, match="another version"):
        load_engine().run(b"\x63" + bytes(8 * 20 - 1), 1)


@pytest.mark.parametrize("megabytes", [3, 5, 9, 17, 40])
def test_a_run_that_needs_too_much_memory_ends_early_and_says_so(megabytes: int) -> None:
    # Each of 50,000 requests a second stays for ever, or keeps retrying against a crash.
    retry = Retry(attempts_max=50, backoff_s=0.5)
    call = Call(id="ab", targets=("b",), timeout_s=60.0, retry=retry)
    crash = Fault(kind=FaultKind.CRASH, target="b", start_s=1.5)
    model = FlowModel(
        stations=(
            Station(id="a", servers=None, stages=((call,),)),
            Station(id="b", service=Constant(mean_s=1000.0)),
        ),
        sources=(Source(id="s", target="a", arrivals=Poisson(rate_per_s=50_000.0)),),
    )
    program = encode_program(model, Scenario(duration_s=60.0, faults=(crash,)))
    blocks, sums = load_engine().run(program, 2, memory_bytes_max=megabytes << 20)
    assert sums.ended == "memory"
    assert sum(block.count for data in blocks for block in read_blocks(data)) == sums.entries
    assert sums.entries > 1000


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "flow.so"
    broken.write_bytes(b"no library")
    with pytest.raises(EngineError, match=r"flow\.so"):
        Engine(broken)


def test_no_operation_of_the_native_engine_is_fused() -> None:
    disassembler = shutil.which("objdump")
    if disassembler is None:
        pytest.skip("objdump is not installed")
    listed = subprocess.run(
        [disassembler, "-d", str(build_engine(Flavour.NATIVE))],
        capture_output=True,
        text=True,
        check=True,
    )
    operations = [
        line.split("\t")[2].split()[0]
        for line in listed.stdout.splitlines()
        if line.count("\t") >= 2 and line.split("\t")[2].split()
    ]
    assert "mulsd" in operations or "fmul" in operations
    assert [name for name in operations if "fma" in name or name.startswith("fnm")] == []
