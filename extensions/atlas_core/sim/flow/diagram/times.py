"""Service times: what a node takes itself, of what its callers see.

Stated latencies are those that a caller sees. So callees come first, and what they take is taken
off; where less than a tenth would be left, the stated latency is the node's own.
"""

from collections.abc import Sequence
from dataclasses import replace

from atlas_core.diagram.model import Annotation, Edge, Node
from atlas_core.diagram.vocabulary import Role, Shape
from atlas_core.sim.flow.diagram import defaults, stated
from atlas_core.sim.flow.diagram.ledger import Ledger
from atlas_core.sim.flow.duration import NONE, Duration, Exponential, mean_s
from atlas_core.sim.flow.estimate.flows import ordered
from atlas_core.sim.flow.model import FlowModel, Station


def service_times(
    stations: list[Station], nodes: dict[str, Node], edges: Sequence[Edge], ledger: Ledger
) -> list[Station]:
    """The stations with service times, in the same order."""
    decisions = {name for name, node in nodes.items() if node.shape is Shape.DIAMOND}
    calls = [edge for edge in edges if edge.source not in decisions]  # theirs state conditions
    order, _ = ordered(FlowModel(stations=tuple(stations), sources=()))
    done: dict[str, Station] = {}
    seen_s: dict[str, float] = {}
    for station in reversed(order):
        node = nodes[station.id]
        calls_s = _calls_s(station, seen_s, done)
        service = _service(node, station, calls, calls_s, ledger)
        done[station.id] = replace(station, service=service)
        seen_s[station.id] = mean_s(service) + calls_s
    return [done[station.id] for station in stations]


def _calls_s(station: Station, seen_s: dict[str, float], done: dict[str, Station]) -> float:
    """How long the station waits for its calls, on average, when nobody queues."""
    total, missed = 0.0, 1.0
    for stage in station.stages:
        for call in stage:
            if call.asynchronous:
                continue
            seen = sum(seen_s.get(target, 0.0) for target in call.targets) / len(call.targets)
            total += call.probability * seen * (missed if call.only_on_miss else 1.0)
            missed *= 1 - done[call.targets[0]].hit_ratio if call.targets[0] in done else 1.0
    return total * (1 - station.hit_ratio)


def _service(
    node: Node, station: Station, edges: Sequence[Edge], calls_s: float, ledger: Ledger
) -> Duration:
    own = ledger.own(node.id, "service_s", "s")
    if own is not None:
        return Exponential(mean_s=own) if own else NONE
    if node.role is Role.CLIENT or node.shape is Shape.DIAMOND:
        return NONE
    found = stated.latency(node.annotations) or stated.latency(_on_calls(node, edges))
    if found is None:
        value = defaults.SERVICE_S[node.role]
        ledger.assumed(node.id, "service_s", "s", value, defaults.usual(node.role))
        return Exponential(mean_s=value)
    name = f"latency_s ({found.name})"
    ledger.stated(node.id, name, "s", stated.Stated(value=found.value_s, text=found.text))
    whole = mean_s(found.fitted)
    if calls_s == 0 or whole - calls_s < 0.1 * whole:
        return found.fitted
    rest = whole - calls_s
    ledger.derived(node.id, "service_s", "s", rest, f"{found.text} less the time of its calls")
    return Exponential(mean_s=rest)


def _on_calls(node: Node, edges: Sequence[Edge]) -> list[Annotation]:
    """What is written on the arrows to the node."""
    return [note for edge in edges if edge.target == node.id for note in edge.annotations]
