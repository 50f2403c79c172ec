/** A flowchart: Mermaid's vertices, edges and subgraphs as nodes, edges and groups. */
import type {
  Arrow,
  Direction,
  DrawnEdge,
  DrawnGroup,
  DrawnNode,
  Drawing,
  Shape,
} from "../drawing";
import { linesOf } from "../labels";
import { fillOf } from "./styles";

interface Vertex {
  id: string;
  text?: string;
  type?: string;
  classes: string[];
  styles: string[];
  link?: string;
}

interface Subgraph {
  id: string;
  title: string;
  nodes: string[];
  classes: string[];
  dir?: string;
}

interface Link {
  start: string;
  end: string;
  type?: string;
  stroke?: string;
  text: string;
}

export interface FlowDatabase {
  getVertices(): Map<string, Vertex>;
  getEdges(): Link[];
  getSubGraphs(): Subgraph[];
  getClasses(): Map<string, { styles: string[] }>;
  getDirection(): string | undefined;
}

/** Mermaid's names of shapes, short and long, that are not a plain rectangle. */
const SHAPES: Record<string, Shape> = {
  round: "rounded",
  rounded: "rounded",
  event: "rounded",
  stadium: "stadium",
  pill: "stadium",
  terminal: "stadium",
  subroutine: "subroutine",
  subprocess: "subroutine",
  subproc: "subroutine",
  fr_rect: "subroutine",
  "framed-rectangle": "subroutine",
  "fr-rect": "subroutine",
  cylinder: "cylinder",
  cyl: "cylinder",
  database: "cylinder",
  db: "cylinder",
  disk: "cylinder",
  "lin-cyl": "cylinder",
  "h-cyl": "cylinder",
  das: "cylinder",
  datastore: "cylinder",
  circle: "circle",
  circ: "circle",
  ellipse: "stadium",
  "sm-circ": "circle",
  start: "circle",
  doublecircle: "double_circle",
  "dbl-circ": "double_circle",
  "double-circle": "double_circle",
  diamond: "diamond",
  diam: "diamond",
  decision: "diamond",
  question: "diamond",
  rhombus: "diamond",
  hexagon: "hexagon",
  hex: "hexagon",
  prepare: "hexagon",
  lean_right: "parallelogram",
  "lean-r": "parallelogram",
  "in-out": "parallelogram",
  lean_left: "parallelogram_alt",
  "lean-l": "parallelogram_alt",
  "out-in": "parallelogram_alt",
  trapezoid: "trapezoid",
  "trap-b": "trapezoid",
  priority: "trapezoid",
  inv_trapezoid: "trapezoid_alt",
  "trap-t": "trapezoid_alt",
  manual: "trapezoid_alt",
  odd: "asymmetric",
  rect_left_inv_arrow: "asymmetric",
  "notch-rect": "note",
  card: "note",
  doc: "note",
  document: "note",
  comment: "note",
};

const HEADS: Record<string, [head: Arrow, tail: Arrow]> = {
  arrow_point: ["point", "none"],
  arrow_cross: ["cross", "none"],
  arrow_circle: ["circle", "none"],
  arrow_open: ["none", "none"],
  double_arrow_point: ["point", "point"],
  double_arrow_cross: ["cross", "cross"],
  double_arrow_circle: ["circle", "circle"],
};

const STROKES = new Set(["normal", "dotted", "thick", "invisible"]);
const DIRECTIONS = new Set(["TB", "BT", "LR", "RL"]);

export function directionOf(text: string | undefined): Direction | null {
  const name = text?.trim() === "TD" ? "TB" : text?.trim();
  return name !== undefined && DIRECTIONS.has(name) ? (name as Direction) : null;
}

/** Which subgraph holds each node and each subgraph. A cycle of subgraphs is cut. */
function parentsOf(subgraphs: Subgraph[]): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { id, nodes } of subgraphs)
    for (const child of nodes) if (!parents.has(child) && child !== id) parents.set(child, id);
  for (const { id } of subgraphs) {
    const seen = new Set([id]);
    for (let at = parents.get(id); at !== undefined; at = parents.get(at)) {
      if (seen.has(at)) parents.delete(id);
      seen.add(at);
    }
  }
  return parents;
}

/** Outer groups first, each level in the order of the source. */
function groupsOf(subgraphs: Subgraph[], parents: Map<string, string>, db: FlowDatabase) {
  const ordered: DrawnGroup[] = [];
  const known = new Map(subgraphs.map((subgraph) => [subgraph.id, subgraph]));
  const visit = (parent: string | undefined): void => {
    for (const subgraph of known.values()) {
      if (parents.get(subgraph.id) !== parent) continue;
      ordered.push({
        id: subgraph.id,
        lines: linesOf(subgraph.title),
        parent: parent ?? null,
        classes: subgraph.classes,
        fill: fillOf(subgraph.classes, [], db.getClasses()),
        direction: directionOf(subgraph.dir),
      });
      visit(subgraph.id);
    }
  };
  visit(undefined);
  return ordered;
}

function nodeOf(vertex: Vertex, parents: Map<string, string>, db: FlowDatabase): DrawnNode {
  const lines = linesOf(vertex.text);
  return {
    id: vertex.id,
    lines: lines.length > 0 ? lines : [" "],
    shape: SHAPES[vertex.type ?? ""] ?? "rect",
    group: parents.get(vertex.id) ?? null,
    classes: vertex.classes,
    fill: fillOf(vertex.classes, vertex.styles, db.getClasses()),
    link: vertex.link ?? null,
  };
}

function edgeOf(link: Link, index: number): DrawnEdge {
  const [head, tail] = HEADS[link.type ?? ""] ?? ["point", "none"];
  const stroke = STROKES.has(link.stroke ?? "") ? (link.stroke as DrawnEdge["stroke"]) : "normal";
  const lines = linesOf(link.text);
  return { id: `e${index}`, source: link.start, target: link.end, lines, stroke, head, tail };
}

export function readFlowchart(database: unknown): Drawing {
  const db = database as FlowDatabase;
  const parents = parentsOf(db.getSubGraphs());
  const groups = groupsOf(db.getSubGraphs(), parents, db);
  const groupIds = new Set(groups.map((group) => group.id));
  const vertices = [...db.getVertices().values()].filter(({ id }) => !groupIds.has(id));
  return {
    direction: directionOf(db.getDirection()) ?? "TB",
    title: "",
    nodes: vertices.map((vertex) => nodeOf(vertex, parents, db)),
    edges: db.getEdges().map(edgeOf),
    groups,
    blocks: [],
  };
}
