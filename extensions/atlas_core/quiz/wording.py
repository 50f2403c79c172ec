"""The findings in words. One function a sentence; names are the page's where it has the part."""

from atlas_core.diagram.model import Diagram, Edge, Group
from atlas_core.reach.sentences import name_of

ARROW = "\N{RIGHTWARDS ARROW}"


def quoted(text: str) -> str:
    """The text in double quotes, cut where it is long."""
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'


def node_name(diagram: Diagram, node: str) -> str:
    """A node or group by its name, in quotes."""
    for group in diagram.groups:
        if group.id == node:
            return group_name(group)
    return quoted(name_of(diagram, node))


def group_name(group: Group) -> str:
    """A group by its title, in quotes."""
    return quoted(" ".join(group.lines) or group.id)


def edge_name(diagram: Diagram, edge: Edge, *, label: bool = False) -> str:
    """An edge as source, arrow and target; with its label where it has one and that is asked."""
    ends = f"{node_name(diagram, edge.source)} {ARROW} {node_name(diagram, edge.target)}"
    return f"{ends} ({quoted(' '.join(edge.lines))})" if label and edge.lines else ends


def with_edges(count: int) -> str:
    """How many connections go with a node."""
    if count == 0:
        return ""
    return f", with its {count} connections" if count > 1 else ", with its connection"


def group_place(diagram: Diagram, group: str | None) -> str:
    """Where something stands, in words."""
    for each in diagram.groups:
        if each.id == group:
            return f"in {group_name(each)}"
    return "outside every group"
