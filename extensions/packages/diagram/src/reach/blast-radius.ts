/**
 * The nodes that can't be served once some have crashed: *hit* where of one kind of callee none
 * is left, *partly* where equals of the lost one are. The least fixed point of that, so that two
 * nodes that need each other don't take each other down. The twin of `blast_radius.py`.
 */
import type { Diagram, Edge, Node } from "@atlas/contracts";

import { calls, dependencies, equals, reached, uncalled, waysAlong } from "./dependency.js";
import { lostMessages } from "./messages.js";
import { NOTHING, type BlastRadius, type FaultPath } from "./model.js";
import { worded } from "./sentences.js";

/** The nodes whose crash means something; none where the diagram shows no machines. */
export function crashable(diagram: Diagram): string[] {
  if (!diagram.typed) return [];
  const ends = new Set(diagram.edges.flatMap((edge) => [edge.source, edge.target]));
  const connected = diagram.nodes.filter((node) => ends.has(node.id));
  if (diagram.kind === "sequence") return connected.map((node) => node.id);
  if (diagram.kind !== "flowchart") return [];
  const machines = connected.filter((node) => node.shape !== "diamond" && node.shape !== "note");
  const decides = diagram.nodes.some((node) => node.shape === "diamond");
  const known = machines.filter((node) => node.role !== null).length;
  return decides && 2 * known < machines.length ? [] : machines.map((node) => node.id);
}

/** What the crash of `crashed` takes with it. Ids that can't crash are ignored. */
export function blastRadius(diagram: Diagram, crashed: ReadonlySet<string>): BlastRadius {
  const down = crashable(diagram).filter((node) => crashed.has(node));
  if (down.length === 0) return NOTHING;
  if (diagram.kind === "sequence") return lostMessages(diagram, down);
  const needs = dependencies(diagram);
  const { hit, partly } = spread(diagram, needs, new Set(down));
  const requests = calls(diagram);
  const starts = uncalled(diagram, requests);
  const ways = waysAlong(requests);
  const still = reached(starts, ways, down);
  const taken = new Set([...hit, ...partly, ...down]);
  const ordered = (keep: (id: string) => boolean) =>
    diagram.nodes.map((node) => node.id).filter(keep);
  const before = reached(starts, ways, []);
  const answer: BlastRadius = {
    ...NOTHING,
    crashed: down,
    hit: ordered((id) => hit.has(id)),
    partly: ordered((id) => partly.has(id)),
    unreachable: ordered((id) => before.has(id) && !still.has(id) && !taken.has(id)),
    paths: starts
      .filter((entry) => hit.has(entry) || partly.has(entry))
      .map((entry) => pathFrom(entry, needs, { hit, partly, down: new Set(down) })),
  };
  return { ...answer, sentences: worded(diagram, needs, starts, answer) };
}

/** Grow the hit and the partly served nodes until nothing changes. */
function spread(diagram: Diagram, needs: readonly Edge[], down: ReadonlySet<string>) {
  const kinds = new Map(diagram.nodes.map(({ id }) => [id, kindsOfCallees(diagram, needs, id)]));
  const hit = new Set<string>();
  const partly = new Set<string>();
  const gone = (id: string) => hit.has(id) || down.has(id);
  for (let changed = true; changed;) {
    changed = false;
    for (const { id } of diagram.nodes) {
      if (gone(id)) continue;
      const callees = kinds.get(id) ?? [];
      if (callees.some((kind) => kind.every(gone))) {
        hit.add(id);
        partly.delete(id);
        changed = true;
      } else if (!partly.has(id) && callees.flat().some((to) => gone(to) || partly.has(to))) {
        partly.add(id);
        changed = true;
      }
    }
  }
  return { hit, partly };
}

/** What `caller` needs, sorted into kinds: the members of one can stand in for each other. */
function kindsOfCallees(diagram: Diagram, needs: readonly Edge[], caller: string): string[][] {
  const callees = new Set(
    needs.filter((edge) => edge.source === caller).map((edge) => edge.target),
  );
  let kinds: Node[][] = [];
  for (const node of diagram.nodes.filter((candidate) => callees.has(candidate.id))) {
    const like = kinds.filter((kind) => kind.some((other) => equals(node, other)));
    kinds = [...kinds.filter((kind) => !like.includes(kind)), [...like.flat(), node]];
  }
  return kinds.map((kind) => kind.map((node) => node.id));
}

/** The shortest way to a crashed node; of equally short ones the first drawn. */
function pathFrom(
  entry: string,
  needs: readonly Edge[],
  { hit, partly, down }: Record<"hit" | "partly" | "down", ReadonlySet<string>>,
): FaultPath {
  const allowed = (id: string) =>
    hit.has(id) || down.has(id) || (!hit.has(entry) && partly.has(id));
  const cameBy = new Map<string, Edge>();
  const queue = [entry];
  for (const node of queue) {
    if (down.has(node)) return walked(entry, node, cameBy);
    for (const edge of needs) {
      const fresh = !cameBy.has(edge.target) && edge.target !== entry;
      if (edge.source !== node || !fresh || !allowed(edge.target)) continue;
      cameBy.set(edge.target, edge);
      queue.push(edge.target);
    }
  }
  throw new Error(`${entry} is affected but no dependency leads to a crashed node`);
}

function walked(entry: string, end: string, cameBy: ReadonlyMap<string, Edge>): FaultPath {
  const edges: Edge[] = [];
  for (let edge = cameBy.get(end); edge !== undefined; edge = cameBy.get(edge.source))
    edges.unshift(edge);
  return {
    nodes: [entry, ...edges.map((edge) => edge.target)],
    edges: edges.map((edge) => edge.id),
  };
}
