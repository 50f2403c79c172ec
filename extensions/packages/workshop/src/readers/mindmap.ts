/** A mind map: a tree that grows to the right, its root first. */
import type { DrawnEdge, DrawnNode, Drawing, Shape } from "../drawing";
import { linesOf } from "../labels";

interface Idea {
  id: number;
  descr: string;
  type: number;
  children: Idea[];
}

export interface MindmapDatabase {
  getMindmap(): Idea | undefined;
}

/** By Mermaid's number of the shape; cloud and bang have no outline of ours. */
const SHAPES: Record<number, Shape> = { 1: "rounded", 2: "rect", 3: "circle", 6: "hexagon" };

export function readMindmap(database: unknown): Drawing {
  const nodes: DrawnNode[] = [];
  const edges: DrawnEdge[] = [];
  const visit = (idea: Idea, parent: string | null): void => {
    const id = `n${idea.id}`;
    const lines = linesOf(idea.descr);
    const plain = { group: null, classes: [], fill: null, link: null };
    const shape = SHAPES[idea.type] ?? "rounded";
    nodes.push({ id, lines: lines.length > 0 ? lines : [" "], shape, ...plain });
    if (parent !== null)
      edges.push({
        id: `e${edges.length}`,
        source: parent,
        target: id,
        lines: [],
        stroke: "normal",
        head: "none",
        tail: "none",
      });
    for (const child of idea.children) visit(child, id);
  };
  const root = (database as MindmapDatabase).getMindmap();
  if (root) visit(root, null);
  return { direction: "LR", title: "", nodes, edges, groups: [], blocks: [] };
}
