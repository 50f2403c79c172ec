"""Runs a model with the pure-Python oracle; `atlas_engine` does the same at full speed."""

from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.oracle import run_oracle
from atlas_core.sim.flow.result import Run, run_of
from atlas_core.sim.flow.summary import sums_of
from atlas_core.trace.block import encode_block
from atlas_core.trace.model import BLOCK_ENTRIES


def run_model(model: FlowModel, scenario: Scenario) -> Run:
    """Run the model. Raises FlowError where it makes no sense, with the first reason."""
    entries, ended = run_oracle(model, scenario)
    sums = sums_of(model, scenario, entries, ended)
    starts = range(0, len(entries), BLOCK_ENTRIES)
    blocks = (encode_block(entries[start : start + BLOCK_ENTRIES]) for start in starts)
    return run_of(model, scenario, sums, blocks)
