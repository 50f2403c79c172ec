"""Makes a model of a flowchart, or says why that makes no sense and what to add.

A node becomes a station: its service time from a stated latency, its servers from the load that
comes to it, and so that it can just carry it. A latency that is stated for a node is what its
callers see: the time of its own calls is taken off. Loads of more than 1,000 requests a second are
simulated at a smaller scale, load and servers alike.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from atlas_core.diagram.model import Annotation, Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Kind, Stroke
from atlas_core.reach.dependency import STORES, controls, reached
from atlas_core.sim.flow.diagram import defaults, stated
from atlas_core.sim.flow.diagram.calls import HOLDERS, CallReader
from atlas_core.sim.flow.diagram.ledger import Ledger, Overrides
from atlas_core.sim.flow.diagram.parts import machines_of, without_groups
from atlas_core.sim.flow.diagram.times import service_times
from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.estimate.flows import flows_of
from atlas_core.sim.flow.model import FlowModel, Poisson, Source, Station
from atlas_core.sim.flow.parameter import assumed_share
from atlas_core.sim.flow.validation import FlowError
from atlas_core.sim.flow.validation.arrivals import RATE_MAX_PER_S

_LIMIT = re.compile(
    r"\b(limit(s|er|ed|ing)?|quotas?|buckets?|refills?|leaks?|drains?|max|maximum|capacity|"
    r"sustain(s|ed|able)?|supports?|handles?|up to|targets?|thresholds?)\b",
    re.IGNORECASE,
)


class NotRunnableError(ValueError):
    """A diagram that can't be run; the text says why, and what to add."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A model of a diagram. Station ids are node ids; `calls` maps edge ids to call ids.

    `scale` is what load and servers were multiplied with. `left_out` says in sentences what of
    the diagram is not simulated. `structure_only`: more than half of the numbers are assumed.
    """

    model: FlowModel
    calls: dict[str, str]
    load_per_s: float
    scale: float
    left_out: tuple[str, ...]
    structure_only: bool


def read_model(
    diagram: Diagram,
    *,
    load_per_s: float | None = None,
    rates_per_s: Mapping[str, float] | None = None,
    overrides: Overrides | None = None,
    scaled: bool = True,
) -> Reading:
    """Read a diagram. `overrides` are numbers of the reader's own, by owner and name.

    `rates_per_s` gives the load of each node that requests come to, instead of `load_per_s` at the
    entries. Without `scaled` large loads are left as they are.

    Raises NotRunnableError for a diagram that shows no requests between machines, FlowError for
    a number of the reader's that makes no sense.
    """
    diagram = without_groups(diagram)
    machines = _machines(diagram)
    if rates_per_s is not None:
        load_per_s = sum(rates_per_s.values())
    ledger = Ledger(_own_numbers(load_per_s, overrides or {}))
    reader = CallReader(diagram, machines, ledger)
    entries = _entries(machines, reader)
    visited = reached(entries, reader.edges, ())
    nodes = [node for node in machines.values() if node.id in visited]
    if len(nodes) < 2:
        raise NotRunnableError(
            "No request gets from one node to another; draw an arrow between them."
        )
    bare = [_station(node, reader, ledger) for node in nodes]
    timed = service_times(bare, {node.id: node for node in nodes}, reader.edges, ledger)
    stated_rates = _rates_at(entries, reader)
    load = _load(timed, nodes, entries, stated_rates, reader=reader, ledger=ledger)
    scale = min(1.0, defaults.RATE_SIMULATED_MAX_PER_S / load) if scaled else 1.0
    if scale < 1:
        ledger.derived("model", "scale", "ratio", scale, f"so that {load:g}/s can be simulated")
    rates = dict(rates_per_s or _split(load, entries, stated_rates))
    for name in rates.keys() - {node.id for node in nodes}:
        raise FlowError(f"Load comes to `{name[:60]}`, which takes no part in the run.")
    model = _sized(timed, rates, scale, {node.id: node for node in nodes}, ledger)
    if ledger.unknown():
        raise FlowError(f"The model has no {', '.join(ledger.unknown())}; correct the name.")
    return Reading(
        model=model,
        calls=dict(reader.call_of),
        load_per_s=load,
        scale=scale,
        left_out=_left_out(diagram, visited, reader),
        structure_only=assumed_share(model.parameters) > 0.5,
    )


def _own_numbers(load_per_s: float | None, overrides: Overrides) -> Overrides:
    found = dict(overrides)
    if load_per_s is not None:
        found["load", "rate_per_s"] = load_per_s
    for (owner, name), value in found.items():
        positive = value > 0 or name not in ("rate_per_s", "servers", "timeout_s")
        if not math.isfinite(value) or value < 0 or not positive:
            raise FlowError(f"The {name} of {owner} is {value:g}; give a number above 0.")
        if name == "rate_per_s" and value > RATE_MAX_PER_S:
            raise FlowError(f"The load is {value:g} requests a second; give at most 1e9.")
    return found


def _machines(diagram: Diagram) -> dict[str, Node]:
    if diagram.kind is not Kind.FLOWCHART:
        raise NotRunnableError(
            f"Only flowcharts can be run so far; this is a {diagram.kind.value} diagram."
        )
    if not diagram.typed:
        raise NotRunnableError(
            "This diagram could not be read; correct the problem that is shown with it."
        )
    machines = machines_of(diagram)
    if not machines:
        raise NotRunnableError(
            "This flowchart shows decisions, not machines that call each other; name the parts "
            "for what they are (a service, a cache, a database) to run it, or begin it with the "
            "requests that come to it."
        )
    return machines


def _entries(machines: dict[str, Node], reader: CallReader) -> tuple[str, ...]:
    starts = [name for name in uncalled_by(reader) if name in machines]
    people = [name for name in starts if not controls(machines[name])] or starts
    others = [name for name in people if machines[name].role not in HOLDERS]
    served = reached(others, reader.edges, ())
    supplying = {edge.source for edge in reader.edges if edge.target in served}
    people = [name for name in people if name in others or name not in supplying]
    asking = {edge.source for edge in reader.edges if edge.stroke is not Stroke.DOTTED}
    asking |= {name for name in people if _states_a_rate(machines[name], reader)}
    found = tuple([name for name in people if name in asking] or people)
    if not found:
        raise NotRunnableError(
            "No arrow is a request; draw a solid one from who asks to who answers."
        )
    return found


def _states_a_rate(node: Node, reader: CallReader) -> bool:
    return not _limits(node) and any(note.unit == "1/s" for note in _notes(node, reader))


def uncalled_by(reader: CallReader) -> tuple[str, ...]:
    """The nodes that call somebody and that nobody calls, in the order of the edges."""
    targets = {edge.target for edge in reader.edges}
    sources = dict.fromkeys(edge.source for edge in reader.edges)
    starts = tuple(name for name in sources if name not in targets)
    return tuple(name for name in starts if name not in reader.fed) or starts


def _station(node: Node, reader: CallReader, ledger: Ledger) -> Station:
    """The station without times and servers."""
    hit = error = 0.0
    stages = reader.stages_of(node)
    kept = None if node.role in STORES else stated.hit_ratio(node.annotations, node.lines)
    if node.role in defaults.HIT_RATIO:
        hit = ledger.number(
            node.id,
            "hit_ratio",
            "ratio",
            stated=_hit_ratio(node, reader),
            default=defaults.HIT_RATIO[node.role],
            because=defaults.usual(node.role),
        )
    elif kept is not None:  # a service that answers so much from a cache of its own
        hit = ledger.number(
            node.id, "hit_ratio", "ratio", stated=kept, default=0.0, because="no cache of its own"
        )
    errors = stated.error_ratio(node.annotations)
    set_by_reader = ledger.own(node.id, "error_ratio", "ratio")
    if set_by_reader is not None:
        error = set_by_reader
    elif errors is not None:
        ledger.stated(node.id, "error_ratio", "ratio", errors)
        error = errors.value
    return Station(id=node.id, servers=None, hit_ratio=hit, error_ratio=error, stages=stages)


def _hit_ratio(node: Node, reader: CallReader) -> stated.Stated | None:
    """What a cache's own label says, an arrow to it, or the arrow along which its misses leave."""
    into = [edge for edge in reader.edges if edge.target == node.id]
    behind = [
        edge
        for edge in reader.edges
        if edge.source == node.id and reader.nodes[edge.target].role not in defaults.HIT_RATIO
    ]
    parts: tuple[Node | Edge, ...] = (node, *into, *behind)
    said = (stated.hit_ratio(part.annotations, part.lines) for part in parts)
    return next((found for found in said if found is not None), None)


