"""A scenario and its diagram become models that can be run.

The diagram is read as always; then the scenario's loads, parameters and faults are put in. A number
that a scenario gives is stated. Sizes that the diagram does not state are found for the scenario's
own load and service times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from atlas_core.diagram.model import Diagram
from atlas_core.page.yaml_text import Written
from atlas_core.sim.flow.diagram import NotRunnableError, Reading, read_model
from atlas_core.sim.flow.diagram.ledger import SET_BY_READER
from atlas_core.sim.flow.diagram.parts import members_of
from atlas_core.sim.flow.duration import mean_s
from atlas_core.sim.flow.model import Call, Closed, FlowModel, Scenario, Source, Station
from atlas_core.sim.flow.parameter import Parameter, Provenance
from atlas_core.sim.flow.scenario.call import CALL_KEYS
from atlas_core.sim.flow.scenario.duration import duration
from atlas_core.sim.flow.scenario.fault import engine_faults
from atlas_core.sim.flow.scenario.key import Key, Part, put_all
from atlas_core.sim.flow.scenario.load import Load, part_of
from atlas_core.sim.flow.scenario.page import PageScenario, Variant, first_line
from atlas_core.sim.flow.scenario.problem import ScenarioError
from atlas_core.sim.flow.scenario.station import STATION_KEYS
from atlas_core.sim.flow.validation import FlowError, problems

_SIZED_BY = "service_s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One run, ready for an engine. `reading` says how the diagram was read."""

    title: str
    model: FlowModel
    scenario: Scenario
    reading: Reading


def bind(diagram: Diagram, scenario: PageScenario) -> tuple[Bound, ...]:
    """Run A, and run B where the scenario compares. Raises ScenarioError."""
    runs = (scenario.run,) if scenario.compare is None else (scenario.run, scenario.compare)
    try:
        return tuple(_bound(diagram, scenario, run) for run in runs)
    except ScenarioError as error:
        line = error.line + first_line(beside=scenario.beside)
        raise ScenarioError(line, error.sentence, beside=scenario.beside) from None


def _bound(diagram: Diagram, scenario: PageScenario, run: Variant) -> Bound:
    try:
        reading = read_sized(diagram, run, scenario.duration_s)
        model = with_parameters(diagram, reading, run, scenario.id)
        model = with_loads(model, run.loads)
        engine = Scenario(
            duration_s=scenario.duration_s,
            seed=scenario.seed,
            faults=engine_faults(run.faults, places_of(diagram, reading), _sources_of(model)),
        )
    except (NotRunnableError, FlowError) as error:
        raise ScenarioError(run.line, str(error)) from None
    for sentence in problems(model, engine):
        raise ScenarioError(run.line, sentence)
    return Bound(title=run.title, model=model, scenario=engine, reading=reading)


def read_sized(diagram: Diagram, run: Variant, duration_s: float) -> Reading:
    """The diagram under the scenario's load, at true scale, with its service times."""
    rates: dict[str, float] = {}
    for load in run.loads:
        rate = load.rate_per_s(duration_s)
        rates[load.source.target] = rates.get(load.source.target, 0.0) + rate
    everywhere = rates.pop("", 0.0)
    loads = rates or None if not everywhere else None
    scaled = not run.loads
    reading = read_model(diagram, load_per_s=everywhere or None, rates_per_s=loads, scaled=scaled)
    known = {(p.owner, p.name) for p in reading.model.parameters}
    own: dict[tuple[str, str], float] = {}
    for name, tree in run.parameters:
        value = tree.get("service")
        if "->" in name or value is None or (name, _SIZED_BY) not in known:
            continue
        own[name, _SIZED_BY] = mean_s(duration(value, f"`service` of {name}"))
    if not own:
        return reading
    return read_model(
        diagram,
        load_per_s=everywhere or None,
        rates_per_s=loads,
        overrides=own,
        scaled=scaled,
    )


def places_of(diagram: Diagram, reading: Reading) -> dict[str, tuple[str, ...]]:
    """The stations and calls that a name means: a node, an edge `A -> B`, or a group."""
    stations = [station.id for station in reading.model.stations]
    places: dict[str, tuple[str, ...]] = {name: (name,) for name in stations}
    for edge in diagram.edges:
        call = reading.calls.get(edge.id)
        if call is not None:
            name = f"{edge.source} -> {edge.target}"
            places[name] = tuple(dict.fromkeys((*places.get(name, ()), call)))
    for group, members in members_of(diagram).items():
        running = tuple(member for member in members if member in stations)
        if running:
            places.setdefault(group, running)
    return places


