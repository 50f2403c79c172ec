"""What a run costs, from the prices that the diagram states: so much a month for a node.

A price counts for as long as the run lasts, whatever the node does meanwhile: that is how machines
are paid. Nodes without a price cost nothing here; `unpriced` names them, so that nobody takes the
sum for the whole.
"""

from dataclasses import dataclass

from atlas_core.diagram.model import Diagram
from atlas_core.sim.flow.result import Run

MONTH_S = 365.25 / 12 * 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeCost:
    """One node: what it costs during the run in USD, and the text that states its price."""

    node: str
    usd: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The run. `usd_per_million` is for a million good answers; None where there are none."""

    usd: float
    usd_per_million: float | None
    nodes: tuple[NodeCost, ...]
    unpriced: tuple[str, ...]


def cost_of(diagram: Diagram, run: Run) -> Cost:
    """The cost of a run of this diagram. Where a price is a range, its middle counts."""
    stations = {station.id for station in run.model.stations}
    found: list[NodeCost] = []
    unpriced: list[str] = []
    for node in diagram.nodes:
        if node.id not in stations:
            continue
        prices = [note for note in node.annotations if note.unit == "USD/month"]
        if not prices:
            unpriced.append(node.id)
            continue
        price = prices[0]
        monthly = price.value if price.upper is None else (price.value + price.upper) / 2
        usd = monthly * run.duration_s / MONTH_S
        found.append(NodeCost(node=node.id, usd=usd, text=price.text))
    total = sum(each.usd for each in found)
    return Cost(
        usd=total,
        usd_per_million=total / run.good * 1e6 if run.good else None,
        nodes=tuple(found),
        unpriced=tuple(unpriced),
    )
