/** Diagrams from the short notation of tests/fixtures/reach.json, for tests. */
import type { Arrow, Block, Diagram, Edge, Node, Stroke } from "@atlas/contracts";

export interface Vector {
  name: string;
  kind?: Diagram["kind"];
  nodes: (Partial<Node> & { id: string; name: string })[];
  edges: string[];
  groups?: [string, string, string?][];
  blocks?: (Partial<Block> & { kind: string; first: number; last: number })[];
  crashed: string[];
  expect: Record<string, unknown>;
}

const ARROWS: Record<string, [Stroke, Arrow]> = {
  "->": ["normal", "point"],
  ".>": ["dotted", "point"],
  "-)": ["normal", "open"],
  "~": ["invisible", "none"],
};

export function diagramOf(vector: Pick<Vector, "nodes" | "edges"> & Partial<Vector>): Diagram {
  return {
    id: "table#1",
    kind: vector.kind ?? "flowchart",
    title: "A table",
    source: { path: "table.md", line: 1, text: "flowchart TB" },
    typed: true,
    direction: "TB",
    nodes: vector.nodes.map(({ name, ...given }) => nodeOf(name, given)),
    edges: vector.edges.map(edgeOf),
    groups: (vector.groups ?? []).map(([id, title, parent]) => ({
      id,
      lines: [title],
      parent: parent ?? null,
      plane: null,
    })),
    blocks: (vector.blocks ?? []).map((block) => ({
      label: "",
      depth: 0,
      sections: [],
      participants: [],
      ...block,
    })),
    data: [],
    captions: [],
    repairs: [],
    problems: [],
    version: 1,
  };
}

function nodeOf(name: string, given: Partial<Node> & { id: string }): Node {
  return {
    lines: [name],
    shape: "rect",
    plane: null,
    role: null,
    technology: null,
    group: null,
    annotations: [],
    link: null,
    source_line: null,
    compartments: [],
    ...given,
  };
}

function edgeOf(text: string, index: number): Edge {
  const [source = "", arrow = "", target = ""] = text.split(" ");
  const [stroke, head] = ARROWS[arrow] ?? ["normal", "point"];
  const rest = { lines: [], tail: "none" as const, annotations: [], source_line: null };
  return { id: `e${index}`, source, target, stroke, head, ...rest };
}