def _sources_of(model: FlowModel) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {
        "": tuple(s.id for s in model.sources if not isinstance(s.arrivals, Closed))
    }
    for source in model.sources:
        found[source.target] = (*found.get(source.target, ()), source.id)
        found[source.id.removeprefix("load:")] = (source.id,)
    return found


def with_parameters(
    diagram: Diagram, reading: Reading, run: Variant, scenario_id: str
) -> FlowModel:
    """The model with the scenario's parameters. Raises ScenarioError for a name that is none."""
    model = reading.model
    stations = {station.id: station for station in model.stations}
    calls = {call.id: call for call in model.calls()}
    places = places_of(diagram, reading)
    stated: dict[tuple[str, str], Parameter] = {}
    because = f"the scenario {scenario_id}" if scenario_id else SET_BY_READER
    for written, tree in run.parameters:
        name = " -> ".join(end.strip() for end in written.split("->"))
        known = [place for place in places if ("->" in place) == ("->" in name)]
        if name not in known:
            raise ScenarioError(
                tree.line,
                f"`{name[:60]}` takes no part in the run; there are {', '.join(known[:12])}.",
            )
        for place in places[name]:
            if place in calls:
                calls[place] = put_all(calls[place], tree, name, CALL_KEYS)
                stated |= _stated(place, calls[place], tree, CALL_KEYS, because)
            else:
                stations[place] = put_all(stations[place], tree, name, STATION_KEYS)
                stated |= _stated(place, stations[place], tree, STATION_KEYS, because)
    changed = tuple(_with_calls(station, calls) for station in stations.values())
    kept = [
        replace(p, because=because) if p.because == SET_BY_READER else p
        for p in model.parameters
        if not _is_replaced(p, stated)
    ]
    return replace(model, stations=changed, parameters=(*kept, *stated.values()))


def _with_calls(station: Station, calls: dict[str, Call]) -> Station:
    """The station with its calls as changed; an arrow to a dead-letter station is no call."""
    changed = tuple(tuple(calls[call.id] for call in stage) for stage in station.stages)
    dead = {call.dead_letter for stage in changed for call in stage} - {None}
    kept = (
        tuple(call for call in stage if call.targets[0] not in dead or len(call.targets) > 1)
        for stage in changed
    )
    return replace(station, stages=tuple(stage for stage in kept if stage))


def _stated(
    owner: str, part: Part, tree: Written, keys: Sequence[Key[Part]], because: str
) -> dict[tuple[str, str], Parameter]:
    given = {name for name, _ in tree.entries or ()}
    found = {}
    for key in keys:
        value = key.number(part) if key.number and key.name in given else None
        if value is not None:
            found[owner, key.parameter] = Parameter(
                owner=owner,
                name=key.parameter,
                value=value,
                unit=key.unit,
                provenance=Provenance.STATED,
                because=because,
            )
    return found


def _is_replaced(parameter: Parameter, stated: dict[tuple[str, str], Parameter]) -> bool:
    """Whether the scenario says it itself; servers stand for instances and their concurrency."""
    names = {parameter.name}
    if parameter.name in ("instances", "concurrency"):
        names.add("servers")
    if parameter.name.startswith("latency_s"):
        names.add("service_s")
    return any((parameter.owner, name) in stated for name in names)


def with_loads(model: FlowModel, loads: Sequence[Load]) -> FlowModel:
    """The model with the scenario's sources; those of the diagram where it gives none."""
    if not loads:
        return model
    stations = {station.id for station in model.stations}
    entries = [source.target for source in model.sources]
    made: list[Source] = []
    for load in loads:
        targets = [load.source.target] if load.source.target else entries
        if load.source.target and load.source.target not in stations:
            raise ScenarioError(
                load.line,
                f"The load comes to `{load.source.target[:60]}`, which takes no part in the run; "
                f"there are {', '.join(sorted(stations)[:12])}.",
            )
        for target in targets:
            name = load.source.id or target
            source = replace(load.source, id=f"load:{name}", target=target)
            if not load.source.target and len(targets) > 1:
                source = replace(source, arrivals=part_of(source.arrivals, len(targets)))
            if load.source.id and len(targets) > 1:
                source = replace(source, id=f"load:{name} at {target}")
            made.append(source)
    return replace(model, sources=tuple(made))
