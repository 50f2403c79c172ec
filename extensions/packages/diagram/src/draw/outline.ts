/**
 * The outline of each Shape in its box, as SVG path data in absolute coordinates. The build clips
 * edges at the same outlines, so the numbers below are those of its layout.
 * `edge` closes the area; `lines` are drawn inside or on it and never filled.
 */
import type { Box, Shape } from "@atlas/contracts";

import { number } from "./mark.js";

export interface Outline {
  readonly edge: string;
  readonly lines: readonly string[];
  /** How far the label's centre lies below the box's, in pixels. */
  readonly labelShift: number;
}

type Frame = Pick<Box, "x" | "y" | "width" | "height">;
type Draw = (box: Frame) => { edge: string; lines?: string[]; labelShift?: number };

const RADIUS_PX = 6;
const CYLINDER_LID_PX = 8;
const BAR_PX = 8;
const FOLD_PX = 10;
const NOTCH_PX = 14;
const FIGURE_PX = 34;
const slantOf = (height: number) => Math.min(20, height * 0.3);

/** Path data through points, closed. */
function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${number(x)} ${number(y)}`).join("L")}Z`;
}

/** A rectangle with round corners, clockwise from its top left. */
export function roundedRect(box: Frame, radius: number): string {
  const r = Math.max(0, Math.min(radius, box.width / 2, box.height / 2));
  const [x, y, w, h] = [box.x, box.y, box.width, box.height];
  const arc = (dx: number, dy: number) =>
    `a${number(r)} ${number(r)} 0 0 1 ${number(dx)} ${number(dy)}`;
  return [
    `M${number(x + r)} ${number(y)}h${number(w - 2 * r)}${arc(r, r)}`,
    `v${number(h - 2 * r)}${arc(-r, r)}h${number(2 * r - w)}${arc(-r, -r)}`,
    `v${number(2 * r - h)}${arc(r, -r)}Z`,
  ].join("");
}

function ellipse(box: Frame, inset = 0): string {
  const [rx, ry] = [box.width / 2 - inset, box.height / 2 - inset];
  const [cx, cy] = [box.x + box.width / 2, box.y + box.height / 2];
  const arc = (dx: number) => `a${number(rx)} ${number(ry)} 0 1 1 ${number(dx)} 0`;
  return `M${number(cx - rx)} ${number(cy)}${arc(2 * rx)}${arc(-2 * rx)}Z`;
}

function cylinder({ x, y, width, height }: Frame): ReturnType<Draw> {
  const lid = Math.min(CYLINDER_LID_PX, height / 5);
  const arc = (dx: number, sweep: 0 | 1) =>
    `a${number(width / 2)} ${number(lid)} 0 0 ${sweep} ${number(dx)} 0`;
  const top = `M${number(x)} ${number(y + lid)}`;
  const body = number(height - 2 * lid);
  return {
    edge: `${top}${arc(width, 1)}v${body}${arc(-width, 1)}v-${body}Z`,
    lines: [`${top}${arc(width, 0)}`],
    labelShift: lid / 2,
  };
}

/** A quadrilateral whose corners are pushed inwards by shares of its slant, clockwise. */
function slanted(inset: readonly [number, number, number, number]): Draw {
  return ({ x, y, width, height }) => {
    const slant = slantOf(height);
    const [a, b, c, d] = inset;
    return {
      edge: polygon([
        [x + a * slant, y],
        [x + width - b * slant, y],
        [x + width - c * slant, y + height],
        [x + d * slant, y + height],
      ]),
    };
  };
}

function note(box: Frame): ReturnType<Draw> {
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return {
    edge: polygon([
      [box.x, box.y],
      [right - FOLD_PX, box.y],
      [right, box.y + FOLD_PX],
      [right, bottom],
      [box.x, bottom],
    ]),
    lines: [`M${number(right - FOLD_PX)} ${number(box.y)}v${FOLD_PX}h${FOLD_PX}`],
  };
}

function hexagon({ x, y, width, height }: Frame): ReturnType<Draw> {
  const inset = slantOf(height);
  const middle = y + height / 2;
  return {
    edge: polygon([
      [x + inset, y],
      [x + width - inset, y],
      [x + width, middle],
      [x + width - inset, y + height],
      [x + inset, y + height],
      [x, middle],
    ]),
  };
}

/** A card with a person in its upper part; the label has the lower. */
function actor(box: Frame): ReturnType<Draw> {
  const middle = box.x + box.width / 2;
  const head = { x: middle - 5.5, y: box.y + 8, width: 11, height: 11 };
  const shoulders = `M${number(middle - 10)} ${number(box.y + FIGURE_PX - 1)}a10 10 0 0 1 20 0`;
  return {
    edge: roundedRect(box, 2 * RADIUS_PX),
    lines: [ellipse(head), shoulders],
    labelShift: FIGURE_PX / 2,
  };
}

const OUTLINES: Record<Shape, Draw> = {
  rect: (box) => ({ edge: roundedRect(box, RADIUS_PX) }),
  rounded: (box) => ({ edge: roundedRect(box, 2 * RADIUS_PX) }),
  stadium: (box) => ({ edge: roundedRect(box, box.height / 2) }),
  actor,
  subroutine: (box) => ({
    edge: roundedRect(box, 3),
    lines: [box.x + BAR_PX, box.x + box.width - BAR_PX].map(
      (x) => `M${number(x)} ${number(box.y)}v${number(box.height)}`,
    ),
  }),
  cylinder,
  circle: (box) => ({ edge: ellipse(box) }),
  double_circle: (box) => ({ edge: ellipse(box), lines: [ellipse(box, 4)] }),
  diamond: ({ x, y, width, height }) => ({
    edge: polygon([
      [x + width / 2, y],
      [x + width, y + height / 2],
      [x + width / 2, y + height],
      [x, y + height / 2],
    ]),
  }),
  hexagon,
  parallelogram: slanted([1, 0, 1, 0]),
  parallelogram_alt: slanted([0, 1, 0, 1]),
  trapezoid: slanted([1, 1, 0, 0]),
  trapezoid_alt: slanted([0, 0, 1, 1]),
  asymmetric: ({ x, y, width, height }) => ({
    edge: polygon([
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x + NOTCH_PX, y + height / 2],
    ]),
  }),
  note,
  state_start: (box) => ({ edge: ellipse(box) }),
  state_end: (box) => ({ edge: ellipse(box), lines: [ellipse(box, 4)] }),
  state_fork: (box) => ({ edge: roundedRect(box, 3) }),
};

export function outlineOf(shape: Shape, box: Frame): Outline {
  return { lines: [], labelShift: 0, ...OUTLINES[shape](box) };
}
