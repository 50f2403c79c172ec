"""Edges compared, once it is known which node is which.

In a sequence diagram an edge is a message, and its place in the order counts: what does not fit
into the longest run of messages in the page's order was drawn at another place.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from atlas_core.diagram.model import Diagram, Edge
from atlas_core.diagram.vocabulary import Arrow, Kind, Stroke
from atlas_core.quiz.matching import Matched
from atlas_core.quiz.model import Finding, Matter, Part
from atlas_core.quiz.names import SAME, likeness, without_metrics, words_of
from atlas_core.quiz.wording import edge_name, quoted


@dataclass(slots=True, kw_only=True)
class EdgeFindings:
    """`pairs` are the page's edges that are drawn; `turned` and `moved` of them not in place."""

    pairs: dict[str, str] = field(default_factory=dict)
    wrong_place: set[str] = field(default_factory=set)
    wrong_label: set[str] = field(default_factory=set)
    implied: int = 0
    extra: int = 0
    findings: list[Finding] = field(default_factory=list)


def compare_edges(page: Diagram, drawn: Diagram, matched: Matched) -> EdgeFindings:
    """All that differs in edges. Those at a missing or extra node are implied by that node."""
    found = EdgeFindings()
    theirs = {edge.id: edge for edge in drawn.edges}
    open_page = [edge for edge in page.edges if _ends(edge, matched) is not None]
    found.implied = len(page.edges) - len(open_page)
    _pair(open_page, drawn, matched, found, turned=False)
    found.wrong_place = _moved(page, drawn, found.pairs)
    findings = found.findings
    for edge_id in sorted(found.wrong_place, key=[edge.id for edge in page.edges].index):
        edge = next(edge for edge in page.edges if edge.id == edge_id)
        step = page.edges.index(edge) + 1
        name = edge_name(page, edge, label=True)
        sentence = f"{name} stands at another place in the order: it is step {step}."
        findings.append(_finding(Matter.MISPLACED, sentence, edge_id, found.pairs[edge_id]))
    left = [edge for edge in open_page if edge.id not in found.pairs]
    before = set(found.pairs)
    _pair(left, drawn, matched, found, turned=True)
    for edge in page.edges:
        if edge.id in found.pairs and edge.id not in before:
            other = edge_name(drawn, theirs[found.pairs[edge.id]])
            sentence = f"{edge_name(page, edge)} runs the other way: you drew {other}."
            findings.append(_finding(Matter.MISPLACED, sentence, edge.id, found.pairs[edge.id]))
            found.wrong_place.add(edge.id)
        elif edge in left and edge.id not in found.pairs:
            sentence = f"{edge_name(page, edge, label=True)} is missing."
            findings.append(_finding(Matter.MISSING, sentence, edge.id, None))
    _labels(page, theirs, found)
    _extras(drawn, matched, found)
    return found


def label_words(edge: Edge) -> tuple[str, ...]:
    """The words of an edge's label, without its metrics."""
    return words_of(" ".join(without_metrics(edge.lines, edge.annotations)))


def _finding(matter: Matter, sentence: str, page: str | None, drawn: str | None) -> Finding:
    return Finding(matter=matter, part=Part.EDGE, sentence=sentence, page=page, drawn=drawn)


def _ends(edge: Edge, matched: Matched) -> tuple[str, str] | None:
    source, target = matched.end(edge.source), matched.end(edge.target)
    return (source, target) if source and target else None


def _undirected(edge: Edge) -> bool:
    return (edge.head is Arrow.NONE) == (edge.tail is Arrow.NONE)


def _flow(edge: Edge, ends: tuple[str, str]) -> tuple[str, str]:
    """The ends from where the arrow starts; `A <-- B` flows from B."""
    backward = edge.head is Arrow.NONE and edge.tail is not Arrow.NONE
    return ends[::-1] if backward else ends


def _same_way(edge: Edge, other: Edge, ends: tuple[str, str], *, turned: bool) -> bool:
    mine, theirs = _flow(edge, ends), _flow(other, (other.source, other.target))
    if _undirected(edge) or _undirected(other):
        return not turned and theirs in (mine, mine[::-1])
    return theirs == (mine[::-1] if turned else mine)


