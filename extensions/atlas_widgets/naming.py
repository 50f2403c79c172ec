"""Finding a node by what a person calls it: its id, its label, or the beginning of its label."""

from difflib import get_close_matches

from atlas_core.diagram import Diagram, Node

NEAR = 3
SHOWN = 12


class UnknownNodeError(LookupError):
    """No node has that name, or several have; the text names those that are near."""


def node_named(diagram: Diagram, name: str) -> Node:
    """Return the node whose id is `name`, else whose label is, whatever its case and spacing.

    Raises UnknownNodeError.
    """
    wanted = _folded(name)
    for matches in (
        [node for node in diagram.nodes if node.id == name],
        [node for node in diagram.nodes if wanted in {_folded(label(node)), _folded(node.id)}],
        [node for node in diagram.nodes if wanted == _folded(" ".join(node.lines))],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            ids = ", ".join(f'"{node.id}"' for node in matches)
            raise UnknownNodeError(f'Several nodes are called "{name}". Use an id: {ids}.')
    raise UnknownNodeError(_unknown(diagram, name))


def label(node: Node) -> str:
    """Return the first line of a node's label, or its id where it has none."""
    return node.lines[0] if node.lines and node.lines[0].strip() else node.id


def _unknown(diagram: Diagram, name: str) -> str:
    names = {_folded(text): node for node in diagram.nodes for text in (node.id, label(node))}
    near = [names[text] for text in get_close_matches(_folded(name), names, n=NEAR, cutoff=0.5)]
    said = list(dict.fromkeys(_said(node) for node in near))
    if said:
        return f'{diagram.id} has no node "{name}". Near it: {", ".join(said)}.'
    if not diagram.nodes:
        return f'{diagram.id} has no node "{name}": it is not a diagram with nodes.'
    some = ", ".join(_said(node) for node in diagram.nodes[:SHOWN])
    more = f" and {len(diagram.nodes) - SHOWN} more" if len(diagram.nodes) > SHOWN else ""
    return f'{diagram.id} has no node "{name}". It has {some}{more}.'


def _said(node: Node) -> str:
    return f'"{label(node)}"' if label(node) == node.id else f'"{label(node)}" ({node.id})'


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
