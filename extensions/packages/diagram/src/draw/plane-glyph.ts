/** The shape that stands beside each plane's colour, so that colour never speaks alone. */
import type { Plane } from "@atlas/contracts";

import { mark, number, type Mark } from "./mark.js";

export const PLANES: readonly Plane[] = ["edge", "service", "state", "control"];

export const PLANE_WORDS: Readonly<Record<Plane, string>> = {
  edge: "Edge",
  service: "Service",
  state: "State",
  control: "Control",
};

const POINTS: Readonly<Record<Plane, readonly (readonly [number, number])[]>> = {
  edge: [
    [0, -1.1],
    [1.1, 0.9],
    [-1.1, 0.9],
  ],
  service: [],
  state: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  control: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
};

/** The same shapes as characters of the font. */
export const PLANE_CHARACTERS: Readonly<Record<Plane, string>> = {
  edge: "\u25b2",
  service: "\u25cf",
  state: "\u25a0",
  control: "\u25c6",
};

/** Triangle, disc, square, diamond: the glyph of a plane around (x, y). */
export function planeGlyph(plane: Plane, x: number, y: number, radius = 3.6): Mark {
  const points = POINTS[plane];
  const shared = { class: "plane-glyph", "data-plane": plane, "aria-hidden": "true" };
  if (points.length === 0) {
    const half = `a${number(radius)} ${number(radius)} 0 1 0`;
    const d = `M${number(x - radius)} ${number(y)}${half} ${2 * radius} 0${half} ${-2 * radius} 0Z`;
    return mark("path", { ...shared, d });
  }
  const path = points.map(([px, py]) => `${number(x + px * radius)} ${number(y + py * radius)}`);
  return mark("path", { ...shared, d: `M${path.join("L")}Z` });
}
