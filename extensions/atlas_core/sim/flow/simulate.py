"""The door: run a diagram under load and faults."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from atlas_core.diagram.model import Diagram
from atlas_core.sim.flow.diagram import Reading, read_model
from atlas_core.sim.flow.diagram.ledger import Overrides
from atlas_core.sim.flow.estimate import Estimate, estimate
from atlas_core.sim.flow.model import Fault, FlowModel, Scenario
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.run import run_model

REQUESTS = 20_000
_DURATION_S_MAX = 3600.0

RunModel = Callable[[FlowModel, Scenario], Run]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A diagram that was run: how it was read, the estimate at once, and the run."""

    reading: Reading
    estimate: Estimate
    run: Run

    @property
    def disagreement(self) -> str | None:
        """One sentence where a run without faults lies outside the error bar of the estimate."""
        found, low, high = self.run.latency_mean_s, self.estimate.low_s, self.estimate.high_s
        if self.run.scenario.faults or found is None or self.estimate.response_s is None:
            return None
        if low <= found and (high is None or found <= high):
            return None
        why = " ".join(self.estimate.because) or "A longer run may tell."
        return (
            f"The simulation gives {found * 1000:.3g} ms, the estimate {low * 1000:.3g} to "
            f"{(high or found) * 1000:.3g} ms. {why}"
        )


def simulate(
    diagram: Diagram,
    *,
    load: float | None = None,
    faults: tuple[Fault, ...] = (),
    seed: int = 1,
    duration_s: float | None = None,
    overrides: Overrides | None = None,
    run: RunModel = run_model,
) -> Simulation:
    """Run a diagram. `load` in requests a second; left out, as stated, else assumed.

    `faults` name node ids, or "call:<edge id>" for loss, or "load:<entry id>" for a spike. Without
    `duration_s` the run is long enough for about 20,000 requests, and for 50 of the longest.
    Raises NotRunnableError where the diagram can't be run, FlowError where a number makes no sense.
    """
    reading = read_model(diagram, load_per_s=load, overrides=overrides)
    lasts_s = duration_s or lasting_s(reading)
    scenario = Scenario(duration_s=lasts_s, seed=seed, faults=faults)
    done = run(reading.model, scenario)
    return Simulation(reading=reading, estimate=estimate(reading.model, lasts_s), run=done)


def lasting_s(reading: Reading) -> float:
    """How long a run should be: about 20,000 requests, 50 of the longest, at most an hour."""
    arriving = reading.load_per_s * reading.scale
    slowest_s = max(
        (at.response_s for at in estimate(reading.model).stations if math.isfinite(at.response_s)),
        default=0.0,
    )
    return min(max(20.0, REQUESTS / arriving, 50 * slowest_s), _DURATION_S_MAX)
