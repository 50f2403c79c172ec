/**
 * How large a node is for its label, and where its outline runs inside its box. The renderer draws
 * the same outlines (ARCHITECTURE.md, "Outlines"), so that edges end on them.
 */
import type { DrawnNode, Shape } from "../drawing";
import { cutTo, layLabel, LINE_HEIGHT_PX, type Label } from "../measure/text";

export type Point = [number, number];
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Sized {
  label: Label;
  width: number;
  height: number;
}

const PAD_X = 14;
const PAD_Y = 9;
const LABEL_WIDTH_MAX = 240;
const NARROW_LABEL_WIDTH_MAX = 150;
export const CYLINDER_CAP = 8;
export const SUBROUTINE_BAR = 8;
export const NOTCH = 14;
export const ACTOR_FIGURE = 34;
const slantOf = (height: number): number => Math.min(20, height * 0.3);

type Size = [width: number, height: number];

/** Size of the box from the size of the label, its padding included. */
const SIZES: Partial<Record<Shape, (width: number, height: number) => Size>> = {
  stadium: (w, h) => [w + h * 0.4, h],
  subroutine: (w, h) => [w + 2 * SUBROUTINE_BAR, h],
  cylinder: (w, h) => [w, h + 2 * CYLINDER_CAP + 4],
  circle: (w, h) => [Math.hypot(w, h) * 0.92, Math.hypot(w, h) * 0.92],
  double_circle: (w, h) => [Math.hypot(w, h) * 0.92 + 8, Math.hypot(w, h) * 0.92 + 8],
  diamond: (w, h) => [w * 1.6, h * 2.2],
  hexagon: (w, h) => [w + 2 * slantOf(h), h],
  parallelogram: (w, h) => [w + 2 * slantOf(h), h],
  parallelogram_alt: (w, h) => [w + 2 * slantOf(h), h],
  trapezoid: (w, h) => [w + 2 * slantOf(h), h],
  trapezoid_alt: (w, h) => [w + 2 * slantOf(h), h],
  asymmetric: (w, h) => [w + NOTCH, h],
  actor: (w, h) => [Math.max(w, 56), h + ACTOR_FIGURE],
};
const BARE: Partial<Record<Shape, Size>> = {
  state_start: [18, 18],
  state_end: [20, 20],
  state_fork: [72, 8],
};
const NARROW = new Set<Shape>(["diamond", "circle", "double_circle"]);

/** Above and below the rule that begins a compartment. */
const RULE_GAP = 5;
const MEMBER_WIDTH_MAX = 460;

/** A class or an entity: its lines as written, cut where they are very long, none wrapped. */
function compartmented(node: DrawnNode): Sized {
  const lines = node.lines.map((line, index) => cutTo(line, MEMBER_WIDTH_MAX, index === 0));
  const laid = layLabel(lines, Infinity, 1);
  const label = { ...laid, wrapped: lines.some((line, index) => line !== node.lines[index]) };
  const rules = 2 * RULE_GAP * (node.compartments?.length ?? 0);
  const width = Math.max(label.width + 2 * PAD_X, 80);
  return { label, width: Math.ceil(width), height: Math.ceil(label.height + rules + 2 * PAD_Y) };
}

/** The y of the rules above a node's compartments, in its box. */
export function rulesOf(node: DrawnNode, top: number): number[] {
  return (node.compartments ?? []).map(
    (line, index) => top + PAD_Y + line * LINE_HEIGHT_PX + (2 * index + 1) * RULE_GAP,
  );
}

export function sizeOf(node: DrawnNode, sideways: boolean): Sized {
  if (node.compartments) return compartmented(node);
  const label = layLabel(
    node.lines,
    NARROW.has(node.shape) ? NARROW_LABEL_WIDTH_MAX : LABEL_WIDTH_MAX,
    1,
  );
  const bare = BARE[node.shape];
  if (bare) {
    const turned = sideways && node.shape === "state_fork";
    return { label, width: bare[turned ? 1 : 0], height: bare[turned ? 0 : 1] };
  }
  if (node.shape === "diamond" && node.lines.length === 0) return { label, width: 28, height: 28 };
  const inner: Size = [Math.max(label.width, 20) + 2 * PAD_X, label.height + 2 * PAD_Y];
  const [width, height] = SIZES[node.shape]?.(...inner) ?? inner;
  return { label, width: Math.ceil(width), height: Math.ceil(height) };
}

