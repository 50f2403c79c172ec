/** What leads to a node, and what follows from it, along every edge that can be seen. Pure. */
import type { Diagram, Edge } from "@atlas/contracts";

export type Way = "upstream" | "downstream";

export interface Lineage {
  readonly nodes: ReadonlySet<string>;
  readonly edges: ReadonlySet<string>;
}

/** The node, and all that is on a path to it (upstream) or from it (downstream). */
export function lineage(diagram: Diagram, node: string, ways: Iterable<Way>): Lineage {
  const [nodes, edges] = [new Set([node]), new Set<string>()];
  for (const way of ways) {
    const seen = new Set([node]);
    for (const at of seen)
      for (const edge of diagram.edges)
        for (const next of stepsFrom(edge, at, way)) {
          seen.add(next);
          nodes.add(next);
          edges.add(edge.id);
        }
  }
  return { nodes, edges };
}

/** Where an edge leads from a node: an edge with heads at both ends leads both ways. */
function stepsFrom(edge: Edge, at: string, way: Way): string[] {
  if (edge.stroke === "invisible") return [];
  const ends = [[edge.source, edge.target] as const];
  if (edge.tail !== "none") ends.push([edge.target, edge.source]);
  return ends.flatMap(([from, to]) =>
    way === "downstream" ? (from === at ? [to] : []) : to === at ? [from] : [],
  );
}
