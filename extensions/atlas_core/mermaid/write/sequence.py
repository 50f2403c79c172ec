"""A sequence diagram as text: participants, then messages with the frames and notes around them."""

from collections.abc import Iterator

from atlas_core.diagram import Diagram, Edge, Node
from atlas_core.diagram.model import Block
from atlas_core.diagram.vocabulary import Arrow, Shape, Stroke
from atlas_core.mermaid.write.text import escaped, label

_ARROWS = {
    (Arrow.POINT, Arrow.NONE): ("->>", "-->>"),
    (Arrow.CROSS, Arrow.NONE): ("-x", "--x"),
    (Arrow.NONE, Arrow.NONE): ("->", "-->"),
    (Arrow.OPEN, Arrow.NONE): ("-)", "--)"),
    (Arrow.POINT, Arrow.POINT): ("<<->>", "<<-->>"),
}
_LATER = {"alt": "else", "par": "and", "critical": "option"}


def write_sequence(diagram: Diagram) -> list[str]:
    """Lines of text."""
    return ["sequenceDiagram", *_participants(diagram), *_Walk(diagram).lines()]


def _participants(diagram: Diagram) -> Iterator[str]:
    """In their order; those of a box stand together in Mermaid, and in a diagram read from it."""
    titles = {group.id: label(group.lines) for group in diagram.groups}
    current: str | None = None
    for node in diagram.nodes:
        if node.group != current:
            if current is not None:
                yield "    end"
            if node.group is not None:
                yield f"    box {titles.get(node.group, '')}".rstrip()
            current = node.group
        yield f"    {_participant(node)}"
    if current is not None:
        yield "    end"


def _participant(node: Node) -> str:
    word = "actor" if node.shape is Shape.ACTOR else "participant"
    kind = '@{ "type": "database" }' if node.shape is Shape.CYLINDER else ""
    return f"{word} {node.id}{kind} as {label(node.lines)}"


class _Walk:
    """Opens and closes blocks between the messages, as their indexes say."""

    def __init__(self, diagram: Diagram) -> None:
        self._edges = diagram.edges
        self._blocks = list(diagram.blocks)
        self._open: list[Block] = []
        self._next = 0

    def lines(self) -> Iterator[str]:
        for index, edge in enumerate(self._edges):
            yield from self._between(index)
            yield f"{self._indent}{_message(edge)}"
        yield from self._between(len(self._edges))

    @property
    def _indent(self) -> str:
        return "    " * (len(self._open) + 1)

    def _between(self, index: int) -> Iterator[str]:
        """What stands before the message `index`: ends of frames, sections, notes, new frames."""
        done: set[int] = set()
        while True:
            block = self._blocks[self._next] if self._next < len(self._blocks) else None
            inside = block is not None and block.depth >= len(self._open)
            if (
                self._open
                and self._open[-1].last < index
                and not (inside and _is_here(block, index))
            ):
                yield from self._sections(index, done)
                self._open.pop()
                yield f"{self._indent}end"
            elif block is not None and inside and _is_here(block, index):
                yield from self._sections(index, done)
                self._next += 1
                yield f"{self._indent}{_opening(block)}"
                if not block.kind.startswith("note"):
                    self._open.append(block)
            else:
                break
        yield from self._sections(index, done)

    def _sections(self, index: int, done: set[int]) -> Iterator[str]:
        """The later branches of the innermost frame that begin here, once each."""
        if not self._open or id(self._open[-1]) in done:
            return
        frame = self._open[-1]
        done.add(id(frame))
        for first, text in frame.sections:
            if first == index:
                words = f"{_LATER.get(frame.kind, 'else')} {escaped(text)}".rstrip()
                yield f"{'    ' * len(self._open)}{words}"


def _is_here(block: Block | None, index: int) -> bool:
    return block is not None and block.first == index


def _opening(block: Block) -> str:
    if block.kind.startswith("note"):
        places = ",".join(block.participants)
        return (
            f"Note {block.kind.removeprefix('note ')} {places}: {label(block.label.splitlines())}"
        )
    if block.kind == "rect":
        return "rect rgb(240, 240, 240)"
    return f"{block.kind} {escaped(block.label)}".rstrip()


def _message(edge: Edge) -> str:
    solid, dotted = _ARROWS.get((edge.head, edge.tail), ("->>", "-->>"))
    arrow = dotted if edge.stroke is Stroke.DOTTED else solid
    return f"{edge.source}{arrow}{edge.target}: {label(edge.lines)}".rstrip()
