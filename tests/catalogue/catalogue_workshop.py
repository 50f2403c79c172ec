"""Workshops without Node: one that types a block by its lines, and one that counts its work."""

from collections.abc import Callable, Iterator, Sequence

from atlas_authoring.diagrams import Block, Built
from atlas_core.diagram import Box, Diagram, Geometry, Node
from atlas_core.diagram.model import Source
from atlas_core.diagram.vocabulary import Kind

OnProgress = Callable[[int, int], None]


def draw_nothing(blocks: Sequence[Block], on_progress: OnProgress) -> Iterator[Built]:
    """Each block becomes a flowchart with one node that says its first line."""
    for number, block in enumerate(blocks, start=1):
        on_progress(number, len(blocks))
        first = (block.text.strip() or "empty").split("\n")[0]
        yield Built(
            diagram=Diagram(
                id=block.id,
                kind=Kind.FLOWCHART,
                title=block.title,
                source=Source(path=block.path, line=block.line, text=block.text),
                typed=True,
                nodes=(Node(id="n", lines=(first,)),),
            ),
            geometry=Geometry(
                width=10,
                height=10,
                nodes=(Box(id="n", x=0, y=0, width=10, height=10),),
                edges=(),
            ),
            svg=None,
        )


class CountingWorkshop:
    """Remembers which blocks it was asked to build."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, blocks: Sequence[Block], on_progress: OnProgress) -> Iterator[Built]:
        self.asked = [block.id for block in blocks]
        return draw_nothing(blocks, on_progress)
