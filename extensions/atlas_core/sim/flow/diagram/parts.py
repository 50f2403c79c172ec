"""What of a flowchart takes part in a run: its machines, and the arrows between them.

A diagram of decisions takes part where a request comes to it. A diagram of how to choose a
database, or of how to look for a fault, has nothing to run, whatever machines it names.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import product

from atlas_core.diagram.model import Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Role, Shape, Stroke
from atlas_core.reach.blast_radius import NOT_MACHINES, crashable
from atlas_core.reach.dependency import parts_of

_REQUEST = re.compile(
    r"\b(requests?|quer(?:y|ies)|calls?|traffic|users?|clients?|customers?|messages?|events?|"
    r"orders?|payments?|reads?|writes?|clicks?|uploads?|jobs?|tasks?|transactions?|packets?|"
    r"lookups?|inputs?|incoming|browser|apps?|producers?|publishers?|get|post|put)\b(?!-)",
    re.IGNORECASE,
)
_MATTER = re.compile(
    r"\?|\b(slow|alerts?|paged?|incidents?|issues?|problems?|outages?|errors?|high|investigate|"
    r"debug|diagnose|troubleshoot|choose|choosing|select|selection|pick|need|needs|decide|decision|"
    r"requirements?|considerations?|scenario|trac(?:e|es|ing)|analysis|review|which|design|start|"
    r"strategy|migrate|migration)\b",
    re.IGNORECASE,
)
_ARROWS_MAX = 100


def machines_of(diagram: Diagram) -> dict[str, Node]:
    """Give the nodes that take part, decisions among them; none where there is nothing to run."""
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)}
    connected = {node.id: node for node in diagram.nodes if node.id in ends}
    ways: dict[str, set[str]] = {}
    for edge in diagram.edges:
        ways.setdefault(edge.source, set()).add(edge.target)
    decisions = {
        name
        for name, node in connected.items()
        if node.shape is Shape.DIAMOND and len(ways.get(name, ())) > 1
    }
    machines = set(crashable(diagram))
    starts = _starts(diagram, connected)
    if decisions and not _is_asked(starts.values()):
        inner = [name for name in ways if name in connected and name not in starts]
        mostly = 2 * len(decisions) > len(inner) and (len(decisions) > 1 or not machines)
        matter = not machines and any(map(_is_a_matter, starts.values()))
        if mostly or matter or not starts:
            return {}
    if not machines:
        machines = {name for name, node in connected.items() if node.shape not in NOT_MACHINES}
    return {
        name: node
        for name, node in parts_of(diagram).items()
        if name in machines or node.shape is Shape.DIAMOND
    }


def _starts(diagram: Diagram, connected: dict[str, Node]) -> dict[str, Node]:
    targets = {edge.target for edge in diagram.edges}
    return {
        name: node
        for name, node in connected.items()
        if name not in targets and node.shape is not Shape.DIAMOND
    }


def _is_asked(starts: Collection[Node]) -> bool:
    """Whether requests come to it: its starts are clients, or named by what they send."""
    return bool(starts) and all(
        not _is_a_matter(node)
        and (node.role is Role.CLIENT or _REQUEST.search(node.name) is not None)
        for node in starts
    )


def _is_a_matter(node: Node) -> bool:
    """Whether somebody has to think about it: a choice to make, a fault to look for."""
    return _MATTER.search(node.name) is not None


def without_groups(diagram: Diagram) -> Diagram:
    """Lead arrows to and from groups to the nodes in them.

    To a group: to those that nobody in it calls. From a group: from those that call nobody in it;
    where these are no machines but steps, from the last one. An arrow that would become more than
    100 is left out.
    """
    nodes = {node.id: node for node in diagram.nodes}
    ends = {end for edge in diagram.edges for end in (edge.source, edge.target)} - nodes.keys()
    drawn_at = {group: inside for group, inside in members_of(diagram).items() if group in ends}
    if not drawn_at:
        return diagram
    ways = {group: _ways(inside, diagram, nodes) for group, inside in drawn_at.items()}
    edges: list[Edge] = []
    for edge in diagram.edges:
        _, sources = ways.get(edge.source, ([], [edge.source]))
        targets, _ = ways.get(edge.target, ([edge.target], []))
        if len(sources) * len(targets) > _ARROWS_MAX:
            continue
        for number, (source, target) in enumerate(product(sources, targets)):
            name = edge.id if number == 0 else f"{edge.id}/{number}"
            edges.append(replace(edge, id=name, source=source, target=target))
    return replace(diagram, edges=tuple(edges))


def members_of(diagram: Diagram) -> dict[str, list[str]]:
    """Give the nodes in each group and in the groups within it, in source order."""
    above = {group.id: group.parent for group in diagram.groups}
    found: dict[str, list[str]] = {}
    for node in diagram.nodes:
        at, seen = node.group, set[str]()
        while at is not None and at not in seen:
            found.setdefault(at, []).append(node.id)
            seen.add(at)
            at = above.get(at)
    return found


def _ways(
    inside: list[str], diagram: Diagram, nodes: dict[str, Node]
) -> tuple[list[str], list[str]]:
    """The nodes of a group where requests come in, and those from which they go on."""
    names = set(inside)
    within = [
        edge
        for edge in diagram.edges
        if edge.source in names and edge.target in names and edge.stroke is not Stroke.INVISIBLE
    ]
    called = {edge.target for edge in within}
    calling = {edge.source for edge in within}
    first = [name for name in inside if name not in called] or inside[:1]
    last = [name for name in inside if name not in calling] or inside[-1:]
    known = sum(nodes[name].role is not None for name in last)
    return first, last if 2 * known >= len(last) else last[-1:]
