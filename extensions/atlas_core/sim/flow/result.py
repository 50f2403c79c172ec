"""The result of a run: the trace, the sums, and the figures that people ask for."""

from collections.abc import Iterable
from dataclasses import dataclass

from atlas_core.sim.flow.entries import EntryKind, Outcome
from atlas_core.sim.flow.model import FlowModel, Scenario
from atlas_core.sim.flow.numbers import TICKS_PER_S
from atlas_core.sim.flow.program import encode_program
from atlas_core.sim.flow.sums import Sums, bucket_bounds
from atlas_core.sim.flow.timeline import ticks_of
from atlas_core.trace import Block, Header, Trace
from atlas_core.trace.codec import digest

ENGINE = "flow 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class StationFigures:
    """One station over the whole run: shares are 0 to 1, times in seconds, rates in 1/s."""

    id: str
    utilisation: float | None
    busy_mean: float
    waiting_mean: float
    present_mean: float
    throughput_per_s: float
    time_mean_s: float | None
    failed_ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run of a model gave."""

    model: FlowModel
    scenario: Scenario
    sums: Sums
    trace: Trace | None

    @property
    def duration_s(self) -> float:
        """How long the run was planned to last."""
        return self.scenario.duration_s

    @property
    def good(self) -> int:
        """Requests that were answered well."""
        return sum(window.good for window in self.sums.windows)

    @property
    def bad(self) -> int:
        """Requests that were answered with a failure."""
        return sum(window.bad for window in self.sums.windows)

    @property
    def unanswered(self) -> int:
        """Requests without an answer when the run ended."""
        return self.sums.requests - self.good - self.bad

    @property
    def latency_mean_s(self) -> float | None:
        """The mean latency of good answers, None where there are none."""
        total = sum(window.time_ticks for window in self.sums.windows)
        return total / self.good / TICKS_PER_S if self.good else None

    def latency_s(self, percentile: float) -> float | None:
        """The latency that this percentage of good answers does not exceed, within 3 %."""
        count = sum(self.sums.buckets)
        rank = percentile / 100 * count
        seen = 0
        for bucket, number in enumerate(self.sums.buckets):
            seen += number
            if number and seen >= rank:
                low, above = bucket_bounds(bucket)
                inside = 1 - (seen - rank) / number
                return (low + (above - low) * inside) / TICKS_PER_S
        return None

    def station(self, station_id: str) -> StationFigures:
        """The figures of a station. Raises KeyError for a name that is none."""
        names = [station.id for station in self.model.stations]
        if station_id not in names:
            raise KeyError(station_id)
        index = names.index(station_id)
        station, found = self.model.stations[index], self.sums.stations[index]
        ticks = self.duration_s * TICKS_PER_S
        answered = sum(found.outcomes)
        bad = sum(found.outcomes[Outcome.FAILED :])
        busy = found.busy_ticks / ticks
        return StationFigures(
            id=station_id,
            utilisation=None if station.servers is None else busy / station.servers,
            busy_mean=busy,
            waiting_mean=found.waiting_ticks / ticks,
            present_mean=found.present_ticks / ticks,
            throughput_per_s=answered / self.duration_s,
            time_mean_s=found.time_ticks / answered / TICKS_PER_S if answered else None,
            failed_ratio=bad / answered if answered else None,
        )


def header_of(model: FlowModel, scenario: Scenario, ended: str) -> Header:
    """The header of the trace of this run; peers are calls, then sources, each with its kind."""
    return Header(
        engine=ENGINE,
        seed=scenario.seed,
        scenario=digest(encode_program(model, scenario)),
        ticks_per_s=TICKS_PER_S,
        ended=ended,
        kinds=tuple(kind.name.lower() for kind in EntryKind),
        nodes=tuple(station.id for station in model.stations),
        peers=(
            *(f"call {call.id}" for call in model.calls()),
            *(f"source {source.id}" for source in model.sources),
        ),
    )


def run_of(model: FlowModel, scenario: Scenario, sums: Sums, blocks: Iterable[Block] | None) -> Run:
    """The result made of what an engine gave; `blocks` None: no trace was written."""
    trace = None
    if blocks is not None:
        header = header_of(model, scenario, sums.ended)
        trace = Trace(header=header, blocks=tuple(blocks))
    return Run(model=model, scenario=scenario, sums=sums, trace=trace)


def end_tick(scenario: Scenario) -> int:
    """When the run ends."""
    return ticks_of(scenario.duration_s)
