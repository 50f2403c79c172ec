/** What only a sequence diagram has: lifelines, frames around messages, and notes. */
import type { Block, Box, Diagram, Geometry } from "@atlas/contracts";

import { drawLabel } from "./label.js";
import { mark, type Mark } from "./mark.js";
import { roundedRect } from "./outline.js";

const TAB_HEIGHT_PX = 18;
/** A tab holds a keyword of the closed list; none is longer than `critical`. */
const TAB_CHARACTER_PX = 7;

export function drawLifelines(diagram: Diagram, geometry: Geometry): Mark[] {
  const bottom = geometry.height - geometry.margin;
  return geometry.nodes.map((head, index) => {
    const x = head.x + head.width / 2;
    const node = diagram.nodes[index];
    return mark("line", {
      class: "lifeline",
      "data-lifeline": head.id,
      "data-plane": node?.plane,
      x1: x,
      y1: head.y + head.height,
      x2: x,
      y2: bottom,
    });
  });
}

/** Frames and shaded areas, drawn below the messages. Notes come later, over the lifelines. */
export function drawBlocks(diagram: Diagram, geometry: Geometry): Mark[] {
  return geometry.blocks.flatMap((box, index) => {
    const block = diagram.blocks[index];
    return block === undefined || isNote(block) ? [] : [drawBlock(block, box)];
  });
}

export function drawNotes(diagram: Diagram, geometry: Geometry): Mark[] {
  return geometry.blocks.flatMap((box, index) => {
    const block = diagram.blocks[index];
    if (block === undefined || !isNote(block)) return [];
    const lines = box.lines ?? block.label.split("\n");
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    return [
      mark("g", { class: "note" }, [
        mark("path", { class: "paper", d: roundedRect(box, 4) }),
        ...drawLabel({ lines, annotations: [], asWritten: true }, middle, geometry, 0),
      ]),
    ];
  });
}

function isNote(block: Block): boolean {
  return block.kind.startsWith("note");
}

function drawBlock(block: Block, box: Box): Mark {
  if (block.kind === "rect")
    return mark("path", { class: "shade", d: roundedRect(box, 6), "data-depth": block.depth });
  const tab = block.kind.length * TAB_CHARACTER_PX + 14;
  const label = box.lines?.join(" ") ?? block.label;
  return mark("g", { class: "block", "data-block": block.kind }, [
    mark("path", { class: "frame", d: roundedRect(box, 6) }),
    mark("path", {
      class: "tab",
      d: `M${box.x} ${box.y + 6}a6 6 0 0 1 6 -6h${tab - 6}v${TAB_HEIGHT_PX - 6}l-6 6h${6 - tab}Z`,
    }),
    mark("text", { class: "keyword", x: box.x + tab / 2, y: box.y + 13, "text-anchor": "middle" }, [
      block.kind,
    ]),
    condition(label, box.x + tab + 8, box.y + 13),
    ...block.sections.flatMap(([, text], index) => section(text, box, box.sections[index])),
  ]);
}

function section(text: string, box: Box, y: number | undefined): Mark[] {
  if (y === undefined) return [];
  const line = mark("line", { class: "divider", x1: box.x, y1: y, x2: box.x + box.width, y2: y });
  const label = condition(text, box.x + 12, y + 14);
  return label === null ? [line] : [line, label];
}

function condition(text: string, x: number, y: number): Mark | null {
  return text === "" ? null : mark("text", { class: "condition", x, y }, [`[${text}]`]);
}
