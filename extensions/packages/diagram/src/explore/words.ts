/** Words for the closed vocabularies, and one sentence that names a node for those who can't see. */
import type { Diagram, Edge, Kind, Node, Role } from "@atlas/contracts";

import { dataOf } from "../draw/chart.js";
import { PLANE_WORDS } from "../draw/plane-glyph.js";
import { nameOf } from "../reach/index.js";
import { metricName, quantity } from "./quantity.js";

export const ROLE_WORDS: Readonly<Record<Role, string>> = {
  client: "client",
  cdn: "CDN",
  dns: "DNS",
  load_balancer: "load balancer",
  gateway: "gateway",
  service: "service",
  worker: "worker",
  cache: "cache",
  database: "database",
  object_store: "object store",
  search: "search",
  queue: "queue",
  stream: "stream",
  coordinator: "coordinator",
  monitor: "monitor",
  external: "external",
};

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  flowchart: "Flowchart",
  sequence: "Sequence diagram",
  state: "State diagram",
  class: "Class diagram",
  er: "Entity relationship diagram",
  pie: "Pie chart",
  xychart: "Chart",
  gantt: "Gantt chart",
  timeline: "Timeline",
  quadrant: "Quadrant chart",
  mindmap: "Mind map",
  journey: "Journey",
  other: "Diagram",
};

/** A node's name: its first line, or what its bare shape means. */
export function nodeName(node: Node): string {
  if (node.shape === "state_start") return "Start";
  if (node.shape === "state_end") return "End";
  if (node.shape === "state_fork") return "Fork";
  return node.lines[0] ?? node.id;
}

/** A node's name; where two share it, with the title of its group. */
export function nodeLabel(diagram: Diagram, node: Node): string {
  return node.lines.length === 0 ? nodeName(node) : nameOf(diagram, node.id);
}

/** Role, technology and plane, as far as they are known. */
export function nodeTraits(node: Node): string[] {
  const role = node.role === null ? null : ROLE_WORDS[node.role];
  const plane = node.plane === null ? null : `${PLANE_WORDS[node.plane].toLowerCase()} plane`;
  return [role, node.technology, plane].filter((trait) => trait !== null);
}

export function nodeSentence(node: Node): string {
  const metrics = node.annotations.map((one) => `${metricName(one)} ${quantity(one)}`);
  const parts = [[nodeName(node), ...nodeTraits(node)].join(", "), metrics.join(", ")];
  return `${parts.filter((part) => part !== "").join(". ")}.`;
}

export function edgeLabel(edge: Edge): string {
  return edge.lines.join(" ");
}

const PARTS: Partial<Record<Kind, readonly [string, string]>> = {
  sequence: ["participant", "message"],
  state: ["state", "transition"],
  class: ["class", "relation"],
  er: ["entity", "relation"],
};

/** What the picture is, for its accessible name. */
export function pictureName(diagram: Diagram): string {
  const { kind, title, nodes, edges } = diagram;
  const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
  const name = title === "" ? KIND_WORDS[kind] : `${title}. ${KIND_WORDS[kind]}`;
  const data = dataOf(diagram);
  if (data.length > 0) return `${name} with ${count(data.length, "entry", "entries")}`;
  const [node, edge] = PARTS[kind] ?? ["node", "edge"];
  const plural: Record<string, string> = { class: "classes", entity: "entities" };
  return `${name} with ${count(nodes.length, node, plural[node])} and ${count(edges.length, edge)}`;
}
