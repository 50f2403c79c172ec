"""The door: the functions of `atlas_core.sim.flow`, run by the native engine."""

from functools import cache

from atlas_core.diagram.model import Diagram
from atlas_core.sim.flow.diagram.ledger import Overrides
from atlas_core.sim.flow.model import Fault, FlowModel, Scenario
from atlas_core.sim.flow.program import encode_program
from atlas_core.sim.flow.result import Run, run_of
from atlas_core.sim.flow.simulate import Simulation
from atlas_core.sim.flow.simulate import simulate as simulate_with
from atlas_core.sim.flow.validation import check
from atlas_core.trace.block import read_blocks

from atlas_engine.build import Flavour, build_engine
from atlas_engine.native import Engine


@cache
def load_engine() -> Engine:
    """The engine, built where it is not there yet. Raises BuildError, EngineError."""
    return Engine(build_engine(Flavour.NATIVE))


def run_model(model: FlowModel, scenario: Scenario, *, record: bool = True) -> Run:
    """Run the model; without `record` no trace is written, which saves time and memory.

    Raises FlowError where the model makes no sense, BuildError or EngineError where there is no
    engine.
    """
    check(model, scenario)
    program = encode_program(model, scenario, record=record)
    written, sums = load_engine().run(program, len(model.stations))
    blocks = (next(read_blocks(block)) for block in written) if record else None
    return run_of(model, scenario, sums, blocks)


def simulate(
    diagram: Diagram,
    *,
    load: float | None = None,
    faults: tuple[Fault, ...] = (),
    seed: int = 1,
    duration_s: float | None = None,
    overrides: Overrides | None = None,
) -> Simulation:
    """Run a diagram; see `atlas_core.sim.flow.simulate`, whose errors these are."""
    return simulate_with(
        diagram,
        load=load,
        faults=faults,
        seed=seed,
        duration_s=duration_s,
        overrides=overrides,
        run=run_model,
    )
