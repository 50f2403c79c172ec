/** The sizes of everything in a drawing, known before anything is placed. */
import type { Drawing, DrawnEdge } from "../drawing";
import { layLabel, type Label } from "../measure/text";
import { sizeOf, type Sized } from "./shapes";
import { joinsOwnGroup, type Tree } from "./tree";

export const GROUP_PAD = 16;
const TITLE_GAP = 6;
const TITLE_WIDTH_MAX = 340;
const EDGE_LABEL_WIDTH_MAX = 180;

export class Measures {
  readonly sizes = new Map<string, Sized>();
  readonly titles = new Map<string, Label>();
  readonly labels = new Map<string, Label>();
  /** The edges that a layout can route. */
  readonly edges: DrawnEdge[];

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

  /** Room above a group's content for its title. */
  topOf(id: string): number {
    const title = this.titles.get(id) as Label;
    return title.height === 0 ? GROUP_PAD : title.height + GROUP_PAD + TITLE_GAP;
  }
}
