"""Where the parts of a diagram lie: baked once at build time, drawn by every renderer without
layout.

All lengths are CSS pixels at zoom 1; x grows to the right, y down, the origin is the top left
corner of the drawing. Boxes are absolute, not relative to their group. Labels are drawn in Inter
at `font_size_px`, centred, with lines `line_height_px` apart, so that the renderer measures
nothing: the first line of a node and the title of a group in weight 600, all else in 400.
Where a label had to be wrapped or cut, `lines` holds it as drawn; else the Diagram's own stand.
"""

from dataclasses import dataclass

Point = tuple[float, float]
GEOMETRY_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle that holds the node's or group's outline.

    For a group, `title_y` is its title's (first) baseline; the title is centred on `title_x`, on
    the group's middle where that is None. A block's `sections` are the y of the lines above its
    later branches, parallel to `Block.sections`. `lines` is the label as drawn, where it differs
    from the diagram's.
    """

    id: str
    x: float
    y: float
    width: float
    height: float
    title_y: float | None = None
    title_x: float | None = None
    lines: tuple[str, ...] | None = None
    sections: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeRoute:
    """The polyline of an edge, clipped at both outlines, and the centre of its label, if it has
    one.

    `points` has at least two entries. `label` is (centre x, centre y, width, height).
    `lines` is the label as drawn, where it differs from the diagram's.
    """

    id: str
    points: tuple[Point, ...]
    label: tuple[float, float, float, float] | None = None
    lines: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartMark:
    """One piece of a chart's picture, drawn in the order of the list.

    `shape` is "path" (`d` is SVG path data) or "text" (anchored at x, y). `role` says how it looks:
    area, bar, line, dot, axis, grid, band, label, value, title, caption; `tone` (from 0, modulo
    eight) which of the chart's colours it has. `datum` is the id of what it shows.
    """

    shape: str
    role: str
    d: str = ""
    text: str = ""
    x: float = 0.0
    y: float = 0.0
    anchor: str = "middle"
    turned: bool = False
    tone: int | None = None
    datum: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """The layout of one diagram. `nodes`, `groups`, `edges` follow the order of the Diagram's own.

    A sequence diagram's `nodes` are the participants' heads; lifelines fall from the middle of a
    head to `height - margin`. `blocks` are boxes with ids "block:<index>", parallel to
    `Diagram.blocks`. `marks` are the picture of a chart, which has nothing else.
    """

    width: float
    height: float
    nodes: tuple[Box, ...]
    edges: tuple[EdgeRoute, ...]
    groups: tuple[Box, ...] = ()
    blocks: tuple[Box, ...] = ()
    marks: tuple[ChartMark, ...] = ()
    font_size_px: float = 13.0
    line_height_px: float = 18.0
    margin: float = 12.0
    version: int = GEOMETRY_VERSION
