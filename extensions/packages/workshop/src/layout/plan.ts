/** A laid-out part of a drawing, with its top left corner at the origin; parts are put together. */
import type { Point, Rect } from "./shapes";

export interface Route {
  points: Point[];
  label: [number, number, number, number] | null;
}

export interface Plan {
  width: number;
  height: number;
  boxes: Map<string, Rect>;
  routes: Map<string, Route>;
}

export function emptyPlan(width: number, height: number): Plan {
  return { width, height, boxes: new Map(), routes: new Map() };
}

/** Everything in `part` goes into `whole`, moved by (dx, dy). */
export function addPlan(whole: Plan, part: Plan, dx: number, dy: number): void {
  for (const [id, box] of part.boxes) whole.boxes.set(id, { ...box, x: box.x + dx, y: box.y + dy });
  for (const [id, { points, label }] of part.routes)
    whole.routes.set(id, {
      points: points.map(([x, y]): Point => [x + dx, y + dy]),
      label: label && [label[0] + dx, label[1] + dy, label[2], label[3]],
    });
}
