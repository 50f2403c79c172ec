/** One node: outline, plane glyph, label. Its group carries the ids and states that style it. */
import type { Box, Diagram, Node } from "@atlas/contracts";

import { compartmentsOf, drawCompartments } from "./compartments.js";
import { drawLabel, type Type } from "./label.js";
import { mark, type Mark } from "./mark.js";
import { outlineOf } from "./outline.js";
import { planeGlyph } from "./plane-glyph.js";

/** Shapes that carry no label of their own. */
const PSEUDO_STATES: ReadonlySet<string> = new Set(["state_start", "state_end", "state_fork"]);

/** How far in from the left the plane's glyph sits on the upper border. */
const GLYPH_INSET_PX = 14;

export function drawNode(node: Node, box: Box, type: Type, kind: Diagram["kind"]): Mark {
  const outline = outlineOf(node.shape, box);
  const middle = {
    x: box.x + box.width / 2,
    y: box.y + box.height / 2 + outline.labelShift,
  };
  const pseudo = PSEUDO_STATES.has(node.shape);
  const label = {
    lines: box.lines ?? node.lines,
    annotations: node.annotations,
    asWritten: box.lines === null,
  };
  return mark(
    "g",
    { class: "node", "data-node": node.id, "data-plane": node.plane, "data-shape": node.shape },
    [
      mark("path", { class: "outline", d: outline.edge }),
      ...outline.lines.map((d) => mark("path", { class: "inner", d })),
      // Spaces keep the lines apart for whoever reads the text of the node as a whole.
      ...(compartmentsOf(node).length > 0
        ? drawCompartments(node, box, type)
        : pseudo
          ? []
          : drawLabel(label, middle, type, 1).flatMap((line) => [" ", line])),
      node.plane !== null && kind !== "state" && !pseudo ? glyphOn(node, box) : null,
    ],
  );
}

function glyphOn(node: Node, box: Box): Mark | null {
  const plane = node.plane;
  if (plane === null) return null;
  const pointed =
    node.shape === "diamond" || node.shape === "circle" || node.shape === "double_circle";
  const round = node.shape === "stadium" || node.shape === "hexagon";
  const inset = round ? Math.min(box.height / 2 + 4, box.width / 2) : GLYPH_INSET_PX;
  const x = pointed ? box.x + box.width / 2 : box.x + Math.min(inset, box.width / 2);
  const lid = node.shape === "cylinder" ? 3 : 0;
  return planeGlyph(plane, x, box.y + lid);
}
