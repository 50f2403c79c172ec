"""Diagrams for the tests, drawn in few words, and what is read from them."""

from atlas_core.diagram.annotations import annotate
from atlas_core.diagram.model import Diagram, Edge, Group, Node, Source
from atlas_core.diagram.vocabulary import Kind, Plane, Role, Shape, Stroke
from atlas_core.sim.flow.diagram import Reading, read_model
from atlas_core.sim.flow.model import Call, Station
from atlas_core.sim.flow.parameter import Provenance

ROLES = {
    "client": Role.CLIENT,
    "lb": Role.LOAD_BALANCER,
    "cache": Role.CACHE,
    "db": Role.DATABASE,
    "queue": Role.QUEUE,
    "worker": Role.WORKER,
    "monitor": Role.MONITOR,
    "api": Role.SERVICE,
    "gate": Role.GATEWAY,
    "cdn": Role.CDN,
}


def diagram_of(
    nodes: dict[str, str],
    *edges: str,
    kind: Kind = Kind.FLOWCHART,
    groups: dict[str, tuple[str, ...]] | None = None,
) -> Diagram:
    """Nodes as id: label, lines parted by |; the id's letters name the role. Edges as "a->b: x".

    `groups` names the nodes of each group.
    """
    held = {name: group for group, names in (groups or {}).items() for name in names}

    def node(name: str, label: str) -> Node:
        lines = tuple(label.split("|"))
        return Node(
            id=name,
            lines=lines,
            role=ROLES.get(name.rstrip("0123456789")),
            shape=Shape.DIAMOND if name.startswith("choice") else Shape.RECT,
            plane=Plane.CONTROL if name.startswith("monitor") else None,
            annotations=annotate(lines),
            group=held.get(name),
        )

    def edge(index: int, text: str) -> Edge:
        ends, _, label = text.partition(": ")
        source, arrow, target = ends.partition(".>") if ".>" in ends else ends.partition("->")
        lines = (label,) if label else ()
        stroke = Stroke.DOTTED if arrow == ".>" else Stroke.NORMAL
        return Edge(
            id=f"e{index}",
            source=source,
            target=target,
            lines=lines,
            stroke=stroke,
            annotations=annotate(lines),
        )

    return Diagram(
        id="page#1",
        kind=kind,
        title="",
        source=Source(path="page.md", line=1, text=""),
        typed=True,
        nodes=tuple(node(name, label) for name, label in nodes.items()),
        groups=tuple(Group(id=group, lines=(group,)) for group in groups or {}),
        edges=tuple(edge(index, text) for index, text in enumerate(edges)),
    )


def station(reading: Reading, name: str) -> Station:
    return next(station for station in reading.model.stations if station.id == name)


def calls(reading: Reading, name: str) -> list[Call]:
    return [call for stage in station(reading, name).stages for call in stage]


def calls_of(diagram: Diagram, node: str) -> list[list[str]]:
    station = next(each for each in read_model(diagram).model.stations if each.id == node)
    return [sorted(set(call.targets)) for stage in station.stages for call in stage]


def stated_in(diagram: Diagram) -> dict[tuple[str, str], float]:
    parameters = read_model(diagram).model.parameters
    known = [each for each in parameters if each.provenance is Provenance.STATED]
    return {(each.owner, each.name): round(each.value, 6) for each in known}
