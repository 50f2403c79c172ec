"""A flowchart as text: its nodes in their order, then who is in which group, then the edges."""

from collections.abc import Iterator

from atlas_core.diagram import Diagram, Edge, Node
from atlas_core.diagram.vocabulary import Arrow, Shape, Stroke
from atlas_core.mermaid.write.text import label

_SIGNS: dict[Shape, tuple[str, str]] = {
    Shape.RECT: ("[", "]"),
    Shape.ROUNDED: ("(", ")"),
    Shape.STADIUM: ("([", "])"),
    Shape.SUBROUTINE: ("[[", "]]"),
    Shape.CYLINDER: ("[(", ")]"),
    Shape.CIRCLE: ("((", "))"),
    Shape.DOUBLE_CIRCLE: ("(((", ")))"),
    Shape.DIAMOND: ("{", "}"),
    Shape.HEXAGON: ("{{", "}}"),
    Shape.PARALLELOGRAM: ("[/", "/]"),
    Shape.PARALLELOGRAM_ALT: ("[\\", "\\]"),
    Shape.TRAPEZOID: ("[/", "\\]"),
    Shape.TRAPEZOID_ALT: ("[\\", "/]"),
    Shape.ASYMMETRIC: (">", "]"),
}
_LINES = {Stroke.NORMAL: "--", Stroke.DOTTED: "-.-", Stroke.THICK: "=="}
_ENDS = {Arrow.POINT: (">", "<"), Arrow.CROSS: ("x", "x"), Arrow.CIRCLE: ("o", "o")}


def write_flowchart(diagram: Diagram) -> list[str]:
    """Lines of text."""
    lines = [f"flowchart {diagram.direction}"]
    lines += [f"    {_node(node)}" for node in diagram.nodes]
    lines += _groups(diagram, None, "    ")
    lines += [f"    {_edge(edge)}" for edge in diagram.edges]
    planes = [(node.id, node.plane) for node in diagram.nodes]
    planes += [(group.id, group.plane) for group in diagram.groups]
    lines += [f"    class {name} {plane}Plane" for name, plane in planes if plane is not None]
    for node in diagram.nodes:
        if node.link:
            lines.append(f'    click {node.id} href "{node.link}"')
    return lines


def _node(node: Node) -> str:
    if node.shape is Shape.NOTE:
        return f'{node.id}@{{ shape: notch-rect, label: "{label(node.lines)}" }}'
    before, after = _SIGNS.get(node.shape, ("[", "]"))
    return f'{node.id}{before}"{label(node.lines)}"{after}'


def _groups(diagram: Diagram, parent: str | None, indent: str) -> Iterator[str]:
    for group in diagram.groups:
        if group.parent != parent:
            continue
        yield f'{indent}subgraph {group.id}["{label(group.lines)}"]'
        yield from _groups(diagram, group.id, indent + "    ")
        yield from (f"{indent}    {node.id}" for node in diagram.nodes if node.group == group.id)
        yield f"{indent}end"


def _edge(edge: Edge) -> str:
    line = _arrow(edge)
    text = f'|"{label(edge.lines)}"|' if edge.lines else ""
    return f"{edge.source} {line}{text} {edge.target}"


def _arrow(edge: Edge) -> str:
    """The nearest arrow that Mermaid has: a tail is always like its head."""
    if edge.stroke is Stroke.INVISIBLE:
        return "~~~"
    head, _ = _ENDS.get(edge.head, ("", ""))
    _, tail = _ENDS.get(edge.tail, ("", ""))
    line = _LINES[edge.stroke]
    if head == "" and edge.stroke is not Stroke.DOTTED:
        line += line[-1]
    return f"{tail}{line}{head}"
