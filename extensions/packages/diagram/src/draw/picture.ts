/**
 * The whole picture of a bundle as one Mark. Pure: the same bundle gives the same marks.
 * Nodes come last and in reading order, so that Tab walks them as one reads them.
 */
import type { Box, Diagram, Geometry, Group } from "@atlas/contracts";

import { drawChart, marksOf } from "./chart.js";
import { datumSentence } from "./datum.js";
import { drawEdge, drawEdgeLabel } from "./edge.js";
import { drawFrame, drawTitle } from "./group.js";
import { mark, type Mark } from "./mark.js";
import { drawNode } from "./node.js";
import { drawBlocks, drawLifelines, drawNotes } from "./sequence.js";

/** Nodes whose tops are this close count as one row of reading. */
const ROW_PX = 24;

export function drawPicture(diagram: Diagram, geometry: Geometry): Mark {
  const routes = new Map(geometry.edges.map((route) => [route.id, route]));
  const boxes = new Map(geometry.nodes.map((box) => [box.id, box]));
  const frames = new Map(geometry.groups.map((box) => [box.id, box]));
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  const sequence = diagram.kind === "sequence";
  const routed = diagram.edges.flatMap((edge) => {
    const route = routes.get(edge.id);
    return route === undefined ? [] : [{ edge, route }];
  });
  const framed = outermostFirst(diagram.groups).flatMap(({ group, depth }) => {
    const box = frames.get(group.id);
    return box === undefined ? [] : [{ group, box, depth }];
  });
  const { width, height } = geometry;
  return mark(
    "svg",
    {
      class: "picture",
      "data-kind": diagram.kind,
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    [
      marksOf(geometry).length === 0
        ? null
        : layer(
            "marks",
            drawChart(diagram, geometry, (datum) => datumSentence(diagram, datum)),
          ),
      layer(
        "groups",
        framed.map(({ group, box, depth }) => drawFrame(group, box, depth)),
      ),
      sequence ? layer("lifelines", drawLifelines(diagram, geometry)) : null,
      sequence ? layer("blocks", drawBlocks(diagram, geometry)) : null,
      layer(
        "edges",
        routed.map(({ edge, route }) => drawEdge(edge, route)),
      ),
      centred(
        "labels",
        routed.map(({ edge, route }) => drawEdgeLabel(edge, route, geometry)),
      ),
      centred(
        "titles",
        framed.map(({ group, box }) => drawTitle(group, box, geometry)),
      ),
      sequence ? centred("notes", drawNotes(diagram, geometry)) : null,
      centred(
        "nodes",
        readingOrder([...boxes.values()]).map((box) => {
          const node = nodes.get(box.id);
          return node === undefined ? null : drawNode(node, box, geometry, diagram.kind);
        }),
      ),
    ],
  );
}

function layer(name: string, marks: readonly (Mark | null)[]): Mark {
  return mark("g", { class: name }, marks);
}

/** A layer whose texts stand on the middle of their line, where they do not say otherwise. */
function centred(name: string, marks: readonly (Mark | null)[]): Mark {
  return mark("g", { class: name, "text-anchor": "middle" }, marks);
}

/** Boxes row by row from the top, each row from the left. */
export function readingOrder(boxes: readonly Box[]): Box[] {
  const falling = [...boxes].sort((a, b) => a.y - b.y || a.x - b.x);
  const rows: Box[][] = [];
  for (const box of falling) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && box.y - row[0].y < ROW_PX) row.push(box);
    else rows.push([box]);
  }
  return rows.flatMap((row) => row.sort((a, b) => a.x - b.x));
}

function outermostFirst(groups: readonly Group[]): { group: Group; depth: number }[] {
  const parents = new Map(groups.map((group) => [group.id, group.parent]));
  const depthOf = (id: string): number => {
    let depth = 0;
    for (
      let up = parents.get(id);
      up !== undefined && up !== null && depth < groups.length;
      up = parents.get(up)
    )
      depth += 1;
    return depth;
  };
  return groups
    .map((group) => ({ group, depth: depthOf(group.id) }))
    .sort((a, b) => a.depth - b.depth);
}