def _pair(
    edges: list[Edge], drawn: Diagram, matched: Matched, found: EdgeFindings, *, turned: bool
) -> None:
    """Pair edges between the same nodes, the most alike labels first."""
    taken = set(found.pairs.values())
    fits: list[tuple[tuple[float, bool, int], str, str]] = []
    for index, edge in enumerate(edges):
        ends = _ends(edge, matched)
        assert ends is not None
        for at, other in enumerate(drawn.edges):
            if other.id in taken or not _same_way(edge, other, ends, turned=turned):
                continue
            alike = likeness(label_words(edge), label_words(other))
            fits.append(((alike, edge.id == other.id, -abs(index - at)), edge.id, other.id))
    fits.sort(key=lambda fit: fit[0], reverse=True)
    for _, one, other_id in fits:
        if one not in found.pairs and other_id not in taken:
            found.pairs[one] = other_id
            taken.add(other_id)


def _moved(page: Diagram, drawn: Diagram, pairs: Mapping[str, str]) -> set[str]:
    """Messages outside the longest run that both have in one order (patience sorting)."""
    if page.kind is not Kind.SEQUENCE or drawn.kind is not Kind.SEQUENCE:
        return set()
    place = {edge.id: index for index, edge in enumerate(drawn.edges)}
    order = [(edge.id, place[pairs[edge.id]]) for edge in page.edges if edge.id in pairs]
    tails: list[int] = []
    came_by: list[int | None] = []
    last: list[int] = []
    for index, (_, at) in enumerate(order):
        row = bisect_left(tails, at)
        tails[row : row + 1] = [at]
        last[row : row + 1] = [index]
        came_by.append(last[row - 1] if row else None)
    kept: set[str] = set()
    step = last[-1] if last else None
    while step is not None:
        kept.add(order[step][0])
        step = came_by[step]
    return {edge_id for edge_id, _ in order} - kept


def _labels(page: Diagram, theirs: Mapping[str, Edge], found: EdgeFindings) -> None:
    for edge in page.edges:
        other = theirs.get(found.pairs.get(edge.id, ""))
        if other is None:
            continue
        for sentence in _label_sentences(page, edge, other):
            found.wrong_label.add(edge.id)
            found.findings.append(_finding(Matter.MISLABELLED, sentence, edge.id, other.id))


def _label_sentences(page: Diagram, edge: Edge, other: Edge) -> Iterator[str]:
    wanted, got = label_words(edge), label_words(other)
    name = edge_name(page, edge)
    if wanted and not got:
        yield f"{name} says {quoted(' '.join(edge.lines))}; yours says nothing."
    elif wanted and likeness(wanted, got) < SAME:
        wrote = quoted(" ".join(other.lines))
        yield f"{name} says {quoted(' '.join(edge.lines))}; you wrote {wrote}."
    dotted = edge.stroke is Stroke.DOTTED
    if Stroke.INVISIBLE in (edge.stroke, other.stroke):
        return
    if dotted and other.stroke is not Stroke.DOTTED:
        yield f"{name} is dotted: nobody waits for it. You drew a solid line."
    if not dotted and other.stroke is Stroke.DOTTED:
        yield f"{name} is solid: the caller waits for it. You drew a dotted line."


def _extras(drawn: Diagram, matched: Matched, found: EdgeFindings) -> None:
    known = {*matched.nodes.values(), *matched.groups.values()}
    taken = set(found.pairs.values())
    for edge in drawn.edges:
        if edge.id in taken or edge.source not in known or edge.target not in known:
            continue
        found.extra += 1
        sentence = f"{edge_name(drawn, edge, label=True)} is not on the page."
        found.findings.append(_finding(Matter.EXTRA, sentence, None, edge.id))


def edges_at(diagram: Diagram, node: str) -> int:
    """How many edges begin or end at the node."""
    return sum(node in (edge.source, edge.target) for edge in diagram.edges)
