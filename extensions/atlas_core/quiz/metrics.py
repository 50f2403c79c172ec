"""The numbers on labels compared, node by node and edge by edge.

A value counts as right within a tenth: who remembers "about 10 ms" for 10.4 knows it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from atlas_core.diagram.model import Annotation, Diagram
from atlas_core.quiz.model import Finding, Matter, Part
from atlas_core.quiz.names import likeness, words_of
from atlas_core.quiz.wording import edge_name, node_name, quoted

TOLERANCE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a metric is written on: the ids of both sides, and its name in words."""

    page: str
    drawn: str
    name: str


@dataclass(slots=True, kw_only=True)
class MetricFindings:
    """`right` of the page's `total` metrics are drawn with their value at their place."""

    total: int = 0
    right: int = 0
    extra: int = 0
    findings: list[Finding] = field(default_factory=list)


def compare_metrics(
    page: Diagram, drawn: Diagram, nodes: dict[str, str], edges: dict[str, str]
) -> MetricFindings:
    """Compare what stands on matched nodes and edges; the rest is implied by what is missing."""
    found = MetricFindings()
    found.total = sum(len(node.annotations) for node in page.nodes)
    found.total += sum(len(edge.annotations) for edge in page.edges)
    missing: list[tuple[Place, Annotation]] = []
    extra: list[tuple[Place, Annotation]] = []
    for place, wanted, got in _places(page, drawn, nodes, edges):
        left = list(got)
        rest = [each for each in wanted if not _take(left, each, found)]
        for each in list(rest):
            other = next((one for one in left if _same_quantity(each, one)), None)
            if other is None:
                continue
            left.remove(other)
            rest.remove(each)
            sentence = f"{place.name}: the page says {_said(each)}, you wrote {_said(other)}."
            found.findings.append(_finding(Matter.MISLABELLED, sentence, place))
        missing += [(place, each) for each in rest]
        extra += [(place, each) for each in left]
    _misplaced(missing, extra, found)
    return found


def _places(
    page: Diagram, drawn: Diagram, nodes: dict[str, str], edges: dict[str, str]
) -> list[tuple[Place, Sequence[Annotation], Sequence[Annotation]]]:
    there = {node.id: node for node in drawn.nodes}
    across = {edge.id: edge for edge in drawn.edges}
    return [
        *(
            (
                Place(page=node.id, drawn=nodes[node.id], name=node_name(page, node.id)),
                node.annotations,
                there[nodes[node.id]].annotations,
            )
            for node in page.nodes
            if node.id in nodes
        ),
        *(
            (
                Place(page=edge.id, drawn=edges[edge.id], name=edge_name(page, edge)),
                edge.annotations,
                across[edges[edge.id]].annotations,
            )
            for edge in page.edges
            if edge.id in edges
        ),
    ]


def _take(left: list[Annotation], wanted: Annotation, found: MetricFindings) -> bool:
    best = [each for each in left if _same_quantity(wanted, each) and _close(wanted, each)]
    if not best:
        return False
    left.remove(max(best, key=lambda each: (each == wanted, _alike(wanted, each))))
    found.right += 1
    return True


def _same_quantity(one: Annotation, other: Annotation) -> bool:
    """The same unit, and the same percentile where both name one."""
    if one.unit != other.unit:
        return False
    if one.percentile is not None and other.percentile is not None:
        return one.percentile == other.percentile
    return one.unit != "1" or _alike(one, other) > 0


def _alike(one: Annotation, other: Annotation) -> float:
    return likeness(words_of(one.name), words_of(other.name))


def _close(one: Annotation, other: Annotation) -> bool:
    return abs(one.value - other.value) <= TOLERANCE * max(abs(one.value), abs(other.value))


def _misplaced(
    missing: list[tuple[Place, Annotation]],
    extra: list[tuple[Place, Annotation]],
    found: MetricFindings,
) -> None:
    """A metric that is missing here and too many there was written at the wrong place."""
    for place, each in missing:
        other = next(
            (at for at in extra if _same_quantity(each, at[1]) and _close(each, at[1])), None
        )
        if other is None:
            sentence = f"{place.name}: {_said(each)} is missing."
            found.findings.append(_finding(Matter.MISSING, sentence, place))
            continue
        extra.remove(other)
        sentence = f"{_said(each)} belongs to {place.name}; you wrote it at {other[0].name}."
        found.findings.append(_finding(Matter.MISPLACED, sentence, place))
    for place, each in extra:
        found.extra += 1
        sentence = f"{place.name}: {_said(each)} is not on the page."
        found.findings.append(_finding(Matter.EXTRA, sentence, place))


def _said(annotation: Annotation) -> str:
    """What was written, with the name where the text itself does not hold it."""
    text = annotation.text.strip()
    named = annotation.percentile is None and annotation.name not in ("latency", "duration")
    known = words_of(annotation.name)
    if named and known and not set(known) & set(words_of(text)):
        return quoted(f"{annotation.name} {text}")
    return quoted(text)


def _finding(matter: Matter, sentence: str, place: Place) -> Finding:
    return Finding(
        matter=matter, part=Part.METRIC, sentence=sentence, page=place.page, drawn=place.drawn
    )