def _load(
    stations: list[Station],
    nodes: list[Node],
    entries: tuple[str, ...],
    at_entries: dict[str, stated.Stated],
    *,
    reader: CallReader,
    ledger: Ledger,
) -> float:
    """Requests a second: the reader's, or stated at an entry, or where it comes to."""
    value = ledger.own("load", "rate_per_s", "1/s")
    if value is not None:
        return value
    found = list(at_entries.values())
    if found:
        total = sum(rate.value for rate in found) / len(found) * len(entries)
        if len(found) == len(entries) == 1:
            ledger.stated("load", "rate_per_s", "1/s", found[0])
        else:
            texts = ", ".join(rate.text for rate in found)
            ledger.derived("load", "rate_per_s", "1/s", total, f"from {texts} at the entries")
        return total
    visits = _visits(stations, dict.fromkeys(entries, 1 / len(entries)))
    for node in nodes:
        rate = None if _limits(node) else stated.rate(node.annotations)
        if rate is not None and visits[node.id] > 0:
            total = rate.value / visits[node.id]
            why = f"so that {node.id} gets {rate.text}"
            ledger.derived("load", "rate_per_s", "1/s", total, why)
            return total
    why = "nothing in the diagram says how much comes in"
    ledger.assumed("load", "rate_per_s", "1/s", defaults.LOAD_PER_S, why)
    return defaults.LOAD_PER_S


