"""What `atlas.simulate` returns: figures at a glance, a plot, tables, and the trace behind them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from atlas_core.diagram.model import Diagram
from atlas_core.sim.cost import Cost, cost_of
from atlas_core.sim.flow.entries import EntryKind
from atlas_core.sim.flow.estimate import Estimate, estimate
from atlas_core.sim.flow.numbers import TICKS_PER_S
from atlas_core.sim.flow.parameter import Parameter, assumed_share
from atlas_core.sim.flow.result import Run
from atlas_core.sim.flow.scenario import Bound
from atlas_core.sim.flow.sums import WINDOWS
from atlas_core.trace import Trace

if TYPE_CHECKING:
    from pandas import DataFrame
    from plotly.graph_objects import Figure

Table = Literal["time", "nodes", "trace", "parameters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Of the good answers, in seconds; None where there are none."""

    mean: float | None
    p50: float | None
    p90: float | None
    p95: float | None
    p99: float | None


@dataclass(frozen=True, kw_only=True)
class Result:
    """One run of a diagram. `run` holds the exact figures, `bound` the model and its scenario."""

    run: Run
    bound: Bound
    diagram: Diagram

    @property
    def latency(self) -> Latency:
        """How long good answers took."""
        of = self.run.latency_s
        return Latency(mean=self.run.latency_mean_s, p50=of(50), p90=of(90), p95=of(95), p99=of(99))

    @property
    def failed_ratio(self) -> float:
        """The share of all answers that were failures."""
        answered = self.run.good + self.run.bad
        return self.run.bad / answered if answered else 0.0

    @cached_property
    def estimate(self) -> Estimate:
        """What formulas say of the same model without faults."""
        return estimate(self.bound.model, self.run.duration_s)

    @property
    def cost(self) -> Cost:
        """What the run costs by the prices that the diagram states."""
        return cost_of(self.diagram, self.run)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every number of the model, and whether it is stated, derived or assumed."""
        return self.bound.model.parameters

    @property
    def trace(self) -> Trace:
        """All that happened, entry for entry."""
        assert self.run.trace is not None
        return self.run.trace

    def to_pandas(self, table: Table = "time") -> "DataFrame":
        """A hundred slices of time; or `nodes`, `parameters`, or the `trace` itself."""
        import pandas  # noqa: PLC0415 - half a second that only tables need

        if table == "nodes":
            figures = [self.run.station(station.id) for station in self.bound.model.stations]
            rows = [{name: getattr(each, name) for name in each.__slots__} for each in figures]
            return pandas.DataFrame(rows).set_index("id")
        if table == "parameters":
            return pandas.DataFrame(
                [{name: getattr(each, name) for name in each.__slots__} for each in self.parameters]
            )
        if table == "trace":
            frame = pandas.DataFrame(
                list(self.trace), columns=["tick", "kind", "node", "peer", "operation", "value"]
            )
            frame["kind"] = frame["kind"].map({kind.value: kind.name.lower() for kind in EntryKind})
            names = dict(enumerate(station.id for station in self.bound.model.stations))
            frame["node"] = frame["node"].map(names)
            frame.insert(0, "time_s", frame.pop("tick") / TICKS_PER_S)
            return frame
        return pandas.DataFrame(self._slices()).set_index("from_s")

    def _slices(self) -> list[dict[str, float | None]]:
        width = self.run.duration_s / WINDOWS
        return [
            {
                "from_s": round(index * width, 9),
                "arrived_per_s": window.arrived / width,
                "good_per_s": window.good / width,
                "bad_per_s": window.bad / width,
                "latency_mean_s": (
                    window.time_ticks / window.good / TICKS_PER_S if window.good else None
                ),
            }
            for index, window in enumerate(self.run.sums.windows)
        ]

    def plot(self) -> "Figure":
        """Latency and answers over time, with the faults; drawn without the network."""
        from atlas.plot import figure_of  # noqa: PLC0415 - Plotly is large

        return figure_of(self)

    def __repr__(self) -> str:
        run, latency = self.run, self.latency
        said = [f"{run.sums.requests:,} requests in {run.duration_s:g} s: {run.good:,} good"]
        said.append(f"{run.bad:,} failed, {run.unanswered:,} still open")
        if latency.mean is not None and latency.p99 is not None:
            said.append(f"mean {latency.mean * 1e3:.3g} ms, p99 {latency.p99 * 1e3:.3g} ms")
        share = assumed_share(self.parameters)
        said.append(f"{share:.0%} of its numbers are assumed")
        if share > 0.5:
            said.append("structure only: more is assumed than stated")
        return "; ".join(said) + "."
