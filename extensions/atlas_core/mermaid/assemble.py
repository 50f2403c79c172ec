"""A Diagram from what the workshop read: the drawing, plus what its labels and colours mean."""

import re
from collections.abc import Mapping

from atlas_core.diagram import Diagram, Edge, Group, Node
from atlas_core.diagram.annotations import annotate
from atlas_core.diagram.model import Block, Problem, Source
from atlas_core.diagram.planes import plane_of
from atlas_core.diagram.roles import read_role
from atlas_core.diagram.vocabulary import Kind, Plane
from atlas_core.mermaid.drawing import Drawing, DrawnEdge, DrawnGroup, DrawnNode
from atlas_core.mermaid.repairs import Attempt
from atlas_core.mermaid.source_lines import SourceLines

_WITH_ROLES = frozenset({Kind.FLOWCHART, Kind.SEQUENCE})
_SCHEMES = frozenset({"http", "https", "mailto"})
_DECLARED = frozenset({Kind.CLASS, Kind.ER})
"""Numbers in the lines of these are types and defaults of a program, not metrics."""


def untyped_diagram(
    *,
    block_id: str,
    kind: Kind,
    title: str,
    path: str,
    line: int,
    text: str,
    code: str,
    sentence: str,
    problem_line: int | None = None,
) -> Diagram:
    """A diagram that its source text stands for, with the one reason why, at its own line."""
    return Diagram(
        id=block_id,
        kind=kind,
        title=title,
        source=Source(path=path, line=line, text=text),
        typed=False,
        problems=(Problem(path=path, line=problem_line or line, code=code, sentence=sentence),),
    )


def typed_diagram(
    *,
    block_id: str,
    kind: Kind,
    title: str,
    path: str,
    line: int,
    text: str,
    drawing: Drawing,
    attempt: Attempt,
    layout: str | None,
) -> Diagram:
    """The typed diagram. `layout` is why there is no geometry, None where there is."""
    lines = SourceLines(attempt.text, first=line + 1)
    groups = _groups(drawing.groups)
    planes = {group.id: group.plane for group in groups}
    problems = () if layout is None else (_no_layout(path, line, layout),)
    return Diagram(
        id=block_id,
        kind=kind,
        title=drawing.title or title,
        source=Source(path=path, line=line, text=text),
        typed=True,
        direction=drawing.direction,
        nodes=tuple(_node(node, kind, planes, lines) for node in drawing.nodes),
        edges=tuple(_edge(edge, lines) for edge in drawing.edges),
        groups=groups,
        blocks=tuple(
            Block(
                kind=block.kind,
                label=block.label,
                first=block.first,
                last=block.last,
                depth=block.depth,
                sections=block.sections,
                participants=block.participants,
            )
            for block in drawing.blocks
        ),
        data=drawing.data,
        captions=drawing.captions,
        repairs=attempt.repairs,
        problems=problems,
    )


def _no_layout(path: str, line: int, reason: str) -> Problem:
    sentence = f"The diagram was read but could not be laid out ({reason}). Simplify it."
    return Problem(path=path, line=line, code="no-layout", sentence=sentence)


def _groups(drawn: tuple[DrawnGroup, ...]) -> tuple[Group, ...]:
    """Groups come parents first, so a plane passes down to groups that name none."""
    planes: dict[str, Plane | None] = {}
    groups = []
    for group in drawn:
        own = plane_of(classes=group.classes, fill=group.fill, title=group.lines)
        plane = own or planes.get(group.parent or "")
        planes[group.id] = plane
        groups.append(Group(id=group.id, lines=group.lines, parent=group.parent, plane=plane))
    return tuple(groups)


def _node(
    node: DrawnNode, kind: Kind, planes: Mapping[str, Plane | None], lines: SourceLines
) -> Node:
    reading = read_role(node.lines, shape=node.shape) if kind in _WITH_ROLES else None
    own = plane_of(classes=node.classes, fill=node.fill, title=())
    return Node(
        id=node.id,
        lines=node.lines,
        shape=node.shape,
        plane=own or planes.get(node.group or ""),
        role=reading.role if reading else None,
        technology=reading.technology if reading else None,
        group=node.group,
        annotations=annotate(node.lines) if kind not in _DECLARED else (),
        link=_safe(node.link),
        source_line=lines.of_node(node.id),
        compartments=node.compartments,
    )


def _safe(link: str | None) -> str | None:
    """A link of the web, or of the tree; None for what would run (`javascript:`) or is no link."""
    target = re.sub(r"[\x00-\x20\x7f-\xa0]", "", link or "")
    scheme = re.match(r"([^/?#:]*):", target)
    if not target or (scheme and scheme[1].lower() not in _SCHEMES):
        return None
    return target


def _edge(edge: DrawnEdge, lines: SourceLines) -> Edge:
    return Edge(
        id=edge.id,
        source=edge.source,
        target=edge.target,
        lines=edge.lines,
        stroke=edge.stroke,
        head=edge.head,
        tail=edge.tail,
        annotations=annotate(edge.lines),
        source_line=lines.of_edge(edge.source, edge.target),
    )
