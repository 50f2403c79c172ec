/**
 * Where the title of each group goes: in the middle, unless an edge runs through there; then into
 * the widest gap between edges that is near the middle.
 */
import type { Drawing } from "../drawing";
import { LINE_HEIGHT_PX } from "../measure/text";
import type { Plan } from "./plan";
import type { Region } from "./region";
import type { Rect } from "./shapes";

const CLEARANCE = 5;

/** Stretches of x, within the title's band of a group, that edges run through. */
function crossings(plan: Plan, box: Rect, height: number): [number, number][] {
  const [top, bottom] = [box.y + 2, box.y + 10 + height];
  const found: [number, number][] = [];
  for (const { points, label } of plan.routes.values()) {
    points.forEach(([x2, y2], index) => {
      const [x1, y1] = points[index - 1] ?? [x2, y2];
      if (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) return;
      const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
      if (right >= box.x && left <= box.x + box.width) found.push([left, right]);
    });
    if (!label) continue;
    const [x, y, width, tall] = label;
    if (y + tall / 2 < top || y - tall / 2 > bottom) continue;
    if (x + width / 2 >= box.x && x - width / 2 <= box.x + box.width)
      found.push([x - width / 2, x + width / 2]);
  }
  return found.sort((a, b) => a[0] - b[0]);
}

/** Free stretches of the band between the crossings. */
function gapsOf(box: Rect, crossed: [number, number][]): [number, number][] {
  const gaps: [number, number][] = [];
  let from = box.x + CLEARANCE;
  for (const [left, right] of crossed) {
    if (left - CLEARANCE > from) gaps.push([from, left - CLEARANCE]);
    from = Math.max(from, right + CLEARANCE);
  }
  const end = box.x + box.width - CLEARANCE;
  if (end > from) gaps.push([from, end]);
  return gaps;
}

/** The middle of each title that is not on the middle of its group. */
export function placeTitles(drawing: Drawing, plan: Plan, region: Region): Map<string, number> {
  const placed = new Map<string, number>();
  for (const { id } of drawing.groups) {
    const [box, title] = [plan.boxes.get(id), region.titles.get(id)];
    if (!box || !title || title.height === 0) continue;
    const half = title.width / 2;
    const middle = box.x + box.width / 2;
    const gaps = gapsOf(box, crossings(plan, box, title.height - LINE_HEIGHT_PX / 4));
    const centres = gaps
      .filter(([left, right]) => right - left >= title.width)
      .map(([left, right]) => Math.min(Math.max(middle, left + half), right - half));
    const nearest = centres.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    if (nearest !== undefined && Math.abs(nearest - middle) > 0.5) placed.set(id, nearest);
  }
  return placed;
}