def _limits(node: Node) -> bool:
    """Whether its rate is one that it can take or give, not one that comes to it."""
    return _LIMIT.search(" ".join(node.lines)) is not None


def _rates_at(entries: tuple[str, ...], reader: CallReader) -> dict[str, stated.Stated]:
    """What each entry says that it sends: itself, or the arrows of which it takes one at a time."""
    found = {}
    for entry in entries:
        node = reader.nodes[entry]
        own = stated.rate(node.annotations)
        out = [edge for edge in reader.edges if edge.source == entry]
        sums = [_sum(choice) for choice in reader.choices_of(node, out)]
        sent = max((s for s in sums if s is not None), key=lambda s: s.value, default=None)
        rate = own or sent
        if rate is not None:
            found[entry] = rate
    return found


def _sum(choice: list[Edge]) -> stated.Stated | None:
    rates = [rate for edge in choice if (rate := stated.rate(edge.annotations)) is not None]
    if not rates:
        return None
    return stated.Stated(
        value=sum(rate.value for rate in rates), text=" and ".join(rate.text for rate in rates)
    )


def _split(
    load: float, entries: tuple[str, ...], at_entries: dict[str, stated.Stated]
) -> dict[str, float]:
    """The load of each entry: as they state it, where all do, else equal parts."""
    total = sum(rate.value for rate in at_entries.values())
    if len(at_entries) < len(entries):
        return {entry: load / len(entries) for entry in entries}
    return {entry: load * at_entries[entry].value / total for entry in entries}


def _notes(node: Node, reader: CallReader) -> tuple[Annotation, ...]:
    out = [edge for edge in reader.edges if edge.source == node.id]
    return (*node.annotations, *(note for edge in out for note in edge.annotations))


def _visits(stations: list[Station], shares: dict[str, float]) -> dict[str, float]:
    """Requests at each station for one from outside; `shares` are those of the entries."""
    model = _with_sources(tuple(stations), shares)
    rates = {source.id: (shares[source.target], 1.0) for source in model.sources}
    flows = flows_of(model, rates)
    return {name: flow.rate for name, flow in flows.stations.items()}


def _with_sources(stations: tuple[Station, ...], rates: dict[str, float]) -> FlowModel:
    sources = tuple(
        Source(id=f"load:{entry}", target=entry, arrivals=Poisson(rate_per_s=rate))
        for entry, rate in rates.items()
    )
    return FlowModel(stations=stations, sources=sources)


def _sized(
    stations: list[Station],
    rates: dict[str, float],
    scale: float,
    nodes: dict[str, Node],
    ledger: Ledger,
) -> FlowModel:
    """Give each station servers for its load, in whole instances where these are stated."""
    load = sum(rates.values())
    visits = _visits(stations, {name: rate / load for name, rate in rates.items()})
    sized = []
    for station in stations:
        own = mean_s(station.service)
        if own == 0:
            sized.append(station)
            continue
        needed = max(visits[station.id] * load * own / defaults.UTILISATION, 1e-9)
        count = ledger.own(station.id, "servers", "1")
        if count is None:
            count = float(math.ceil(needed))
            instances = stated.servers(nodes[station.id].annotations)
            if instances is not None:
                ledger.stated(station.id, "instances", "1", instances)
                each = math.ceil(needed / instances.value)
                count = instances.value * each
                why = "requests at once in each instance, for 60 % at this load"
                ledger.assumed(station.id, "concurrency", "1", each, why)
            else:
                ledger.assumed(station.id, "servers", "1", count, "60 % busy at this load")
        sized.append(replace(station, servers=max(1, round(count * scale))))
    model = _with_sources(tuple(sized), {name: rate * scale for name, rate in rates.items()})
    return replace(model, parameters=tuple(ledger.parameters))


def _left_out(diagram: Diagram, visited: set[str], reader: CallReader) -> tuple[str, ...]:
    names = {node.id: node.name for node in diagram.nodes}
    said = [
        f"The arrow from {names[edge.source]} to {names[edge.target]} is left out: it leads back."
        for edge in reader.left_out
    ]
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    unreached = [name for node, name in names.items() if node in ends and node not in visited]
    if unreached:
        said.append(f"No request comes to {', '.join(unreached)}.")
    return tuple(said)
