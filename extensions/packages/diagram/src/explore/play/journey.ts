/**
 * The way of a request through a picture, as hops in time. In a flowchart it spreads from an entry
 * along every solid call, each at its stated latency, scaled; a sequence diagram goes message by
 * message. Pure; times of the picture are in seconds.
 */
import type { Annotation, Diagram, Edge } from "@atlas/contracts";

import { calls, crashable, uncalled } from "../../reach/index.js";
import { measure } from "../quantity.js";
import { edgeLabel, nodeName } from "../words.js";

export interface Hop {
  readonly edge: Edge;
  readonly start_s: number;
  readonly end_s: number;
  /** Who talks to whom, what is said, and the latency that is stated for it. */
  readonly words: string;
}

export interface Journey {
  readonly hops: readonly Hop[];
  readonly length_s: number;
  /** What a second of the picture stands for. */
  readonly scale: string;
}

const LONGEST_S = 2.4;
const SHORTEST_S = 0.3;
const UNSTATED_S = 0.8;
const MESSAGE_S = 1.2;

/** Is there anything to play? */
export function travels(diagram: Diagram): boolean {
  if (crashable(diagram).length === 0) return false;
  if (diagram.kind === "sequence") return diagram.edges.some((edge) => edge.stroke !== "invisible");
  return calls(diagram).some((edge) => edge.stroke !== "dotted");
}

/** Null where nothing travels. `from` starts the request where it calls somebody. */
export function journeyOf(diagram: Diagram, from: string | null): Journey | null {
  if (!travels(diagram)) return null;
  const hops = diagram.kind === "sequence" ? messages(diagram) : spread(diagram, from);
  const scale = diagram.kind === "sequence" ? "" : scaleWords(diagram, hops);
  return { hops, length_s: Math.max(...hops.map((hop) => hop.end_s)), scale };
}

function messages(diagram: Diagram): Hop[] {
  const seen = diagram.edges.filter((edge) => edge.stroke !== "invisible");
  return seen.map((edge, index) => ({
    edge,
    start_s: index * MESSAGE_S,
    end_s: (index + 1) * MESSAGE_S,
    words: hopWords(diagram, edge),
  }));
}

/** Each node passes the request on when it first gets it, along all of its calls at once. */
function spread(diagram: Diagram, from: string | null): Hop[] {
  const solid = calls(diagram).filter((edge) => edge.stroke !== "dotted");
  const start = solid.some((edge) => edge.source === from) ? from : uncalled(diagram, solid)[0];
  if (start === undefined || start === null) return [];
  const slowest = slowestOf(diagram, solid);
  const reached = new Map([[start, 0]]);
  const waiting = new Set([start]);
  const hops: Hop[] = [];
  while (waiting.size > 0) {
    const at = [...waiting].reduce((a, b) => (timeOf(reached, a) <= timeOf(reached, b) ? a : b));
    waiting.delete(at);
    const start_s = timeOf(reached, at);
    for (const edge of solid.filter((one) => one.source === at)) {
      const end_s = start_s + drawn(latencyOf(diagram, edge), slowest);
      hops.push({ edge, start_s, end_s, words: hopWords(diagram, edge) });
      const fresh = !reached.has(edge.target);
      if (!fresh && (!waiting.has(edge.target) || timeOf(reached, edge.target) <= end_s)) continue;
      reached.set(edge.target, end_s);
      waiting.add(edge.target);
    }
  }
  return hops.sort((a, b) => a.end_s - b.end_s);
}

function timeOf(reached: ReadonlyMap<string, number>, node: string): number {
  return reached.get(node) ?? 0;
}

/** The latency that a call states, else that of who answers it. */
export function latencyOf(diagram: Diagram, edge: Edge): Annotation | null {
  const callee = diagram.nodes.find((node) => node.id === edge.target);
  const [own, others] = [/latency|rtt|round|duration/, /latency/];
  const time = (names: RegExp) => (one: Annotation) => one.unit === "s" && names.test(one.name);
  return edge.annotations.find(time(own)) ?? callee?.annotations.find(time(others)) ?? null;
}

function slowestOf(diagram: Diagram, edges: readonly Edge[]): number {
  return Math.max(0, ...edges.map((edge) => latencyOf(diagram, edge)?.value ?? 0));
}

function drawn(latency: Annotation | null, slowest: number): number {
  if (latency === null || slowest === 0) return UNSTATED_S;
  return Math.max(SHORTEST_S, (latency.value / slowest) * LONGEST_S);
}

function scaleWords(diagram: Diagram, hops: readonly Hop[]): string {
  const slowest = slowestOf(
    diagram,
    hops.map((hop) => hop.edge),
  );
  const silent = hops.filter((hop) => latencyOf(diagram, hop.edge) === null).length;
  if (slowest === 0) return "No latency is stated: all hops take equally long here.";
  const second = `A second here stands for ${measure(slowest / LONGEST_S, "s")}.`;
  const rest = silent === 0 ? "" : ` ${silent} of ${hops.length} hops state no latency.`;
  const shortest = (SHORTEST_S / LONGEST_S) * slowest;
  const slowed = hops.some((hop) => (latencyOf(diagram, hop.edge)?.value ?? slowest) < shortest);
  return second + (slowed ? ` Hops under ${measure(shortest, "s")} are slowed.` : "") + rest;
}

function hopWords(diagram: Diagram, edge: Edge): string {
  const name = (id: string) => {
    const node = diagram.nodes.find((one) => one.id === id);
    return node === undefined ? id : nodeName(node);
  };
  const said = edge.lines.length === 0 ? "" : `: ${edgeLabel(edge)}`;
  const latency = diagram.kind === "sequence" ? null : latencyOf(diagram, edge);
  const takes = latency === null ? "" : `, ${measure(latency.value, "s")} stated`;
  return `${name(edge.source)} to ${name(edge.target)}${said}${takes}`;
}
