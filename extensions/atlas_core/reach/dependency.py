"""Which edges of an architecture are calls, and which of those a node can't do without.

An arrow in a diagram says many things. Read naively, "A -> B: A needs B", a crash of Prometheus
would take down the API that pushes metrics to it, and a crash of the API would take down the
database that answers it. So:

- *Watching and steering is not calling.* An edge from the control plane to another plane, or from
  another plane to a monitor, is neither. Counterexample: `Prometheus -> API`; Prometheus lives on.
- *An answer is not a call.* Of two edges between the same nodes the one that does not come from a
  store is the call, else the first; the other is the answer. An edge to a client is an answer or a
  push; so is an edge back to a node that every request to its source went through.
  Counterexample: `Web -> API -> DB -> API`; the DB does not need the API.
- *A dotted call is optional.* It carries requests, but its source is served without it.
- *A queue does not need its consumers.* Counterexample: `API -> Kafka -> Worker`; without the
  worker the API is served and Kafka fills up.
- *A store does not need another store of its kind.* Counterexample: `Primary -> Replica`. Of two
  technologies the first does need the second: `PgBouncer -> PostgreSQL`.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from atlas_core.diagram.model import Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Plane, Role, Stroke

BUFFERS = frozenset({Role.QUEUE, Role.STREAM})
STORES = BUFFERS | {Role.CACHE, Role.DATABASE, Role.OBJECT_STORE, Role.SEARCH, Role.COORDINATOR}
MARKERS = frozenset(
    {"primary", "replica", "leader", "follower", "master", "slave", "standby", "secondary"}
    | {"main", "backup", "read", "write", "active", "passive", "instance", "node", "shard"}
    | {"partition"}
)
SEPARATORS = re.compile(r"[ \t()\[\]{}#:,./_-]+")


def calls(diagram: Diagram) -> tuple[Edge, ...]:
    """Give the edges along which requests travel, optional ones included, in source order."""
    nodes = parts_of(diagram)
    kept = [
        edge
        for edge in diagram.edges
        if edge.source in nodes
        and edge.target in nodes
        and edge.source != edge.target
        and edge.stroke is not Stroke.INVISIBLE
        and not _watches(nodes[edge.source], nodes[edge.target])
        and not _pushes(nodes[edge.source], nodes[edge.target])
    ]
    asking = {(e.source, e.target) for e in kept if nodes[e.source].role not in STORES}
    seen: set[tuple[str, str]] = set()
    forward = []
    for edge in kept:
        back = (edge.target, edge.source)
        sent = nodes[edge.source].role in STORES and back in asking
        if back not in seen and not sent:
            forward.append(edge)
            seen.add((edge.source, edge.target))
    starts = uncalled(diagram, forward)
    before = reached(starts, forward, ())
    return tuple(edge for edge in forward if not _returns(edge, forward, starts, before))


def dependencies(diagram: Diagram) -> tuple[Edge, ...]:
    """Give the calls that their source can't do without."""
    nodes = parts_of(diagram)
    return tuple(
        edge
        for edge in calls(diagram)
        if edge.stroke is not Stroke.DOTTED
        and nodes[edge.source].role not in BUFFERS
        and not _replicates(nodes[edge.source], nodes[edge.target])
    )


def parts_of(diagram: Diagram) -> dict[str, Node]:
    """Give the nodes by id, as far as calls are concerned.

    Where fewer than half of the connected nodes have a role, the diagram shows steps or figures:
    its colours are no planes, and nobody in it watches another.
    """
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    connected = [node for node in diagram.nodes if node.id in ends]
    if 2 * sum(node.role is not None for node in connected) >= len(connected):
        return {node.id: node for node in diagram.nodes}
    return {
        node.id: replace(node, plane=None, role=None if node.role is Role.MONITOR else node.role)
        for node in diagram.nodes
    }


def uncalled(diagram: Diagram, edges: Iterable[Edge]) -> tuple[str, ...]:
    """Name the nodes that call somebody along `edges` and that nobody calls, and the clients.

    Where everybody is called (one big cycle), the first node that calls stands for them.
    """
    edges = tuple(edges)
    sources = {edge.source for edge in edges}
    targets = {edge.target for edge in edges}
    calling = [node for node in diagram.nodes if node.id in sources]
    found = [n.id for n in calling if n.id not in targets or n.role is Role.CLIENT]
    return tuple(found or [node.id for node in calling[:1]])


def reached(starts: Iterable[str], edges: Iterable[Edge], without: Collection[str]) -> set[str]:
    """Name the nodes that requests from `starts` get to when those in `without` are gone."""
    onward: dict[str, list[str]] = {}
    for edge in edges:
        onward.setdefault(edge.source, []).append(edge.target)
    frontier = [start for start in starts if start not in without]
    found = set(frontier)
    while frontier:
        for target in onward.get(frontier.pop(), []):
            if target not in found and target not in without:
                found.add(target)
                frontier.append(target)
    return found


def equals(one: Node, other: Node) -> bool:
    """Tell whether one can stand in for the other: replicas, shards, siblings of one role.

    Either their names have the same stem ("API 1" and "api-2"), or their role is the same and
    their technologies don't differ. What is left then serves part of the requests.
    """
    stem = stem_of(one)
    if stem and stem == stem_of(other):
        return True
    return one.role is not None and one.role is other.role and not _differ(one, other)


def stem_of(node: Node) -> str:
    """Give the node's name in lower case without numbers, single letters, words of replication."""
    name = node.name.lower()
    words = [word.rstrip("0123456789") for word in SEPARATORS.split(name)]
    words = [word for word in words if word]
    own = [word for word in words if len(word) > 1 and word not in MARKERS]
    return " ".join(own or words)


def controls(node: Node) -> bool:
    """Tell whether a node watches or steers the others instead of serving."""
    return node.plane is Plane.CONTROL or node.role is Role.MONITOR


def _differ(one: Node, other: Node) -> bool:
    known = one.technology is not None and other.technology is not None
    return known and one.technology != other.technology


def _replicates(source: Node, target: Node) -> bool:
    return source.role in STORES and source.role is target.role and not _differ(source, target)


def _watches(source: Node, target: Node) -> bool:
    if controls(source):
        return not controls(target)
    return target.role is Role.MONITOR


def _pushes(source: Node, target: Node) -> bool:
    return target.role is Role.CLIENT and source.role is not Role.CLIENT


def _returns(
    edge: Edge, edges: Iterable[Edge], starts: tuple[str, ...], before: Collection[str]
) -> bool:
    """Tell whether every request that comes to the edge's source went through its target."""
    if edge.source in starts or edge.source not in before:
        return False
    return edge.source not in reached(starts, edges, {edge.target})
