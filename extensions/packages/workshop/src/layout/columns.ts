/**
 * Groups that follow one another, set side by side with their contents running down: a story of
 * phases then fills a page, where one long chain through all of them would be a ribbon. Edges run
 * from one column to the next through the gutter between them.
 */
import type { DrawnEdge } from "../drawing";
import type { Label } from "../measure/text";
import type { Piece, PieceMaker } from "./piece";
import { addPlan, emptyPlan, type Plan } from "./plan";
import type { Point, Rect } from "./shapes";
import type { Component } from "./tree";

const GUTTER_MIN = 44;
const LANE = 14;
const PORT = 12;
/** A group no lower than this share of the row is stretched to the row. */
const STRETCH_MIN = 0.5;

/** An edge between the columns `from` and `from + 1`; `back` where it runs right to left. */
interface Bridge {
  edge: DrawnEdge;
  from: number;
  back: boolean;
}

/** Edges between columns; null where one skips a column. */
function bridgesOf({ tree }: PieceMaker["measures"], component: Component): Bridge[] | null {
  const columnOf = (id: string): number =>
    component.items.findIndex((item) => item === id || tree.inside(item, id));
  const bridges: Bridge[] = [];
  for (const edge of component.edges) {
    const [source, target] = [columnOf(edge.source), columnOf(edge.target)];
    if (source === target) continue;
    if (Math.abs(source - target) !== 1) return null;
    bridges.push({ edge, from: Math.min(source, target), back: source > target });
  }
  return bridges;
}

function placed(pieces: Piece[], gutters: number[]): Plan {
  const height = Math.max(...pieces.map(({ plan }) => plan.height));
  const whole = emptyPlan(0, height);
  let x = 0;
  pieces.forEach(({ id, plan, stretch }, index) => {
    const tall = stretch === "row" && plan.height >= STRETCH_MIN * height;
    const y = stretch === "row" ? 0 : (height - plan.height) / 2;
    addPlan(whole, plan, x, y);
    if (tall) whole.boxes.set(id, { x, y: 0, width: plan.width, height });
    x += plan.width + (gutters[index] ?? 0);
  });
  whole.width = x;
  return whole;
}

function meets(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Does a level line from a part to its column's border meet anything that does not hold it? */
function isBlocked(maker: PieceMaker, plan: Plan, id: string, line: Rect): boolean {
  const { tree } = maker.measures;
  const tied = (other: string) => other === id || tree.inside(other, id) || tree.inside(id, other);
  return [...plan.boxes].some(([other, box]) => !tied(other) && meets(line, box));
}

class Bridging {
  private readonly ports = new Map<string, number>();

  constructor(
    private readonly maker: PieceMaker,
    private readonly plan: Plan,
  ) {}

  /** Where the edge meets a part; each further edge at the same side a little lower or higher. */
  private port(id: string, right: boolean): Point {
    const box = this.plan.boxes.get(id) as Rect;
    const key = `${id}\u0000${right}`;
    const count = this.ports.get(key) ?? 0;
    this.ports.set(key, count + 1);
    const shift = Math.ceil(count / 2) * PORT * (count % 2 === 0 ? 1 : -1);
    return [right ? box.x + box.width : box.x, box.y + box.height / 2 + shift];
  }

  /** Draws one edge through its lane at `x`; false where something is in the way. */
  draw({ edge, back }: Bridge, x: number): boolean {
    const start = this.port(edge.source, !back);
    const end = this.port(edge.target, back);
    for (const [id, [px, py]] of [
      [edge.source, start],
      [edge.target, end],
    ] as [string, Point][]) {
      const box = this.plan.boxes.get(id) as Rect;
      if (py < box.y + 4 || py > box.y + box.height - 4) return false;
      const line = { x: Math.min(px, x), y: py - 3, width: Math.abs(px - x), height: 6 };
      if (isBlocked(this.maker, this.plan, id, line)) return false;
    }
    const label = this.maker.measures.labels.get(edge.id) as Label;
    const size = [label.width + 8, label.height + 2] as const;
    this.plan.routes.set(edge.id, {
      points: [start, [x, start[1]], [x, end[1]], end],
      label: label.lines.length === 0 ? null : [x, (start[1] + end[1]) / 2, ...size],
    });
    return true;
  }
}

/** The component in columns; null where an edge would skip one or run through something. */
export async function layColumns(maker: PieceMaker, component: Component): Promise<Plan | null> {
  const { measures } = maker;
  const bridges = bridgesOf(measures, component);
  if (bridges === null || component.items.length < 3) return null;
  const pieces: Piece[] = [];
  for (const item of component.items) pieces.push(await maker.layPiece(item, "TB"));
  const between = pieces.map((_, index) => bridges.filter(({ from }) => from === index));
  if (between.some((all) => all.filter(({ edge }) => edge.lines.length > 0).length > 1))
    return null;
  const gutters = between.slice(0, -1).map((all) => {
    const widths = all.map(({ edge }) => measures.labels.get(edge.id)?.width ?? 0);
    return Math.max(GUTTER_MIN, (all.length + 1) * LANE, Math.max(0, ...widths) + 2 * LANE);
  });
  const plan = placed(pieces, gutters);
  const drawing = new Bridging(maker, plan);
  for (const [index, all] of between.entries()) {
    const left = plan.boxes.get(component.items[index] as string) as Rect;
    const lane = (gutters[index] ?? 0) / (all.length + 1);
    for (const [at, bridge] of all.entries())
      if (!drawing.draw(bridge, left.x + left.width + lane * (at + 1))) return null;
  }
  return plan;
}
