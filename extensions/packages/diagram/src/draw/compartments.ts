/** A class or an entity: its name, and below each rule the lines of a compartment, from the left. */
import type { Box, Node } from "@atlas/contracts";

import type { Type } from "./label.js";
import { mark, number, type Mark } from "./mark.js";

/** Those of the build's layout: inside the border, and above and below a rule. */
const PAD_X_PX = 14;
const PAD_Y_PX = 9;
const RULE_GAP_PX = 5;
const CAP_MIDDLE_EM = 0.364;

/** Where compartments begin; none for a plain node, or a bundle from before there were any. */
export function compartmentsOf(node: Node): readonly number[] {
  return (node as Partial<Node>).compartments ?? [];
}

export function drawCompartments(node: Node, box: Box, type: Type): (Mark | string)[] {
  const lines = box.lines ?? node.lines;
  const starts = compartmentsOf(node);
  const rules = box.sections.map((y) =>
    mark("path", { class: "inner", d: `M${number(box.x)} ${number(y)}h${number(box.width)}` }),
  );
  const texts = lines.flatMap((line, index): (Mark | string)[] => {
    const part = starts.filter((start) => start <= index).length;
    const first = part === 0 ? 0 : (starts[part - 1] ?? 0);
    const top = part === 0 ? box.y + PAD_Y_PX : (box.sections[part - 1] ?? box.y) + RULE_GAP_PX;
    const middle = top + (index - first + 0.5) * type.line_height_px;
    const y = middle + type.font_size_px * CAP_MIDDLE_EM;
    const head = part === 0;
    const place = head
      ? { x: box.x + box.width / 2, y }
      : { x: box.x + PAD_X_PX, y, "text-anchor": "start" };
    return [" ", mark("text", { class: index === 0 ? "name" : "detail", ...place }, [line])];
  });
  return [...rules, ...texts];
}
