"""A crash in a sequence diagram: which messages never happen, and who waits for ever.

Read by cause, not by position: a message happens when its sender still runs. A sender stops
running when it calls a crashed participant and waits (a solid arrow with a full head), or when a
message that it was to get never comes; a message that does come sets its receiver going again.
Counterexample to "everything after the first message that needs it": `API -) Audit` with Audit
crashed; an asynchronous message is lost alone, and the API answers the user.

Branches: those of alt and critical start from the same state, and who runs on in one of them runs
on after it; opt and break may be skipped; those of par all take place.
"""

from dataclasses import replace

from atlas_core.diagram.model import Block, Diagram, Edge
from atlas_core.diagram.vocabulary import Arrow, Stroke
from atlas_core.reach.model import BlastRadius
from atlas_core.reach.sentences import listed, name_of

CHOICES = frozenset({"alt", "critical"})
SKIPPABLE = frozenset({"opt", "break"})

Running = frozenset[str]


def lost_messages(diagram: Diagram, down: tuple[str, ...]) -> BlastRadius:
    """Answer what never arrives in the sequence once `down` have crashed before its start."""
    alive = frozenset(node.id for node in diagram.nodes) - frozenset(down)
    story = _Story(diagram, frozenset(down))
    running = story.play(range(len(diagram.edges)), 0, alive)
    silent = (
        alive - story.active - {node.id for node in diagram.nodes if _is_alone(diagram, node.id)}
    )
    answer = BlastRadius(
        crashed=down,
        hit=tuple(node.id for node in diagram.nodes if node.id in alive - running - silent),
        unreachable=tuple(node.id for node in diagram.nodes if node.id in silent),
        lost=tuple(edge.id for edge in diagram.edges if edge.id not in story.arrived),
    )
    return _worded(diagram, answer)


class _Story:
    """Plays the messages in order and notes which arrive and who takes part."""

    def __init__(self, diagram: Diagram, down: frozenset[str]) -> None:
        self.arrived: set[str] = set()
        self.active: set[str] = set()
        self._edges = diagram.edges
        self._down = down
        self._frames = [b for b in diagram.blocks if not b.kind.startswith("note")]

    def play(self, span: range, depth: int, running: Running) -> Running:
        """Play the messages of `span`; frames of `depth` in it are played as a whole."""
        index = span.start
        while index < span.stop:
            frame = self._frame_at(index, depth)
            if frame is None:
                running = self._send(self._edges[index], running)
                index += 1
            else:
                running = self._play_frame(frame, running)
                index = frame.last + 1
        return running

    def _frame_at(self, index: int, depth: int) -> Block | None:
        for frame in self._frames:
            if frame.first == index and frame.depth == depth and frame.last >= index:
                return frame
        return None

    def _play_frame(self, frame: Block, running: Running) -> Running:
        starts = [frame.first, *(first for first, _ in frame.sections)]
        stops = [*starts[1:], frame.last + 1]
        branches = [range(*ends) for ends in zip(starts, stops, strict=True)]
        if frame.kind == "par":
            ends = [self.play(branch, frame.depth + 1, running) for branch in branches]
            return frozenset.intersection(*ends)
        if frame.kind in CHOICES and len(branches) > 1:
            ends = [self.play(branch, frame.depth + 1, running) for branch in branches]
            return frozenset.union(*ends)
        after = running
        for branch in branches:
            after = self.play(branch, frame.depth + 1, after)
        skippable = frame.kind in SKIPPABLE or frame.kind in CHOICES
        return after | running if skippable else after

    def _send(self, edge: Edge, running: Running) -> Running:
        if edge.source not in running:
            return running - {edge.target}
        self.active.add(edge.source)
        if edge.target in self._down:
            waits = edge.stroke is not Stroke.DOTTED and edge.head is not Arrow.OPEN
            return running - {edge.source} if waits else running
        self.arrived.add(edge.id)
        self.active.add(edge.target)
        return running | {edge.target}


def _is_alone(diagram: Diagram, node_id: str) -> bool:
    return all(node_id not in (edge.source, edge.target) for edge in diagram.edges)


def _worded(diagram: Diagram, answer: BlastRadius) -> BlastRadius:
    def names(ids: tuple[str, ...]) -> str:
        return listed([name_of(diagram, node) for node in ids])

    start = f"Crashing {names(answer.crashed)}:"
    if not answer.lost:
        return replace(answer, sentences=(f"{start} every message still arrives.",))
    count = len(diagram.edges)
    index = next(i for i, edge in enumerate(diagram.edges) if edge.id == answer.lost[0])
    edge = diagram.edges[index]
    ends = f"{name_of(diagram, edge.source)} to {name_of(diagram, edge.target)}"
    verb = "arrives" if len(answer.lost) == 1 else "arrive"
    sentences = [
        f"{start} {len(answer.lost)} of {count} messages never {verb}, the first is number "
        f"{index + 1}, {ends}."
    ]
    if answer.hit:
        sentences.append(f"{names(answer.hit)} can't go on.")
    if answer.unreachable:
        sentences.append(f"No message reaches {names(answer.unreachable)}.")
    return replace(answer, sentences=tuple(sentences))
