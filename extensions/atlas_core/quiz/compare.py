"""`compare(drawn, page)`: what a diagram drawn from memory has of the page's own.

Pure: two diagrams in, findings out, in the order nodes, groups, edges, metrics. A part that is
missing or too many takes what hangs on it along: edges and metrics of a missing node are not
reported apart. `compare(d, d)` is perfect.
"""

from atlas_core.diagram.model import Diagram, Node
from atlas_core.quiz.edges import EdgeFindings, compare_edges, edges_at, label_words
from atlas_core.quiz.matching import Matched, match
from atlas_core.quiz.metrics import compare_metrics
from atlas_core.quiz.model import Comparison, Finding, Matter, Part, Tally
from atlas_core.quiz.wording import group_name, group_place, node_name, with_edges

TURNED = 0.5
"""What an edge is worth that is there, but the other way round or out of order."""


def compare(drawn: Diagram, page: Diagram) -> Comparison:
    """Compare a drawn diagram with the page's. Ids and spelling of the drawing are its own."""
    matched = match(page, drawn)
    nodes = _missing_and_extra(page, drawn, matched)
    names = _misnamed(page, drawn, matched)
    groups = _groups(page, drawn, matched)
    places, misplaced = _misplaced(page, drawn, matched)
    edges = compare_edges(page, drawn, matched)
    metrics = compare_metrics(page, drawn, dict(matched.nodes), edges.pairs)
    findings = (*nodes, *names, *places, *groups, *edges.findings, *metrics.findings)
    extra = sum(
        finding.matter is Matter.EXTRA and finding.part in (Part.NODE, Part.GROUP)
        for finding in findings
    )
    return Comparison(
        findings=findings,
        nodes=tuple(matched.nodes.items()),
        edges=tuple(edges.pairs.items()),
        structure=Tally(
            total=len(page.nodes) + len(page.groups),
            right=len(matched.nodes) + len(matched.groups) - len(misplaced),
            extra=extra,
        ),
        labels=_labels(page, matched, edges),
        metrics=Tally(total=metrics.total, right=metrics.right, extra=metrics.extra),
        data_flow=_data_flow(page, edges),
    )


def _missing_and_extra(page: Diagram, drawn: Diagram, matched: Matched) -> list[Finding]:
    known = set(matched.nodes.values())
    missing = [
        Finding(
            matter=Matter.MISSING,
            part=Part.NODE,
            sentence=f"{node_name(page, node.id)} is missing{with_edges(edges_at(page, node.id))}.",
            page=node.id,
        )
        for node in page.nodes
        if node.id not in matched.nodes
    ]
    extra = [
        Finding(
            matter=Matter.EXTRA,
            part=Part.NODE,
            sentence=f"{node_name(drawn, node.id)} is not on the page"
            f"{with_edges(edges_at(drawn, node.id))}.",
            drawn=node.id,
        )
        for node in drawn.nodes
        if node.id not in known
    ]
    return missing + extra


def _misnamed(page: Diagram, drawn: Diagram, matched: Matched) -> list[Finding]:
    return [
        Finding(
            matter=Matter.MISLABELLED,
            part=Part.GROUP if one in matched.groups else Part.NODE,
            sentence=f"What you call {node_name(drawn, other)} is {node_name(page, one)}.",
            page=one,
            drawn=other,
        )
        for one, other in (*matched.nodes.items(), *matched.groups.items())
        if one in matched.renamed
    ]


def _groups(page: Diagram, drawn: Diagram, matched: Matched) -> list[Finding]:
    known = set(matched.groups.values())
    missing = [
        Finding(
            matter=Matter.MISSING,
            part=Part.GROUP,
            sentence=f"The group {group_name(group)} is missing.",
            page=group.id,
        )
        for group in page.groups
        if group.id not in matched.groups
    ]
    extra = [
        Finding(
            matter=Matter.EXTRA,
            part=Part.GROUP,
            sentence=f"The group {group_name(group)} is not on the page.",
            drawn=group.id,
        )
        for group in drawn.groups
        if group.id not in known
    ]
    return missing + extra


def _misplaced(page: Diagram, drawn: Diagram, matched: Matched) -> tuple[list[Finding], set[str]]:
    """Nodes in another group or plane. A group that is missing as a whole misplaces nobody."""
    there = {node.id: node for node in drawn.nodes}
    coloured = any(node.plane for node in drawn.nodes)
    known = {*matched.groups.values(), None}
    findings: list[Finding] = []
    wrong: set[str] = set()
    for node in page.nodes:
        other = there.get(matched.nodes.get(node.id, ""))
        if other is None:
            continue
        name = node_name(page, node.id)
        sentence = None
        home = matched.groups.get(node.group or "") if node.group else None
        lost = node.group is not None and home is None
        if not lost and other.group in known and other.group != home:
            place = group_place(page, node.group)
            sentence = f"{name} stands {place}; you drew it {group_place(drawn, other.group)}."
        elif coloured and _other_plane(node, other):
            sentence = f"{name} is in the {node.plane} plane; {_drawn_plane(other)}."
        if sentence is not None:
            wrong.add(node.id)
            findings.append(
                Finding(
                    matter=Matter.MISPLACED,
                    part=Part.NODE,
                    sentence=sentence,
                    page=node.id,
                    drawn=other.id,
                )
            )
    return findings, wrong


def _other_plane(node: Node, other: Node) -> bool:
    return node.plane is not None and node.plane is not other.plane


def _drawn_plane(other: Node) -> str:
    return f"you drew it in the {other.plane} plane" if other.plane else "yours is in none"


def _labels(page: Diagram, matched: Matched, edges: EdgeFindings) -> Tally:
    """Names of nodes and groups, and labels of edges."""
    labelled = [edge.id for edge in page.edges if label_words(edge)]
    named = len(matched.nodes) + len(matched.groups) - len(matched.renamed)
    said = sum(edge in edges.pairs and edge not in edges.wrong_label for edge in labelled)
    total = len(page.nodes) + len(page.groups) + len(labelled)
    return Tally(total=total, right=named + said)


def _data_flow(page: Diagram, edges: EdgeFindings) -> Tally:
    """Who speaks to whom, in which direction and order."""
    turned = len(edges.wrong_place)
    right = len(edges.pairs) - turned + TURNED * turned
    return Tally(total=len(page.edges), right=right, extra=edges.extra)
