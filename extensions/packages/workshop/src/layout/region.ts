/**
 * Lays out what a container holds, from the inside out. Parts without edges between them are laid
 * out apart and packed; parts joined by edges go to ELK as one graph, in which whatever no outside
 * edge enters is a finished piece. So ELK sees small graphs, and nothing becomes a ribbon.
 */
import type { Direction } from "../drawing";
import type { Label } from "../measure/text";
import { runElk, withRoomForTitles, type Way } from "./elk-run";
import { GROUP_PAD, type Measures } from "./measures";
import { layColumns } from "./columns";
import { isRibbon, misfit, pack } from "./pack";
import type { Piece, PieceMaker } from "./piece";
import { addPlan, emptyPlan, type Plan } from "./plan";
import type { Point, Sized } from "./shapes";
import { componentsOf, type Component, type Tree } from "./tree";

const GAP = 24;
/** A direction is given up only for a much better fit. */
const FLIP_GAIN = 0.35;
/** Moments in one row, no wider than this, stay one row however low it is. */
const ROW_WIDTH_MAX = 700;
/** What a leg of an edge may be off the level or the upright: less than the eye takes for oblique. */
const LEVEL_PX = 4;
const CELL_SHAPES = new Set(["rect", "rounded", "subroutine", "note"]);

const FLIPPED: Record<Direction, Direction> = { TB: "LR", BT: "RL", LR: "TB", RL: "BT" };

/** In which way parts were laid out that had several tried, by their first item. */
export type Ways = Map<string, Way | "columns">;

export class Region implements PieceMaker {
  private readonly tree: Tree;
  private readonly pieces = new Map<string, Promise<Piece>>();

  /** With `ways` that hold a part already, only that way is tried for it; new ones are added. */
  constructor(
    readonly measures: Measures,
    private readonly ways: Ways = new Map(),
  ) {
    this.tree = measures.tree;
  }

  /** Everything inside `container`, without the container's own frame. */
  async layContainer(container: string, direction: Direction): Promise<Plan> {
    const pieces: Piece[] = [];
    for (const component of componentsOf(this.tree, container, this.measures.edges))
      pieces.push(await this.layComponent(component, direction));
    return packPieces(pieces);
  }

  private async layComponent(component: Component, direction: Direction): Promise<Piece> {
    const [first] = component.items as [string];
    if (!component.joined && component.items.length === 1) return this.layPiece(first, direction);
    return { id: first, plan: await this.layJoined(component, direction), stretch: "none" };
  }

  /** The loose parts of a group that edges enter, as one piece. */
  layLoose(id: string, components: Component[], direction: Direction): Promise<Piece> {
    return this.once(`${id}\u0000loose\u0000${direction}`, async () => {
      const pieces: Piece[] = [];
      for (const component of components)
        pieces.push(await this.layComponent(component, direction));
      return { id, plan: packPieces(pieces), stretch: "none" };
    });
  }

  /** Layout is tried several times around a piece; the piece is the same each time. */
  private once(key: string, lay: () => Promise<Piece>): Promise<Piece> {
    const known = this.pieces.get(key) ?? lay();
    this.pieces.set(key, known);
    return known;
  }

  /** A node, or a group that no edge enters or leaves but at its border. */
  layPiece(id: string, direction: Direction): Promise<Piece> {
    return this.once(`${id}\u0000${direction}`, () => this.makePiece(id, direction));
  }

  private async makePiece(id: string, direction: Direction): Promise<Piece> {
    if (!this.tree.isGroup(id)) {
      const size = this.measures.sizes.get(id) as Sized;
      const plan = emptyPlan(size.width, size.height);
      plan.boxes.set(id, { x: 0, y: 0, width: size.width, height: size.height });
      const shape = this.tree.nodes.get(id)?.shape ?? "rect";
      return { id, plan, stretch: CELL_SHAPES.has(shape) ? "cell" : "none" };
    }
    const own = this.tree.groups.get(id)?.direction ?? direction;
    const inner = await this.layContainer(id, own);
    const title = this.measures.titles.get(id) as Label;
    const top = this.measures.topOf(id);
    const width = Math.max(inner.width, title.width) + 2 * GROUP_PAD;
    const height = top + inner.height + GROUP_PAD;
    const plan = emptyPlan(width, height);
    plan.boxes.set(id, { x: 0, y: 0, width, height });
    addPlan(plan, inner, (width - inner.width) / 2, top);
    return { id, plan, stretch: "row" };
  }

