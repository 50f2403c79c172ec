/**
 * Makes a group wider, where the room beside it is free, so that its title stands beside the edges
 * that run through its band. This saves a second layout in most cases.
 */
import type { Measures } from "./measures";
import { addPlan, emptyPlan, type Plan } from "./plan";
import type { Rect } from "./shapes";
import { roomWanted } from "./titles";

const GAP = 12;

function meets(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** The strip that the group would take, if nothing lies in it and the groups around hold it. */
function isFree(id: string, strip: Rect, plan: Plan, { tree }: Measures): boolean {
  for (const [other, box] of plan.boxes) {
    if (other === id || tree.inside(id, other)) continue;
    if (tree.isGroup(other) && tree.inside(other, id)) {
      if (strip.x < box.x || strip.x + strip.width > box.x + box.width) return false;
    } else if (meets(strip, box)) return false;
  }
  for (const { points, label } of plan.routes.values()) {
    for (const [index, [x2, y2]] of points.entries()) {
      const [x1, y1] = points[index - 1] ?? [x2, y2];
      const [x, y] = [Math.min(x1, x2), Math.min(y1, y2)];
      const piece = { x, y, width: Math.abs(x2 - x1) + 0.1, height: Math.abs(y2 - y1) + 0.1 };
      if (meets(strip, piece)) return false;
    }
    if (!label) continue;
    const [x, y, width, height] = label;
    if (meets(strip, { x: x - width / 2, y: y - height / 2, width, height })) return false;
  }
  return true;
}

/** The group's box grown to the side that needs less; null where neither side is free. */
function grown(id: string, plan: Plan, measures: Measures): Rect | null {
  const box = plan.boxes.get(id);
  const wanted = roomWanted(id, plan, measures);
  if (!box || !wanted) return null;
  const right = { x: box.x + box.width, y: box.y, width: wanted.right + GAP, height: box.height };
  const left = { ...right, x: box.x - wanted.left - GAP, width: wanted.left + GAP };
  const ways = [
    { strip: right, rect: { ...box, width: box.width + wanted.right } },
    { strip: left, rect: { ...box, x: box.x - wanted.left, width: box.width + wanted.left } },
  ].sort((a, b) => a.strip.width - b.strip.width);
  return ways.find(({ strip }) => isFree(id, strip, plan, measures))?.rect ?? null;
}

/** The plan with those of `groups` widened that could be; its corner is the origin still. */
export function widenInPlace(groups: string[], plan: Plan, measures: Measures): Plan {
  for (const id of groups) {
    const rect = grown(id, plan, measures);
    if (rect) plan.boxes.set(id, rect);
  }
  const boxes = [...plan.boxes.values()];
  const left = Math.min(0, ...boxes.map(({ x }) => x));
  const right = Math.max(plan.width, ...boxes.map(({ x, width }) => x + width));
  if (left === 0 && right === plan.width) return plan;
  const moved = emptyPlan(right - left, plan.height);
  addPlan(moved, plan, -left, 0);
  return moved;
}