function ellipse({ x, y, width, height }: Rect): Point[] {
  return Array.from({ length: 64 }, (_, index) => {
    const angle = (index * Math.PI) / 32;
    return [x + (width / 2) * (1 + Math.cos(angle)), y + (height / 2) * (1 + Math.sin(angle))];
  });
}

/** Points of the outline as fractions and slants: left, right edges and slanted corners. */
function slanted(rect: Rect, corners: [number, number, number, number]): Point[] {
  const { x, y, width, height } = rect;
  const slant = slantOf(height);
  const [top_left, top_right, bottom_right, bottom_left] = corners;
  return [
    [x + top_left * slant, y],
    [x + width - top_right * slant, y],
    [x + width - bottom_right * slant, y + height],
    [x + bottom_left * slant, y + height],
  ];
}

/** Outlines that differ from their box. */
const OUTLINES: Partial<Record<Shape, (rect: Rect) => Point[]>> = {
  circle: ellipse,
  double_circle: ellipse,
  state_start: ellipse,
  state_end: ellipse,
  diamond: ({ x, y, width, height }) => [
    [x + width / 2, y],
    [x + width, y + height / 2],
    [x + width / 2, y + height],
    [x, y + height / 2],
  ],
  hexagon: (rect) => {
    const [a, b, c, d] = slanted(rect, [1, 1, 1, 1]) as [Point, Point, Point, Point];
    const middle = rect.y + rect.height / 2;
    return [a, b, [rect.x + rect.width, middle], c, d, [rect.x, middle]];
  },
  parallelogram: (rect) => slanted(rect, [1, 0, 1, 0]),
  parallelogram_alt: (rect) => slanted(rect, [0, 1, 0, 1]),
  trapezoid: (rect) => slanted(rect, [1, 1, 0, 0]),
  trapezoid_alt: (rect) => slanted(rect, [0, 0, 1, 1]),
  asymmetric: ({ x, y, width, height }) => [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
    [x + NOTCH, y + height / 2],
  ],
  cylinder: (rect) => {
    const { x, y, width, height } = rect;
    const cap = (top: number): Point[] => ellipse({ x, y: top, width, height: 2 * CYLINDER_CAP });
    const lower = cap(y + height - 2 * CYLINDER_CAP).filter(
      ([, py]) => py >= y + height - CYLINDER_CAP,
    );
    const upper = cap(y).filter(([, py]) => py <= y + CYLINDER_CAP);
    // The ellipse begins at its right end; the upper half ends there, so that the outline closes.
    return [...lower, ...upper.slice(1), ...upper.slice(0, 1)];
  },
  stadium: ({ x, y, width, height }) => {
    const radius = height / 2;
    const side = (cx: number, from: number): Point[] =>
      Array.from({ length: 17 }, (_, index) => {
        const angle = from + (index * Math.PI) / 16;
        return [cx + radius * Math.cos(angle), y + radius + radius * Math.sin(angle)];
      });
    return [...side(x + width - radius, -Math.PI / 2), ...side(x + radius, Math.PI / 2)];
  },
};

/** Distance along `direction` (of length 1) from `from` to the segment a-b, or null. */
function hit(from: Point, direction: Point, a: Point, b: Point): number | null {
  const [ex, ey] = [b[0] - a[0], b[1] - a[1]];
  const cross = direction[0] * ey - direction[1] * ex;
  if (Math.abs(cross) < 1e-9) return null;
  const [dx, dy] = [a[0] - from[0], a[1] - from[1]];
  const along = (dx * ey - dy * ex) / cross;
  const share = (dx * direction[1] - dy * direction[0]) / cross;
  return along >= -0.5 && share >= -1e-9 && share <= 1 + 1e-9 ? along : null;
}

/** `end`, on the border of the box, moved on in its direction from `before` to the outline. */
export function clipToOutline(shape: Shape, rect: Rect, before: Point, end: Point): Point {
  const outline = OUTLINES[shape]?.(rect);
  const length = Math.hypot(end[0] - before[0], end[1] - before[1]);
  if (!outline || length === 0) return end;
  const direction: Point = [(end[0] - before[0]) / length, (end[1] - before[1]) / length];
  const hits = outline
    .map((a, index) => hit(end, direction, a, outline[(index + 1) % outline.length] as Point))
    .filter((along) => along !== null);
  const reach = hits.length > 0 ? Math.min(...hits) : 0;
  return [end[0] + direction[0] * reach, end[1] + direction[1] * reach];
}
