/**
 * One run of ELK's layered algorithm over a component, nested groups included.
 *
 * Learnt by trying: a group inherits no option, so each gets all of them; considerModelOrder
 * is set on the root only, as it crashes on groups; coordinates are asked for relative to the root.
 */
import ELKModule, { type ELK, type ElkNode } from "elkjs/lib/elk.bundled.js";
import type { Direction, DrawnEdge } from "../drawing";
import type { Label } from "../measure/text";
import { addPlan, emptyPlan, type Plan, type Route } from "./plan";
import { GROUP_PAD, type Measures } from "./measures";
import type { Piece, PieceMaker } from "./piece";
import type { Point, Sized } from "./shapes";
import { widthsWanted } from "./titles";
import { widenInPlace } from "./widen";
import { componentsOf, type Component } from "./tree";

const TITLE_RUNS_MAX = 4;

const elk: ELK = new ELKModule();

const DIRECTIONS: Record<Direction, string> = { TB: "DOWN", BT: "UP", LR: "RIGHT", RL: "LEFT" };

const SPACING = {
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "16",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.spacing.labelNode": "6",
  "elk.spacing.componentComponent": "24",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.layered.spacing.edgeNodeBetweenLayers": "16",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
};

function optionsOf(direction: Direction): Record<string, string> {
  return {
    "elk.algorithm": "layered",
    "elk.direction": DIRECTIONS[direction],
    "elk.edgeRouting": "ORTHOGONAL",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.json.edgeCoords": "ROOT",
    "elk.json.shapeCoords": "ROOT",
    "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
    "elk.layered.nodePlacement.favorStraightEdges": "true",
    "elk.layered.unnecessaryBendpoints": "false",
    "elk.padding": "[top=0,left=0,bottom=0,right=0]",
    ...SPACING,
  };
}

/** A start state begins its group. */
const FIRST = { "elk.layered.layering.layerConstraint": "FIRST" };

const WRAPPED = {
  "elk.layered.wrapping.strategy": "MULTI_EDGE",
  "elk.layered.wrapping.additionalEdgeSpacing": "16",
  "elk.layered.wrapping.correctionFactor": "1.0",
  "elk.aspectRatio": "1.5",
};

/** The graph for ELK, and the finished pieces in it by the id of the node that stands for them. */
class Graph {
  readonly pieces = new Map<string, Piece>();
  readonly frames: string[] = [];

  constructor(
    private readonly maker: PieceMaker,
    private readonly edges: DrawnEdge[],
    private readonly direction: Direction,
    private readonly widths: ReadonlyMap<string, number>,
  ) {}

  /** ELK turns a vertical layout by 90 degrees and forgets to turn a group's minimum size. */
  private get vertical(): boolean {
    return this.direction === "TB" || this.direction === "BT";
  }

  async item(id: string): Promise<ElkNode> {
    const { tree } = this.maker.measures;
    if (!tree.isGroup(id)) {
      const { width, height } = this.maker.measures.sizes.get(id) as Sized;
      const start = tree.nodes.get(id)?.shape === "state_start";
      return { id, width, height, ...(start ? { layoutOptions: FIRST } : {}) };
    }
    return this.isEntered(id)
      ? this.frame(id)
      : this.piece(await this.maker.layPiece(id, this.direction));
  }

  /** Does an edge cross the border of the group? An edge that ends at it does not. */
  private isEntered(id: string): boolean {
    const { tree } = this.maker.measures;
    return this.edges.some(
      ({ source, target }) => tree.inside(id, source) !== tree.inside(id, target),
    );
  }

  private piece(piece: Piece, id = piece.id): ElkNode {
    this.pieces.set(id, piece);
    return { id, width: piece.plan.width, height: piece.plan.height };
  }

  /** A group that edges enter. What they don't touch in it becomes one finished piece. */
  private async frame(id: string): Promise<ElkNode> {
    const children: ElkNode[] = [];
    const loose: Component[] = [];
    for (const component of componentsOf(this.maker.measures.tree, id, this.maker.measures.edges)) {
      if (component.leaves)
        for (const item of component.items) children.push(await this.item(item));
      else loose.push(component);
    }
    if (loose.length > 0)
      children.push(
        this.piece(await this.maker.layLoose(id, loose, this.direction), `${id}\u0000loose`),
      );
    this.frames.push(id);
    const title = this.maker.measures.titles.get(id) as Label;
    const top = this.maker.measures.topOf(id);
    const width = Math.max(title.width + 2 * GROUP_PAD, this.widths.get(id) ?? 0);
    const sides = `left=${GROUP_PAD},bottom=${GROUP_PAD},right=${GROUP_PAD}`;
    return {
      id,
      children,
      layoutOptions: {
        ...SPACING,
        "elk.padding": `[top=${top},${sides}]`,
        "elk.nodeSize.constraints": "MINIMUM_SIZE",
        "elk.nodeSize.minimum": this.vertical
          ? `(${top + GROUP_PAD}, ${width})`
          : `(${width}, ${top + GROUP_PAD})`,
      },
    };
  }
}

