/**
 * A Diagram at once from what the worker read, before the server has said what its labels mean.
 * Nodes and edges that have not changed keep the meaning that they had, so colours don't flicker
 * while somebody types.
 */
import type { Diagram, Edge, Geometry, Group, Node, Repair } from "@atlas/contracts";
import type { Drawing, Geometry as LaidOut } from "@atlas/workshop/drawing";

export const DRAFT_ID = "playground#1";
const KINDS: Record<string, Diagram["kind"]> = {
  "flowchart-v2": "flowchart",
  flowchart: "flowchart",
  sequence: "sequence",
  stateDiagram: "state",
  state: "state",
  class: "class",
  classDiagram: "class",
  er: "er",
  mindmap: "mindmap",
  pie: "pie",
  xychart: "xychart",
  gantt: "gantt",
  timeline: "timeline",
  quadrantChart: "quadrant",
  journey: "journey",
};

export interface Plain {
  type: string;
  text: string;
  drawing: Drawing;
  repairs: readonly Repair[];
  /** The last diagram whose meaning is known. */
  known: Diagram | null;
}

export function plainDiagram({ type, text, drawing, repairs, known }: Plain): Diagram {
  const nodes = new Map(known?.nodes.map((node) => [keyOf(node), node]));
  const edges = new Map(known?.edges.map((edge) => [edgeKey(edge), edge]));
  const groups = new Map(known?.groups.map((group) => [keyOf(group), group]));
  return {
    id: DRAFT_ID,
    kind: KINDS[type] ?? "other",
    title: drawing.title,
    source: { path: "playground", line: 0, text },
    typed: true,
    direction: drawing.direction,
    nodes: drawing.nodes.map((node): Node => {
      const before = nodes.get(keyOf(node));
      return {
        id: node.id,
        lines: node.lines,
        shape: node.shape,
        plane: before?.plane ?? null,
        role: before?.role ?? null,
        technology: before?.technology ?? null,
        group: node.group,
        annotations: before?.annotations ?? [],
        link: node.link,
        source_line: before?.source_line ?? null,
        compartments: node.compartments ?? [],
      };
    }),
    edges: drawing.edges.map((edge): Edge => {
      const before = edges.get(edgeKey(edge));
      return {
        id: edge.id,
        source: edge.source,
        target: edge.target,
        lines: edge.lines,
        stroke: edge.stroke,
        head: edge.head,
        tail: edge.tail,
        annotations: before?.annotations ?? [],
        source_line: before?.source_line ?? null,
      };
    }),
    groups: drawing.groups.map((group): Group => {
      const before = groups.get(keyOf(group));
      const { id, lines, parent } = group;
      return { id, lines, parent, plane: before?.plane ?? null };
    }),
    blocks: drawing.blocks,
    data: drawing.data ?? [],
    captions: drawing.captions ?? [],
    repairs: [...repairs],
    problems: [],
    version: 1,
  };
}

/** The geometry with the measures that every diagram has (atlas_core's Geometry). */
export function wholeGeometry(geometry: LaidOut | null): Geometry | null {
  const measures = { font_size_px: 13, line_height_px: 18, margin: 12, version: 1 };
  return geometry && { ...geometry, marks: geometry.marks ?? [], ...measures };
}

function keyOf({ id, lines }: { id: string; lines: readonly string[] }): string {
  return JSON.stringify([id, lines]);
}

function edgeKey({
  source,
  target,
  lines,
}: {
  source: string;
  target: string;
  lines: readonly string[];
}): string {
  return JSON.stringify([source, target, lines]);
}
