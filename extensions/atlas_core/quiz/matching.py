"""Which node of the drawing is which of the page, and the same for groups.

Names decide, then neighbours: two nodes that both diagrams call the same are told apart by what
they are connected to and by their group. Ids only break ties, since a learner makes their own.
What is left over is matched by its place alone, and is then called wrongly.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from atlas_core.diagram.model import Diagram, Group, Node
from atlas_core.quiz.names import NEAR, SAME, likeness, without_metrics, words_of

_TECHNOLOGY_BONUS = 0.3
_PLACE_MIN = 0.5
Words = tuple[str, ...]
T = TypeVar("T", Node, Group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Ids of the page to ids of the drawing. `renamed` are those whose names differ."""

    nodes: Mapping[str, str]
    groups: Mapping[str, str]
    renamed: frozenset[str]

    def end(self, page: str) -> str | None:
        """The drawn node or group that stands for an end of an edge of the page."""
        return self.nodes.get(page) or self.groups.get(page)


def match(page: Diagram, drawn: Diagram) -> Matched:
    """Match nodes and groups; each is used once."""
    here, there = _Side(page), _Side(drawn)
    nodes = _greedy(here.nodes, there.nodes, lambda one, other: _named(one, other, here, there))
    renamed = _by_place(here, there, nodes)
    groups = _greedy(
        page.groups, drawn.groups, lambda one, other: _grouped(one, other, here, there, nodes)
    )
    titles = {
        group.id
        for group in page.groups
        if group.id in groups
        and likeness(_title(group), _title(there.groups[groups[group.id]])) < SAME
    }
    return Matched(nodes=nodes, groups=groups, renamed=frozenset(renamed | titles))


class _Side:
    """One diagram with its names and neighbourhoods looked up once."""

    def __init__(self, diagram: Diagram) -> None:
        self.nodes: Sequence[Node] = diagram.nodes
        self.by_id = {node.id: node for node in diagram.nodes}
        self.groups = {group.id: group for group in diagram.groups}
        self.order = {node.id: index for index, node in enumerate(diagram.nodes)}
        self.words = {node.id: name_words(node) for node in diagram.nodes}
        self.whole = {node.id: words_of(" ".join([*self.words[node.id], *node.lines[1:]]))
                      for node in diagram.nodes}  # fmt: skip
        self.around: dict[str, list[tuple[str, str]]] = {node.id: [] for node in diagram.nodes}
        for edge in diagram.edges:
            if edge.source in self.around:
                self.around[edge.source].append(("to", edge.target))
            if edge.target in self.around:
                self.around[edge.target].append(("from", edge.source))

    def context(self, node: str) -> set[tuple[str, Words]]:
        """Who the node is connected to, by name."""
        ends = ((way, self.words.get(end, (end,))) for way, end in self.around[node])
        return set(ends)


def name_words(node: Node) -> Words:
    """The words of a node's name: its first line that is more than metrics, else its id."""
    for line in without_metrics(node.lines, node.annotations):
        if words := words_of(line):
            return words
    return words_of(" ".join(node.lines)) or words_of(node.id)


def _title(group: Group) -> Words:
    return words_of(" ".join(group.lines)) or words_of(group.id)


def _named(one: Node, other: Node, here: _Side, there: _Side) -> tuple[float, ...] | None:
    """How well two nodes go together by name; None where they don't."""
    alike = likeness(here.words[one.id], there.words[other.id])
    if alike < SAME and one.technology is not None and one.technology == other.technology:
        alike = min(0.99, max(alike, likeness(here.whole[one.id], there.whole[other.id]))
                    + _TECHNOLOGY_BONUS)  # fmt: skip
    if alike < SAME:
        return None
    return (round(alike, 2), _shared(here.context(one.id), there.context(other.id))
            + _same_group(one, other, here, there), *_tie(one, other, here, there))  # fmt: skip


def _tie(one: Node, other: Node, here: _Side, there: _Side) -> tuple[float, float]:
    return (one.id == other.id, -abs(here.order[one.id] - there.order[other.id]))


def _shared(one: set[tuple[str, Words]], other: set[tuple[str, Words]]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _same_group(one: Node, other: Node, here: _Side, there: _Side) -> float:
    mine, theirs = here.groups.get(one.group or ""), there.groups.get(other.group or "")
    if mine is None or theirs is None:
        return float(mine is theirs)
    return likeness(_title(mine), _title(theirs))


def _by_place(here: _Side, there: _Side, nodes: dict[str, str]) -> set[str]:
    """Match what is left by its place among what is matched; adds to `nodes`."""
    taken = set(nodes.values())
    left = [node for node in here.nodes if node.id not in nodes]
    over = [node for node in there.nodes if node.id not in taken]

    def placed(one: Node, other: Node) -> tuple[float, ...] | None:
        mine = {(way, nodes[end]) for way, end in here.around[one.id] if end in nodes}
        theirs = {(way, end) for way, end in there.around[other.id] if end in taken}
        alike = likeness(here.words[one.id], there.words[other.id])
        shared = len(mine & theirs) / max(len(mine), len(theirs), 1)
        if alike < NEAR and (shared < _PLACE_MIN or one.shape is not other.shape):
            return None
        return (round(alike + shared, 2), *_tie(one, other, here, there))

    found = _greedy(left, over, placed)
    nodes.update(found)
    return set(found)


def _grouped(
    one: Group, other: Group, here: _Side, there: _Side, nodes: Mapping[str, str]
) -> tuple[float, ...] | None:
    alike = likeness(_title(one), _title(other))
    mine = {nodes[node.id] for node in here.nodes if node.group == one.id and node.id in nodes}
    theirs = {node.id for node in there.nodes if node.group == other.id}
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    if alike < SAME and shared <= _PLACE_MIN:
        return None
    return (round(alike, 2), shared, one.id == other.id)


def _greedy(
    ones: Iterable[T],
    others: Iterable[T],
    fits: Callable[[T, T], tuple[float, ...] | None],
) -> dict[str, str]:
    """The best pair first, each used once."""
    others = list(others)
    pairs = [
        (fit, one.id, other.id)
        for one in ones
        for other in others
        if (fit := fits(one, other)) is not None
    ]
    pairs.sort(key=lambda pair: pair[0], reverse=True)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, one, other in pairs:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)
    return found
