/** Bundles for tests: the gallery's own, and small ones laid out on a grid. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { Bundle, Diagram } from "@atlas/contracts";

import { diagramOf, type Vector } from "./vector.js";

const FOLDER = join(import.meta.dirname, "../../../../tests/fixtures/gallery");

/** The gallery's bundles with their titles, in order. */
export function galleryBundles(): [string, Bundle][] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Bundle)
    .map((bundle) => [bundle.diagram.title, bundle]);
}

/** A bundle with one node a cell, three cells a row, in the order of the nodes. */
export function bundleOf(
  vector: Pick<Vector, "nodes" | "edges"> & Partial<Vector>,
  changes: Partial<Diagram> = {},
): Bundle {
  const diagram = { ...diagramOf(vector), ...changes };
  const rest = { title_y: null, title_x: null, lines: null, sections: [] };
  const nodes = diagram.nodes.map(({ id }, index) => {
    const [x, y] = [20 + (index % 3) * 140, 20 + Math.floor(index / 3) * 100];
    return { id, x, y, width: 100, height: 40, ...rest };
  });
  const middle = (id: string): [number, number] => {
    const box = nodes.find((node) => node.id === id);
    return box === undefined ? [0, 0] : [box.x + 50, box.y + 20];
  };
  return {
    diagram,
    svg: null,
    geometry: {
      width: 440,
      height: 360,
      nodes,
      groups: [],
      blocks: [],
      marks: [],
      edges: diagram.edges.map((edge) => ({
        id: edge.id,
        points: [middle(edge.source), middle(edge.target)],
        label: null,
        lines: null,
      })),
      font_size_px: 13,
      line_height_px: 18,
      margin: 12,
      version: 1,
    },
  };
}
