"""Comparing a drawing with a diagram of the catalogue, in a notebook."""

from atlas_core.diagram import Diagram
from atlas_core.quiz import Comparison, compare
from atlas_widgets import DiagramWidget

from atlas.diagram import find_bundle


class DrawingUnreadableError(ValueError):
    """The drawing is no diagram that can be compared; the text says why and where."""


def compare_with(drawn: str | Diagram | DiagramWidget, name: str) -> Comparison:
    """Compare `drawn` (Mermaid text, a Diagram, or a widget) with the diagram called `name`.

    Raises DiagramNotFoundError, and DrawingUnreadableError where the text can't be read.
    """
    return compare(_diagram(drawn), find_bundle(name).diagram)


def _diagram(drawn: str | Diagram | DiagramWidget) -> Diagram:
    if isinstance(drawn, Diagram):
        return drawn
    if isinstance(drawn, DiagramWidget):
        return drawn.diagram
    # The parser is Node's, which only a text needs.
    from atlas_authoring.diagrams import Block, build_diagrams  # noqa: PLC0415

    block = Block(id="drawn#1", path="drawn", line=0, text=drawn, title="Drawn")
    (built,) = build_diagrams([block])
    if not built.diagram.typed:
        sentences = " ".join(f"{each.sentence}" for each in built.diagram.problems)
        raise DrawingUnreadableError(sentences)
    return built.diagram