function labelsOf(measures: Measures, edge: DrawnEdge) {
  const label = measures.labels.get(edge.id) as Label;
  if (label.lines.length === 0) return [];
  const layoutOptions = { "elk.edgeLabels.inline": "true", "elk.edgeLabels.placement": "CENTER" };
  const size = { width: label.width + 8, height: label.height + 2 };
  return [{ id: `${edge.id}\u0000label`, text: label.lines.join("\n"), ...size, layoutOptions }];
}

type Laid = { width: number; height: number };

function readBoxes(plan: Plan, graph: Graph, node: ElkNode): void {
  const { id, x = 0, y = 0, width = 0, height = 0 } = node;
  const piece = graph.pieces.get(id);
  if (piece) addPlan(plan, piece.plan, x, y);
  else plan.boxes.set(id, { x, y, width, height });
  for (const child of node.children ?? []) readBoxes(plan, graph, child);
}

function readRoutes(plan: Plan, root: ElkNode): void {
  for (const edge of root.edges ?? []) {
    const points = (edge.sections ?? []).flatMap(
      ({ startPoint, bendPoints = [], endPoint }): Point[] =>
        [startPoint, ...bendPoints, endPoint].map(({ x, y }): Point => [x, y]),
    );
    const label = edge.labels?.[0];
    const route: Route = { points, label: null };
    if (label) {
      const { x = 0, y = 0, width = 0, height = 0 } = label;
      route.label = [x + width / 2, y + height / 2, width, height];
    }
    plan.routes.set(edge.id, route);
  }
}

export interface Way {
  direction: Direction;
  /** Long chains broken into rows. */
  wrapped: boolean;
}

export interface Run {
  way: Way;
  plan: Plan;
  /** The groups that edges enter, whose titles edges may cross. */
  frames: string[];
}

/** With wider groups where a title found no room between edges: in place, else laid out again. */
export async function withRoomForTitles(
  maker: PieceMaker,
  component: Component,
  run: Run,
): Promise<Plan> {
  const widths = new Map<string, number>();
  let laid = run;
  for (let again = 0; ; again += 1) {
    laid.plan = widenInPlace(laid.frames, laid.plan, maker.measures);
    const wanted = widthsWanted(laid.frames, laid.plan, maker.measures);
    if (wanted.size === 0 || again === TITLE_RUNS_MAX) break;
    for (const [id, width] of wanted) widths.set(id, width);
    laid = await runElk(maker, component, run.way, widths);
  }
  return laid.plan;
}

/** The component laid out. Throws what ELK throws. */
export async function runElk(
  maker: PieceMaker,
  component: Component,
  way: Way,
  widths: ReadonlyMap<string, number> = new Map(),
): Promise<Run> {
  const { direction, wrapped } = way;
  const graph = new Graph(maker, component.edges, direction, widths);
  const children: ElkNode[] = [];
  for (const item of component.items) children.push(await graph.item(item));
  const inPiece = piecesEdges(graph);
  const root: ElkNode = {
    id: "\u0000root",
    children,
    edges: component.edges
      .filter(({ id }) => !inPiece.has(id))
      .map((edge) => ({
        id: edge.id,
        sources: [edge.source],
        targets: [edge.target],
        labels: labelsOf(maker.measures, edge),
      })),
    layoutOptions: {
      ...optionsOf(direction),
      "elk.layered.considerModelOrder.strategy": "PREFER_NODES",
      "elk.layered.cycleBreaking.strategy": maker.measures.inOrder
        ? "MODEL_ORDER"
        : "GREEDY_MODEL_ORDER",
      ...(wrapped ? WRAPPED : {}),
    },
  };
  const laid = await layWithOrder(root);
  const plan = emptyPlan(laid.width, laid.height);
  for (const child of laid.children ?? []) readBoxes(plan, graph, child);
  readRoutes(plan, laid);
  return { way, plan, frames: graph.frames };
}

/** In the author's order where ELK can keep it; it fails over that on some nested graphs. */
async function layWithOrder(root: ElkNode): Promise<ElkNode & Laid> {
  const plain = structuredClone(root);
  try {
    return (await elk.layout(root)) as ElkNode & Laid;
  } catch {
    plain.layoutOptions = {
      ...plain.layoutOptions,
      "elk.layered.considerModelOrder.strategy": "NONE",
      "elk.layered.cycleBreaking.strategy": "GREEDY",
    };
    return (await elk.layout(plain)) as ElkNode & Laid;
  }
}

/** Edges that are drawn inside a finished piece already. */
function piecesEdges(graph: Graph): Set<string> {
  return new Set([...graph.pieces.values()].flatMap(({ plan }) => [...plan.routes.keys()]));
}
