/** One edge: a polyline with rounded corners, its heads, and its label on a halo. */
import type { Arrow, Edge, EdgeRoute } from "@atlas/contracts";

import { drawLabel, type Type } from "./label.js";
import { mark, number, type Mark } from "./mark.js";

type Point = readonly [number, number];
type Notation = Exclude<Arrow, "none" | "point" | "open" | "circle" | "cross">;

const CORNER_PX = 7;
const LABEL_INSET_PX = 3;
/** How much of each corner of a label's halo is missing. */
const CUT_PX = 2;
/** How much of the line a head covers, so that the stroke never shows through its tip. */
const HEAD_LENGTH_PX: Readonly<Record<Arrow, number>> = {
  none: 0,
  point: 7,
  open: 1,
  circle: 7,
  cross: 4,
  triangle: 12,
  diamond: 16,
  diamond_open: 16,
  one: 0,
  zero_one: 0,
  one_many: 0,
  zero_many: 0,
};

export function drawEdge(edge: Edge, route: EdgeRoute): Mark | null {
  if (edge.stroke === "invisible" || route.points.length < 2) return null;
  const points = shortened(
    shortened(route.points, HEAD_LENGTH_PX[edge.head]).toReversed(),
    HEAD_LENGTH_PX[edge.tail],
  ).toReversed();
  const path = roundedPath(points);
  return mark(
    "g",
    {
      class: "edge",
      "data-edge": edge.id,
      "data-source": edge.source,
      "data-target": edge.target,
      "data-stroke": edge.stroke,
    },
    [
      mark("path", { class: "line", d: path }),
      head(edge.head, route.points),
      head(edge.tail, route.points.toReversed()),
    ],
  );
}

export function drawEdgeLabel(edge: Edge, route: EdgeRoute, type: Type): Mark | null {
  const lines = route.lines ?? edge.lines;
  if (route.label === null || lines.length === 0 || edge.stroke === "invisible") return null;
  const [x, y, width, height] = route.label;
  return mark("g", { class: "edge-label", "data-edge": edge.id }, [
    mark("path", { class: "halo", d: halo(x, y, width / 2 + LABEL_INSET_PX, height / 2) }),
    ...drawLabel(
      { lines, annotations: edge.annotations, asWritten: route.lines === null },
      { x, y },
      type,
      0,
    ),
  ]);
}

/** A rectangle around (x, y) with its corners cut off, from half its width and height. */
function halo(x: number, y: number, across: number, down: number): string {
  const start = `M${number(x - across + CUT_PX)} ${number(y - down)}`;
  const [width, height] = [number(2 * (across - CUT_PX)), number(2 * (down - CUT_PX))];
  const [out, back] = [`l${CUT_PX} ${CUT_PX}`, `l${-CUT_PX} ${-CUT_PX}`];
  return `${start}h${width}${out}v${height}l${-CUT_PX} ${CUT_PX}h-${width}${back}v-${height}Z`;
}

/** The polyline with its last point drawn back by `length`, never past the point before it. */
function shortened(points: readonly Point[], length: number): Point[] {
  const [end, before] = [points.at(-1), points.at(-2)];
  if (end === undefined || before === undefined || length === 0) return [...points];
  const run = Math.hypot(end[0] - before[0], end[1] - before[1]);
  const share = run === 0 ? 0 : Math.min(length, run - 0.5) / run;
  const drawn: Point = [
    end[0] + (before[0] - end[0]) * share,
    end[1] + (before[1] - end[1]) * share,
  ];
  return [...points.slice(0, -1), drawn];
}

/** Path data through the points; each inner corner is a quadratic curve, short legs shorter. */
export function roundedPath(points: readonly Point[], radius = CORNER_PX): string {
  const at = ([x, y]: Point) => `${number(x)} ${number(y)}`;
  const parts: string[] = [];
  points.forEach((point, index) => {
    const [previous, next] = [points[index - 1], points[index + 1]];
    if (previous === undefined || next === undefined) {
      parts.push(`${index === 0 ? "M" : "L"}${at(point)}`);
      return;
    }
    parts.push(
      `L${at(towards(point, previous, radius))}Q${at(point)} ${at(towards(point, next, radius))}`,
    );
  });
  return parts.join("");
}

/** The point on the leg from `from` to `to`, `distance` away but at most half of the leg. */
function towards(from: Point, to: Point, distance: number): Point {
  const run = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const share = run === 0 ? 0 : Math.min(distance, run / 2) / run;
  return [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
}

/** The head at the last point, turned along the last leg that has a length. */
function head(arrow: Arrow, points: readonly Point[]): Mark | null {
  const end = points.at(-1);
  const before = points
    .slice(0, -1)
    .findLast(([x, y]) => end !== undefined && (x !== end[0] || y !== end[1]));
  if (arrow === "none" || end === undefined || before === undefined) return null;
  const [x, y] = end;
  const angle = Math.atan2(y - before[1], x - before[0]);
  const turn = () =>
    `translate(${number(x)} ${number(y)}) rotate(${number((angle * 180) / Math.PI)})`;
  switch (arrow) {
    case "point":
      return mark("path", { class: "head filled", d: `${turned(POINT, end, angle)}Z` });
    case "open":
      return mark("path", { class: "head", d: turned(OPEN, end, angle) });
    case "circle":
      return mark("circle", { class: "head filled", transform: turn(), cx: -3.8, cy: 0, r: 3.6 });
    case "cross":
      return mark("path", {
        class: "head",
        d: CROSS.map((bar) => turned(bar, end, angle)).join(""),
      });
    case "triangle":
    case "diamond":
    case "diamond_open":
    case "one":
    case "zero_one":
    case "one_many":
    case "zero_many":
      return mark("g", { class: "head", transform: turn() }, NOTATION[arrow]);
  }
}

/** Heads with their tip at the origin, seen from the left. */
const POINT: readonly Point[] = [
  [0, 0],
  [-9.5, 4.3],
  [-7.2, 0],
  [-9.5, -4.3],
];
const OPEN: readonly Point[] = [
  [-8, 4.5],
  [0, 0],
  [-8, -4.5],
];
const CROSS: readonly (readonly Point[])[] = [
  [
    [-8, -4],
    [0, 4],
  ],
  [
    [-8, 4],
    [0, -4],
  ],
];

/** Path data through points around the origin, turned by an angle (radians) and brought to `to`. */
function turned(points: readonly Point[], to: Point, angle: number): string {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const placed = points.map(
    ([x, y]) => `${number(to[0] + x * cosine - y * sine)} ${number(to[1] + x * sine + y * cosine)}`,
  );
  return `M${placed.join("L")}`;
}

const stroke = (d: string) => mark("path", { d });
const hollow = (d: string) => mark("path", { class: "hollow", d });
const ring = (cx: number) => mark("circle", { class: "hollow", cx, cy: 0, r: 4 });
const FOOT = "M0 -6.5L-12 0L0 6.5";
const DIAMOND = "M0 0L-8 4.8L-16 0L-8 -4.8Z";

/** Heads of class and entity diagrams, with their tip at the origin. */
const NOTATION: Readonly<Record<Notation, readonly Mark[]>> = {
  triangle: [hollow("M0 0L-12 6.5L-12 -6.5Z")],
  diamond: [mark("path", { class: "solid", d: DIAMOND })],
  diamond_open: [hollow(DIAMOND)],
  one: [stroke("M-7 -6V6M-12 -6V6")],
  zero_one: [stroke("M-7 -6V6"), ring(-14)],
  one_many: [stroke(FOOT), stroke("M-15 -6V6")],
  zero_many: [stroke(FOOT), ring(-16)],
};
