"""Many runs of one diagram: every combination of some values, on all cores."""

import itertools
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from atlas_core.diagram.model import Diagram
from atlas_core.page.plain import Plain
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.scenario import Bound, ScenarioError
from atlas_engine import load_engine, run_model
from atlas_widgets import DiagramWidget

from atlas.progress import progress_bar
from atlas.run_diagram import Load, SimulationError, look_up, prepared

if TYPE_CHECKING:
    from pandas import DataFrame
    from plotly.graph_objects import Figure

RUNS_MAX = 10_000
MEASURES = ("latency_mean_s", "latency_p50_s", "latency_p99_s", "failed_ratio", "good_per_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """The runs of a sweep: for each its values, by the names that were turned, and its figures."""

    names: tuple[str, ...]
    rows: tuple[tuple[tuple[Plain, ...], tuple[float | None, ...]], ...]

    def to_pandas(self) -> "DataFrame":
        """A row for each run."""
        import pandas  # noqa: PLC0415 - half a second that only tables need

        rows = [(*values, *figures) for values, figures in self.rows]
        return pandas.DataFrame(rows, columns=[*self.names, *MEASURES])

    def plot(self, measure: str = "latency_p99_s") -> "Figure":
        """One measure over the first name, a line for each value of the others."""
        from atlas.plot import figure_of_sweep  # noqa: PLC0415 - Plotly is large

        return figure_of_sweep(self, measure)


def sweep(
    diagram: str | Diagram | DiagramWidget,
    over: Mapping[str, Sequence[Plain]],
    *,
    load: Load | None = None,
    faults: Sequence[Mapping[str, Plain]] = (),
    parameters: Mapping[str, Mapping[str, Plain]] | None = None,
    duration: str | float = "60 s",
    seed: int = 1,
) -> Sweep:
    """Run a diagram for every combination of the values in `over`, with a progress bar.

    Names are `load`, `seed`, or a place and its key: `{"PAY.servers": [5, 10, 20], "load": [80]}`,
    `{"CO -> PAY.timeout": ["1 s", "2 s"]}`. All else is as in `simulate`, whose errors these are.
    """
    asked = look_up(diagram)
    count = 1
    for values in over.values():
        count *= len(values)
    if not 1 <= count <= RUNS_MAX:
        raise SimulationError(f"The sweep has {count:,} runs; give 1 to {RUNS_MAX:,}.")
    combinations = list(itertools.product(*over.values()))

    def bound(values: tuple[Plain, ...]) -> Bound:
        turned: dict[str, dict[str, Plain]] = {k: dict(v) for k, v in (parameters or {}).items()}
        chosen_load, chosen_seed = load, seed
        for name, value in zip(over, values, strict=True):
            place, dot, key = name.rpartition(".")
            if name == "load":
                chosen_load = value
            elif name == "seed":
                chosen_seed = int(str(value))
            elif dot:
                turned.setdefault(place, {})[key] = value
            else:
                raise SimulationError(f"`{name[:60]}` is neither load, seed, nor `NODE.key`.")
        return prepared(
            asked.diagram,
            load=chosen_load,
            faults=faults,
            parameters=turned,
            duration=duration,
            seed=chosen_seed,
        )

    try:
        runs = [bound(values) for values in combinations]
    except ScenarioError as error:
        raise SimulationError(error.sentence) from None
    figures = _run_all(runs, progress_bar(count))
    return Sweep(names=tuple(over), rows=tuple(zip(combinations, figures, strict=True)))


def _run_all(runs: Sequence[Bound], step: Callable[[], None]) -> Iterator[tuple[float | None, ...]]:
    """The engine lets go of Python's lock while it runs: threads use every core."""
    load_engine()

    def one(bound: Bound) -> tuple[float | None, ...]:
        return _figures(run_model(bound.model, bound.scenario, record=False))

    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = []
        for figures in pool.map(one, runs):
            found.append(figures)
            step()
    return iter(found)


def _figures(run: Run) -> tuple[float | None, ...]:
    answered = run.good + run.bad
    return (
        run.latency_mean_s,
        run.latency_s(50),
        run.latency_s(99),
        run.bad / answered if answered else 0.0,
        run.good / run.duration_s,
    )
