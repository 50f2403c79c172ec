/**
 * Lays out what a container holds, from the inside out. Parts without edges between them are laid
 * out apart and packed; parts joined by edges go to ELK as one graph, in which whatever no outside
 * edge enters is a finished piece. So ELK sees small graphs, and nothing is stretched into a ribbon.
 */
import type { Direction, Drawing, DrawnEdge } from "../drawing";
import { layLabel, type Label } from "../measure/text";
import { runElk, withRoomForTitles } from "./elk-run";
import { misfit, pack, type Item } from "./pack";
import { addPlan, emptyPlan, type Plan } from "./plan";
import { sizeOf, type Sized } from "./shapes";
import { componentsOf, joinsOwnGroup, ROOT, Tree, type Component } from "./tree";

export const GROUP_PAD = 16;
export const GAP = 24;
const TITLE_WIDTH_MAX = 340;
const EDGE_LABEL_WIDTH_MAX = 180;
/** A direction is given up only for a much better fit. */
const FLIP_GAIN = 0.35;
const CELL_SHAPES = new Set(["rect", "rounded", "subroutine", "note"]);

const FLIPPED: Record<Direction, Direction> = { TB: "LR", BT: "RL", LR: "TB", RL: "BT" };

/** A piece that is laid out already: ELK and the packer see only its size. */
export interface Piece {
  id: string;
  plan: Plan;
  stretch: Item["stretch"];
}

export class Region {
  readonly sizes = new Map<string, Sized>();
  readonly titles = new Map<string, Label>();
  readonly labels = new Map<string, Label>();
  readonly edges: DrawnEdge[];
  private readonly pieces = new Map<string, Promise<Piece>>();

  constructor(
    readonly tree: Tree,
    drawing: Drawing,
    /** States come in the order of the text; an edge to an earlier one runs back. */
    readonly inOrder: boolean,
  ) {
    const sideways = drawing.direction === "LR" || drawing.direction === "RL";
    for (const node of drawing.nodes) this.sizes.set(node.id, sizeOf(node, sideways));
    for (const group of drawing.groups)
      this.titles.set(group.id, layLabel(group.lines, TITLE_WIDTH_MAX, Infinity));
    for (const edge of drawing.edges)
      this.labels.set(edge.id, layLabel(edge.lines, EDGE_LABEL_WIDTH_MAX));
    this.edges = drawing.edges.filter(
      (edge) => tree.has(edge.source) && tree.has(edge.target) && !joinsOwnGroup(tree, edge),
    );
  }

  /** Everything inside `container`, without the container's own frame. */
  async layContainer(container: string, direction: Direction): Promise<Plan> {
    const pieces: Piece[] = [];
    for (const component of componentsOf(this.tree, container, this.edges))
      pieces.push(await this.layComponent(component, direction));
    return packPieces(pieces);
  }

  async layComponent(component: Component, direction: Direction): Promise<Piece> {
    const [first] = component.items as [string];
    if (!component.joined && component.items.length === 1) return this.layPiece(first, direction);
    return { id: first, plan: await this.layJoined(component, direction), stretch: "none" };
  }

  /** The loose parts of a group that edges enter, as one piece. */
  layLoose(id: string, components: Component[], direction: Direction): Promise<Piece> {
    return this.once(`${id}\u0000loose\u0000${direction}`, async () => {
      const pieces: Piece[] = [];
      for (const component of components) pieces.push(await this.layComponent(component, direction));
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
      const size = this.sizes.get(id) as Sized;
      const plan = emptyPlan(size.width, size.height);
      plan.boxes.set(id, { x: 0, y: 0, width: size.width, height: size.height });
      const shape = this.tree.nodes.get(id)?.shape ?? "rect";
      return { id, plan, stretch: CELL_SHAPES.has(shape) ? "cell" : "none" };
    }
    const own = this.tree.groups.get(id)?.direction ?? direction;
    const inner = await this.layContainer(id, own);
    const title = this.titles.get(id) as Label;
    const top = this.topOf(id);
    const width = Math.max(inner.width, title.width) + 2 * GROUP_PAD;
    const height = top + inner.height + GROUP_PAD;
    const plan = emptyPlan(width, height);
    plan.boxes.set(id, { x: 0, y: 0, width, height });
    addPlan(plan, inner, (width - inner.width) / 2, top);
    return { id, plan, stretch: "row" };
  }

  /** Room above a group's content for its title. */
  topOf(id: string): number {
    const title = this.titles.get(id) as Label;
    return title.height === 0 ? GROUP_PAD : title.height + GROUP_PAD + 6;
  }

  /** ELK in the author's direction, in the other one where that fits a page far better. */
  private async layJoined(component: Component, direction: Direction): Promise<Plan> {
    const flipped = { direction: FLIPPED[direction], wrapped: false };
    const others = [
      ...(tellsTime(this, component) ? [] : [flipped]),
      ...(isFlat(this.tree, component) ? [{ direction, wrapped: true }] : []),
    ];
    let best = await runElk(this, component, { direction, wrapped: false });
    let limit = misfit(best.plan.width, best.plan.height) - FLIP_GAIN;
    for (const way of limit > 0 ? others : []) {
      const run = await runElk(this, component, way);
      const cost = misfit(run.plan.width, run.plan.height);
      if (cost < limit) [best, limit] = [run, cost];
    }
    return withRoomForTitles(this, component, best);
  }
}

function isFlat(tree: Tree, component: Component): boolean {
  return component.items.length >= 6 && component.items.every((item) => !tree.isGroup(item));
}

const TIME =
  /^(?:T\s*[+-]?\s*\d|\d{1,2}:\d\d|(?:19|20)\d\d\b|Q[1-4]\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|(?:day|week|month|year|phase|stage|step|hour|minute)\s*\d)/i;

/** Sequences of time keep their direction: they read left to right, or down. */
function tellsTime(region: Region, component: Component): boolean {
  const first = component.items.map(
    (item) => (region.tree.nodes.get(item) ?? region.tree.groups.get(item))?.lines[0] ?? "",
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

export { ROOT };
