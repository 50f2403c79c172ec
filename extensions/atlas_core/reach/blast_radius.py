"""Blast radius: the nodes that can't be served once some have crashed.

A node is *hit* when it needs, among its dependencies, one kind of callee of which none is left;
it is *partly* served when equals of the lost one are left, or when what it calls is itself only
partly served. The answer is the least fixed point, so that two nodes that need each other don't
take each other down while nothing has crashed. `dependency` says what counts as needing.

A sequence diagram is read message by message instead (`messages`); a state diagram has nothing
that could crash.
"""

from atlas_core.diagram.model import Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Kind, Shape
from atlas_core.reach.dependency import calls, dependencies, equals, reached, uncalled
from atlas_core.reach.messages import lost_messages
from atlas_core.reach.model import BlastRadius, FaultPath
from atlas_core.reach.sentences import Wording

NOT_MACHINES = frozenset({Shape.DIAMOND, Shape.NOTE})


def crashable(diagram: Diagram) -> tuple[str, ...]:
    """Name the nodes whose crash means something; none where the diagram shows no machines.

    A flowchart with decisions shows machines when at least half of its other nodes have a role:
    a diagram of how to choose a database has nothing to crash.
    """
    if not diagram.typed:
        return ()
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    connected = [node for node in diagram.nodes if node.id in ends]
    if diagram.kind is Kind.SEQUENCE:
        return tuple(node.id for node in connected)
    if diagram.kind is not Kind.FLOWCHART:
        return ()
    machines = [node for node in connected if node.shape not in NOT_MACHINES]
    decides = any(node.shape is Shape.DIAMOND for node in diagram.nodes)
    known = sum(node.role is not None for node in machines)
    if decides and 2 * known < len(machines):
        return ()
    return tuple(node.id for node in machines)


def blast_radius(diagram: Diagram, crashed: frozenset[str]) -> BlastRadius:
    """Answer what the crash of `crashed` takes with it. Ids that can't crash are ignored."""
    down = tuple(node for node in crashable(diagram) if node in crashed)
    if not down:
        return BlastRadius()
    if diagram.kind is Kind.SEQUENCE:
        return lost_messages(diagram, down)
    needs = dependencies(diagram)
    hit, partly = _spread(diagram, needs, frozenset(down))
    requests = calls(diagram)
    starts = uncalled(diagram, requests)
    cut_off = reached(starts, requests, ()) - reached(starts, requests, down)
    taken = hit | partly | frozenset(down)
    affected = [entry for entry in starts if entry in hit | partly]
    answer = BlastRadius(
        crashed=down,
        hit=_ordered(diagram, hit),
        partly=_ordered(diagram, partly),
        unreachable=_ordered(diagram, frozenset(cut_off) - taken),
        paths=tuple(_path(entry, needs, hit, partly, frozenset(down)) for entry in affected),
    )
    return Wording(diagram, needs, starts).worded(answer)


def _spread(
    diagram: Diagram, needs: tuple[Edge, ...], down: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Grow the hit and the partly served nodes until nothing changes."""
    kinds = {node.id: kinds_of_callees(diagram, needs, node.id) for node in diagram.nodes}
    hit: set[str] = set()
    partly: set[str] = set()
    changed = True
    while changed:
        changed = False
        for node in diagram.nodes:
            if node.id in down or node.id in hit:
                continue
            gone = hit | down
            if any(all(callee in gone for callee in kind) for kind in kinds[node.id]):
                hit.add(node.id)
                partly.discard(node.id)
                changed = True
            elif node.id not in partly and any(
                callee in gone or callee in partly for kind in kinds[node.id] for callee in kind
            ):
                partly.add(node.id)
                changed = True
    return frozenset(hit), frozenset(partly)


def kinds_of_callees(
    diagram: Diagram, needs: tuple[Edge, ...], caller: str
) -> list[tuple[str, ...]]:
    """Sort what `caller` needs into kinds: the members of one can stand in for each other."""
    callees = {edge.target for edge in needs if edge.source == caller}
    kinds: list[list[Node]] = []
    for node in (node for node in diagram.nodes if node.id in callees):
        like = [kind for kind in kinds if any(equals(node, other) for other in kind)]
        kinds = [kind for kind in kinds if kind not in like]
        kinds.append([other for kind in like for other in kind] + [node])
    return [tuple(node.id for node in kind) for kind in kinds]


def _path(
    entry: str,
    needs: tuple[Edge, ...],
    hit: frozenset[str],
    partly: frozenset[str],
    down: frozenset[str],
) -> FaultPath:
    """Find the shortest way to a crashed node; of equally short ones the first drawn."""
    allowed = hit | down if entry in hit else hit | partly | down
    came_by: dict[str, Edge] = {}
    queue = [entry]
    for node in queue:
        if node in down:
            return _walked(entry, node, came_by)
        for edge in needs:
            fresh = edge.target not in came_by and edge.target != entry
            if edge.source == node and fresh and edge.target in allowed:
                came_by[edge.target] = edge
                queue.append(edge.target)
    raise AssertionError(f"{entry} is affected but no dependency leads to a crashed node")


def _walked(entry: str, end: str, came_by: dict[str, Edge]) -> FaultPath:
    edges: list[Edge] = []
    while end != entry:
        edges.append(came_by[end])
        end = came_by[end].source
    edges.reverse()
    return FaultPath(
        nodes=(entry, *(edge.target for edge in edges)), edges=tuple(edge.id for edge in edges)
    )


def _ordered(diagram: Diagram, ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(node.id for node in diagram.nodes if node.id in ids)
