/**
 * A class diagram: classes as nodes with compartments for attributes and methods, relations as
 * edges, namespaces as groups. A note is a node tied to its class by a dotted line.
 */
import type { Arrow, DrawnEdge, DrawnGroup, DrawnNode, Drawing } from "../drawing";
import { linesOf } from "../labels";
import { directionOf } from "./flowchart";
import { fillOf } from "./styles";

interface Member {
  text: string;
  classifier?: string;
}

interface ClassNode {
  id: string;
  label?: string | string[];
  shape?: string;
  isGroup?: boolean;
  parentId?: string;
  cssClasses?: string;
  styles?: string[];
  link?: string;
  members?: Member[];
  methods?: Member[];
  annotations?: string[];
}

interface Relation {
  start: string;
  end: string;
  label?: string;
  arrowTypeStart?: string;
  arrowTypeEnd?: string;
  startLabelRight?: string;
  endLabelLeft?: string;
  pattern?: string;
}

export interface ClassDatabase {
  getData(): { nodes: ClassNode[]; edges: Relation[]; direction?: string };
  getDirection?(): string | undefined;
  styleClasses?: Map<string, { styles: string[] }>;
}

const HEADS: Record<string, Arrow> = {
  none: "none",
  extension: "triangle",
  composition: "diamond",
  aggregation: "diamond_open",
  dependency: "open",
  lollipop: "circle",
};
/** What UML underlines is static, what it slants is abstract; a mark says so here. */
const CLASSIFIERS: Record<string, string> = { $: " {static}", "*": " {abstract}" };

const classesOf = (node: ClassNode): string[] =>
  (node.cssClasses ?? "").split(/\s+/).filter((name) => name !== "" && name !== "default");

function memberLine(member: Member): string {
  const text = linesOf(member.text.replaceAll("\\", "")).join(" ");
  return text + (CLASSIFIERS[member.classifier ?? ""] ?? "");
}

function labelOf(node: ClassNode): string[] {
  const parts = Array.isArray(node.label) ? node.label : [node.label ?? ""];
  const lines = parts.flatMap((part) => linesOf(part));
  return lines.length > 0 ? lines : [node.id];
}

function nodeOf(node: ClassNode, classes: Map<string, { styles: string[] }>): DrawnNode {
  const note = node.shape === "note";
  const head = [...labelOf(node), ...(node.annotations ?? []).map((name) => `«${name}»`)];
  const parts = [node.members ?? [], node.methods ?? []].filter((part) => part.length > 0);
  const compartments: number[] = [];
  const lines = [...head];
  for (const part of parts) {
    compartments.push(lines.length);
    lines.push(...part.map(memberLine).map((line) => line || " "));
  }
  return {
    id: node.id,
    lines,
    shape: note ? "note" : "rect",
    group: node.parentId ?? null,
    classes: classesOf(node),
    fill: fillOf(classesOf(node), node.styles ?? [], classes),
    link: node.link ?? null,
    ...(note ? {} : { compartments }),
  };
}

/** The numbers at the ends stand in a line of the label: "1 to many". */
function endsOf({ startLabelRight: from, endLabelLeft: to }: Relation): string[] {
  const [a, b] = [linesOf(from).join(" "), linesOf(to).join(" ")];
  if (a !== "" && b !== "") return [`${a} to ${b}`];
  return a + b === "" ? [] : [a || b];
}

function edgeOf(relation: Relation, index: number): DrawnEdge {
  return {
    id: `e${index}`,
    source: relation.start,
    target: relation.end,
    lines: [...linesOf(relation.label), ...endsOf(relation)],
    stroke: relation.pattern === "solid" ? "normal" : "dotted",
    head: HEADS[relation.arrowTypeEnd ?? ""] ?? "none",
    tail: HEADS[relation.arrowTypeStart ?? ""] ?? "none",
  };
}

export function readClass(database: unknown): Drawing {
  const db = database as ClassDatabase;
  const { nodes, edges, direction } = db.getData();
  const classes = db.styleClasses ?? new Map<string, { styles: string[] }>();
  const isGroup = (node: ClassNode): boolean => node.isGroup === true && node.shape !== "note";
  const groups: DrawnGroup[] = nodes.filter(isGroup).map((node) => ({
    id: node.id,
    lines: labelOf(node),
    parent: node.parentId ?? null,
    classes: classesOf(node),
    fill: null,
    direction: null,
  }));
  return {
    direction: directionOf(direction ?? db.getDirection?.()) ?? "TB",
    title: "",
    nodes: nodes.filter((node) => !isGroup(node)).map((node) => nodeOf(node, classes)),
    edges: edges.map(edgeOf),
    groups,
    blocks: [],
  };
}
