"""Counts what is ugly in a laid-out diagram: overlaps, edges through nodes, covered titles.

Used by the layout tests on small diagrams and by the bench on a whole tree.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from atlas_core.diagram import Box, Diagram, Geometry
from atlas_core.diagram.vocabulary import Stroke

Rect = tuple[float, float, float, float]
SLACK_PX = 1.0
TITLE_CHARACTER_PX = 6.2


def rect_of(box: Box) -> Rect:
    return box.x, box.y, box.x + box.width, box.y + box.height


def overlap(a: Rect, b: Rect, slack: float = SLACK_PX) -> bool:
    return (
        a[0] + slack < b[2] and b[0] + slack < a[2] and a[1] + slack < b[3] and b[1] + slack < a[3]
    )


def crosses(points: tuple[tuple[float, float], ...], rect: Rect, slack: float = SLACK_PX) -> bool:
    """Does a polyline of level and upright pieces enter the rectangle? Slanted ones: their box."""
    for (x1, y1), (x2, y2) in pairwise(points):
        piece = (min(x1, x2) - 0.01, min(y1, y2) - 0.01, max(x1, x2) + 0.01, max(y1, y2) + 0.01)
        inner = (rect[0] + slack, rect[1] + slack, rect[2] - slack, rect[3] - slack)
        if overlap(piece, inner, 0):
            return True
    return False


def titles(diagram: Diagram, geometry: Geometry) -> Iterator[tuple[str, Rect]]:
    for group, box in zip(diagram.groups, geometry.groups, strict=True):
        lines = box.lines or group.lines
        if not lines or box.title_y is None:
            continue
        half = max(len(line) for line in lines) * TITLE_CHARACTER_PX / 2
        middle = box.title_x if box.title_x is not None else box.x + box.width / 2
        height = len(lines) * geometry.line_height_px
        yield group.id, (middle - half, box.title_y - 10, middle + half, box.title_y - 13 + height)


def ancestors(diagram: Diagram) -> dict[str, set[str]]:
    """For each node and group, the groups around it."""
    parent = {group.id: group.parent for group in diagram.groups}
    parent |= {node.id: node.group for node in diagram.nodes}
    around: dict[str, set[str]] = {}
    for name in parent:
        found: set[str] = set()
        at = parent[name]
        while at is not None and at not in found:
            found.add(at)
            at = parent.get(at)
        around[name] = found
    return around


def faults(diagram: Diagram, geometry: Geometry) -> Counter[str]:
    """How often each fault occurs; empty for a drawing without one."""
    found: Counter[str] = Counter()
    around = ancestors(diagram)
    nodes = {box.id: rect_of(box) for box in geometry.nodes}
    groups = {box.id: rect_of(box) for box in geometry.groups}
    if diagram.kind != "sequence":
        found["nodes overlap"] += _overlaps(nodes)
        boxes = {**nodes, **groups}
        for name, others in around.items():
            outside = sum(not _inside(boxes[name], groups[other]) for other in others)
            found["node or group out of its group"] += outside
            for other, rect in groups.items():
                related = other in others or name == other or name in around[other]
                if not related and overlap(boxes[name], rect):
                    found["group over a stranger"] += 1
    _edge_faults(diagram, geometry, nodes, found)
    drawn = [route for edge, route in _routes(diagram, geometry)]
    for name, rect in titles(diagram, geometry):
        found["edge through a title"] += sum(crosses(r.points, rect, 2) for r in drawn)
        if diagram.kind != "sequence":
            found["title on a node"] += sum(overlap(rect, node) for node in nodes.values())
        found["title out of its group"] += not _inside(rect, groups[name], 8)
    return +found


def _routes(diagram: Diagram, geometry: Geometry):  # type: ignore[no-untyped-def]
    for edge, route in zip(diagram.edges, geometry.edges, strict=True):
        if edge.stroke is not Stroke.INVISIBLE:
            yield edge, route


def _edge_faults(
    diagram: Diagram, geometry: Geometry, nodes: dict[str, Rect], found: Counter[str]
) -> None:
    labels: dict[str, Rect] = {}
    for edge, route in _routes(diagram, geometry):
        ends = {edge.source, edge.target}
        if diagram.kind != "sequence":
            for name, rect in nodes.items():
                if name not in ends and crosses(route.points, rect):
                    found["edge through a node"] += 1
        if route.label is not None:
            x, y, width, height = route.label
            labels[edge.id] = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    for rect in labels.values():
        found["label on a node"] += sum(overlap(rect, node, 2) for node in nodes.values())
        if rect[0] < 0 or rect[1] < 0 or rect[2] > geometry.width or rect[3] > geometry.height:
            found["label out of the drawing"] += 1
    found["labels overlap"] += _overlaps(labels, 2)


def _overlaps(rects: dict[str, Rect], slack: float = SLACK_PX) -> int:
    names = list(rects)
    return sum(
        overlap(rects[a], rects[b], slack) for i, a in enumerate(names) for b in names[i + 1 :]
    )


def _inside(inner: Rect, outer: Rect, slack: float = SLACK_PX) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