  /** ELK in the author's direction, in another way where that fits a page far better. */
  private async layJoined(component: Component, direction: Direction): Promise<Plan> {
    const key = `${component.items[0] ?? ""}\u0000${direction}`;
    const known = await this.layAsBefore(component, this.ways.get(key));
    if (known) return known;
    const { plan, way } = await this.layBest(component, direction);
    this.ways.set(key, way);
    return plan;
  }

  private async layAsBefore(
    component: Component,
    way: Way | "columns" | undefined,
  ): Promise<Plan | null> {
    if (way === undefined) return null;
    if (way === "columns") return layColumns(this, component);
    const run = await runElk(this, component, way);
    return losesEdges(run.plan) ? null : withRoomForTitles(this, component, run);
  }

  private async layBest(
    component: Component,
    direction: Direction,
  ): Promise<{ plan: Plan; way: Way | "columns" }> {
    let best = await runElk(this, component, { direction, wrapped: false });
    const { width, height } = best.plan;
    const row = tellsTime(this.tree, component) && width > height && width <= ROW_WIDTH_MAX;
    const ribbon = isRibbon(best.plan) && !row;
    let limit = misfit(best.plan.width, best.plan.height) - (ribbon ? 0 : FLIP_GAIN);
    for (const way of limit > 0 ? this.otherWays(component, direction, ribbon) : []) {
      const run = await runElk(this, component, way);
      if (losesEdges(run.plan)) continue;
      const cost = misfit(run.plan.width, run.plan.height);
      if (cost < limit) [best, limit] = [run, cost];
    }
    if (isRibbon(best.plan) && !row) {
      const columns = await layColumns(this, component);
      if (columns && misfit(columns.width, columns.height) < limit)
        return { plan: columns, way: "columns" };
    }
    return { plan: await withRoomForTitles(this, component, best), way: best.way };
  }

  private otherWays(component: Component, direction: Direction, ribbon: boolean): Way[] {
    const flat = component.items.every((item) => !this.tree.isGroup(item));
    const wraps = flat && component.items.length >= (ribbon ? 4 : 6);
    return [
      ...(tellsTime(this.tree, component)
        ? []
        : [{ direction: FLIPPED[direction], wrapped: false }]),
      ...(wraps ? [{ direction, wrapped: true }] : []),
    ];
  }
}

/** ELK gives no route, or half of one, to an edge of some diagrams that it breaks into rows. */
function losesEdges(plan: Plan): boolean {
  return [...plan.routes.values()].some(
    ({ points }) => points.length === 0 || points.some((at, index) => leaps(points[index - 1], at)),
  );
}

/** Does a leg run neither level nor upright? ELK routes no edge like that on purpose. */
function leaps(before: Point | undefined, [x, y]: Point): boolean {
  if (before === undefined) return false;
  return Math.min(Math.abs(x - before[0]), Math.abs(y - before[1])) > LEVEL_PX;
}

const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const PERIODS = "day|week|month|year|phase|stage|step|hour|minute";
const CLOCKS = String.raw`T\s*[+-]?\s*\d|\d{1,2}:\d\d|(?:19|20)\d\d\b|Q[1-4]\b`;
const TIME = new RegExp(String.raw`^(?:${CLOCKS}|(?:${MONTHS})[a-z]*\b|(?:${PERIODS})\s*\d)`, "i");

/** Sequences of time keep their direction: they read left to right, or down. */
function tellsTime(tree: Tree, component: Component): boolean {
  const first = component.items.map(
    (item) => (tree.nodes.get(item) ?? tree.groups.get(item))?.lines[0] ?? "",
  );
  return first.filter((line) => TIME.test(line)).length * 2 > first.length;
}

/** Pieces in their order on one sheet; groups in a row get the same height. */
export function packPieces(pieces: Piece[]): Plan {
  if (pieces.length === 1) return (pieces[0] as Piece).plan;
  const items = pieces.map(({ plan, stretch }) => ({
    width: plan.width,
    height: plan.height,
    stretch,
  }));
  const packed = pack(items, GAP);
  const whole = emptyPlan(packed.width, packed.height);
  pieces.forEach(({ id, plan, stretch }, index) => {
    const slot = packed.slots[index];
    if (!slot) return;
    addPlan(whole, plan, slot.x, slot.y);
    if (stretch !== "none") whole.boxes.set(id, { ...slot });
  });
  return whole;
}
