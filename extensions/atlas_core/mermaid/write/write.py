"""Writes a typed Diagram as Mermaid text that reads back as the same Diagram.

What a reader derives (roles, technologies, annotations) comes back from the labels; planes are
written as classes. Positions in the old source are gone, and so is what Mermaid has no words for.
"""

from collections.abc import Callable

from atlas_core.diagram import Diagram
from atlas_core.diagram.vocabulary import Kind
from atlas_core.mermaid.write.flowchart import write_flowchart
from atlas_core.mermaid.write.sequence import write_sequence
from atlas_core.mermaid.write.state import write_state

_WRITERS: dict[Kind, Callable[[Diagram], list[str]]] = {
    Kind.FLOWCHART: write_flowchart,
    Kind.SEQUENCE: write_sequence,
    Kind.STATE: write_state,
}
WRITTEN = frozenset(_WRITERS)
"""The kinds that can be written; for others their source stands."""


def write_mermaid(diagram: Diagram) -> str:
    """Return the text of a diagram, without a fence, ending with a line feed.

    A diagram that is not typed, or of another kind than `WRITTEN`, gives its source text.
    """
    writer = _WRITERS.get(diagram.kind)
    if writer is None or not diagram.typed:
        return diagram.source.text
    return "\n".join(writer(diagram)) + "\n"
