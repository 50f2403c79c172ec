/**
 * A group's frame, tinted by its plane, and its title where the build found room for it. Titles
 * are drawn above the edges, on a halo, so that a line never runs through a word.
 */
import type { Box, Group } from "@atlas/contracts";

import type { Type } from "./label.js";
import { mark, type Mark } from "./mark.js";
import { roundedRect } from "./outline.js";
import { planeGlyph } from "./plane-glyph.js";

const GROUP_RADIUS_PX = 10;

export function drawFrame(group: Group, box: Box, depth: number): Mark {
  return mark("g", { class: "group", "data-group": group.id, "data-plane": group.plane }, [
    mark("path", {
      class: "frame",
      d: roundedRect(box, GROUP_RADIUS_PX),
      "data-depth": Math.min(depth, 3),
    }),
    group.plane === null ? null : planeGlyph(group.plane, box.x + 14, box.y, 3.2),
  ]);
}

export function drawTitle(group: Group, box: Box, type: Type): Mark {
  const x = box.title_x ?? box.x + box.width / 2;
  const y = box.title_y ?? box.y + type.line_height_px;
  const lines = (box.lines ?? group.lines).map((line, index) =>
    mark("text", { class: "title", x, y: y + index * type.line_height_px }, [line]),
  );
  return mark("g", { class: "group", "data-group": group.id, "data-plane": group.plane }, lines);
}
