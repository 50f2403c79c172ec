/**
 * A state diagram: states as nodes, transitions as edges, composite states as groups. Start and
 * end are nodes of their own, as Mermaid makes them; a note is a node tied to its state by a
 * dotted line without a head.
 */
import type { DrawnEdge, DrawnGroup, DrawnNode, Drawing, Shape } from "../drawing";
import { linesOf } from "../labels";
import { directionOf } from "./flowchart";
import { fillOf } from "./styles";

interface StateNode {
  id: string;
  shape: string;
  label?: string | string[];
  cssClasses?: string;
  cssStyles?: string[];
  dir?: string;
  isGroup?: boolean;
  parentId?: string;
}

interface Transition {
  start: string;
  end: string;
  label?: string;
  arrowhead?: string;
}

export interface StateDatabase {
  getData(): { nodes: StateNode[]; edges: Transition[]; direction?: string };
  getClasses(): Map<string, { styles: string[] }>;
  getLinks?(): Map<string, { url: string }>;
}

const SHAPES: Record<string, Shape> = {
  stateStart: "state_start",
  stateEnd: "state_end",
  fork: "state_fork",
  join: "state_fork",
  choice: "diamond",
  note: "note",
};
const OWN_CLASSES = /^statediagram-|^$/;

const classesOf = (node: StateNode): string[] =>
  (node.cssClasses ?? "").split(/\s+/).filter((name) => !OWN_CLASSES.test(name));

function labelOf(node: StateNode): string[] {
  const parts = Array.isArray(node.label) ? node.label : [node.label ?? ""];
  return parts.flatMap((part) => linesOf(part));
}

function isBare(shape: Shape): boolean {
  return shape === "state_start" || shape === "state_end" || shape === "state_fork";
}

function nodeOf(node: StateNode, group: string | null, db: StateDatabase): DrawnNode {
  const shape = SHAPES[node.shape] ?? "rounded";
  const label = labelOf(node);
  const unnamed = isBare(shape) || (shape === "diamond" && label.join("") === node.id);
  return {
    id: node.id,
    lines: unnamed ? [] : label.length > 0 ? label : [node.id],
    shape,
    group,
    classes: classesOf(node),
    fill: fillOf(classesOf(node), node.cssStyles ?? [], db.getClasses()),
    link: db.getLinks?.().get(node.id)?.url ?? null,
  };
}

function edgeOf(edge: Transition, index: number): DrawnEdge {
  const note = edge.arrowhead === "none";
  return {
    id: `e${index}`,
    source: edge.start,
    target: edge.end,
    lines: linesOf(edge.label),
    stroke: note ? "dotted" : "normal",
    head: note ? "none" : "point",
    tail: "none",
  };
}

export function readState(database: unknown): Drawing {
  const db = database as StateDatabase;
  const { nodes, edges, direction } = db.getData();
  const around = new Set(nodes.filter((node) => node.shape === "noteGroup").map(({ id }) => id));
  const parentOf = (node: StateNode): string | null =>
    node.parentId === undefined || around.has(node.parentId) ? null : node.parentId;
  const isGroup = (node: StateNode): boolean => node.isGroup === true && node.shape !== "note";
  const groups: DrawnGroup[] = nodes
    .filter((node) => isGroup(node) && !around.has(node.id))
    .map((node) => ({
      id: node.id,
      lines: labelOf(node),
      parent: parentOf(node),
      classes: classesOf(node),
      fill: fillOf(classesOf(node), node.cssStyles ?? [], db.getClasses()),
      direction: directionOf(node.dir),
    }));
  return {
    direction: directionOf(direction) ?? "TB",
    title: "",
    nodes: nodes
      .filter((node) => !isGroup(node) && !around.has(node.id))
      .map((node) => nodeOf(node, parentOf(node), db)),
    edges: edges.map(edgeOf),
    groups,
    blocks: [],
  };
}
