"""A state diagram as text. Start and end have no names in Mermaid: `[*]`, in the group they are in.

Notes hang on their state by a dotted edge, which is not written but comes with the note.
"""

from collections.abc import Iterator

from atlas_core.diagram import Diagram, Node
from atlas_core.diagram.vocabulary import Shape
from atlas_core.mermaid.write.text import escaped, label

_BARE = {Shape.STATE_START, Shape.STATE_END}
_MARKED = {Shape.STATE_FORK: "<<fork>>", Shape.DIAMOND: "<<choice>>"}


def write_state(diagram: Diagram) -> list[str]:
    """Lines of text."""
    return [
        "stateDiagram-v2",
        f"    direction {diagram.direction}",
        *_inside(diagram, None, "    "),
        *(line for node in diagram.nodes for line in _note(diagram, node)),
    ]


def _inside(diagram: Diagram, group: str | None, indent: str) -> Iterator[str]:
    """States, then composite states, then the transitions that begin here."""
    own = {node.id: node for node in diagram.nodes if node.group == group}
    for node in own.values():
        if node.shape in _MARKED:
            yield f"{indent}state {node.id} {_MARKED[node.shape]}"
        elif node.shape not in _BARE and node.shape is not Shape.NOTE:
            yield f'{indent}state "{label(node.lines)}" as {node.id}'
    for child in diagram.groups:
        if child.parent == group:
            name = f'"{label(child.lines)}" as ' if child.lines != (child.id,) else ""
            yield f"{indent}state {name}{child.id} {{"
            yield from _inside(diagram, child.id, indent + "    ")
            yield f"{indent}}}"
    groups = {one.id for one in diagram.groups if one.parent == group}
    every = {node.id: node for node in diagram.nodes}
    for edge in diagram.edges:
        if edge.source not in own and edge.source not in groups:
            continue
        ends = [every.get(edge.source), every.get(edge.target)]
        if any(end is not None and end.shape is Shape.NOTE for end in ends):
            continue
        source, target = (
            "[*]" if end is not None and end.shape in _BARE else name
            for end, name in zip(ends, (edge.source, edge.target), strict=True)
        )
        text = f" : {label(edge.lines)}" if edge.lines else ""
        yield f"{indent}{source} --> {target}{text}"


def _note(diagram: Diagram, node: Node) -> Iterator[str]:
    if node.shape is not Shape.NOTE:
        return
    tied = next((e for e in diagram.edges if node.id in {e.source, e.target}), None)
    if tied is None:
        return
    state = tied.target if tied.source == node.id else tied.source
    yield f"    note right of {state}"
    yield from (f"        {escaped(line)}" for line in node.lines)
    yield "    end note"
