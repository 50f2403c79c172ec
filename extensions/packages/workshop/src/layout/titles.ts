/**
 * Where the title of each group goes: in the middle, unless an edge runs through there; then into
 * the gap between edges that is nearest to the middle. Where no gap is wide enough, the group has
 * to be laid out wider (`widthsWanted`), with the title beside the edges. Where that was of no use
 * the title goes to the nearest free place below.
 */
import type { Drawing } from "../drawing";
import { LINE_HEIGHT_PX, layLabel, type Label } from "../measure/text";
import type { Plan } from "./plan";
import type { Measures } from "./measures";
import type { Rect } from "./shapes";

const CLEARANCE = 5;

/** How far down a title without a gap is moved, at most, and by which steps. */
const DOWN_MAX = 400;
const DOWN_STEP = 4;

/** Shares of its width to which a title without a gap is broken. */
const NARROWER = [1, 0.7, 0.5];

/** Where a title stands: its middle, how far below its usual place, and its lines if broken anew. */
export interface TitlePlace {
  x: number;
  down: number;
  lines: string[] | null;
}

/** Stretches of x, within the title's band of a group, that edges run through. */
function crossings(plan: Plan, box: Rect, height: number, down = 0): [number, number][] {
  const [top, bottom] = [box.y + 2 + down, box.y + 10 + height + down];
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

/** The middle of a title: null where every gap is too narrow. */
function middleOf(plan: Plan, box: Rect, title: Label, down: number | null = null): number | null {
  const half = title.width / 2;
  const middle = box.x + box.width / 2;
  const height = title.height - LINE_HEIGHT_PX / 4;
  const taken = crossings(plan, box, height, down ?? 0);
  if (down !== null) taken.push(...boxesIn(plan, box, height, down));
  taken.sort((a, b) => a[0] - b[0]);
  const centres = gapsOf(box, taken)
    .filter(([left, right]) => right - left >= title.width)
    .map(([left, right]) => Math.min(Math.max(middle, left + half), right - half));
  const nearest = centres.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
  return nearest ?? null;
}

/** Stretches of x that boxes within the group take, at a title's height `down` below its place. */
function boxesIn(plan: Plan, box: Rect, height: number, down: number): [number, number][] {
  const [top, bottom] = [box.y + 2 + down, box.y + 10 + height + down];
  if (bottom > box.y + box.height) return [[box.x, box.x + box.width]];
  return [...plan.boxes.values()]
    .filter(({ x, y, width }) => x > box.x && y > box.y && x + width < box.x + box.width)
    .filter(({ y, height: tall }) => y < bottom && y + tall > top)
    .map(({ x, width }) => [x, x + width]);
}

/** The nearest free place for a title that edges leave no gap in its band, broken if need be. */
function placeElsewhere(plan: Plan, box: Rect, title: Label): TitlePlace | null {
  let best: TitlePlace | null = null;
  for (const share of NARROWER) {
    const label = layLabel(title.lines, title.width * share, Infinity);
    const lines = label.wrapped ? label.lines : null;
    for (let down = 0; down < (best?.down ?? DOWN_MAX); down += DOWN_STEP) {
      const x = middleOf(plan, box, label, down);
      if (x !== null) best = { x, down, lines };
    }
  }
  return best;
}

/** Where titles stand that do not stand as usual: in the middle of their group's band. */
export function placeTitles(
  drawing: Drawing,
  plan: Plan,
  measures: Measures,
): Map<string, TitlePlace> {
  const placed = new Map<string, TitlePlace>();
  for (const { id } of drawing.groups) {
    const [box, title] = [plan.boxes.get(id), measures.titles.get(id)];
    if (!box || !title || title.height === 0) continue;
    const x = middleOf(plan, box, title);
    const place = x === null ? placeElsewhere(plan, box, title) : { x, down: 0, lines: null };
    if (!place) continue;
    const aside = Math.abs(place.x - box.x - box.width / 2) > 0.5;
    if (aside || place.down > 0 || place.lines !== null) placed.set(id, place);
  }
  return placed;
}

/** How much wider a group has to be at its left or right for its title; null: not at all. */
export function roomWanted(
  id: string,
  plan: Plan,
  measures: Measures,
): { left: number; right: number } | null {
  const [box, title] = [plan.boxes.get(id), measures.titles.get(id)];
  if (!box || !title || title.height === 0 || middleOf(plan, box, title) !== null) return null;
  const crossed = crossings(plan, box, title.height - LINE_HEIGHT_PX / 4);
  const last = Math.max(...crossed.map(([, right]) => right)) - box.x;
  const first = Math.min(...crossed.map(([left]) => left)) - box.x;
  const room = title.width + 4 * CLEARANCE;
  return {
    left: Math.ceil(Math.max(0, room - first)),
    right: Math.ceil(Math.max(0, last + room - box.width)),
  };
}

/** For each of `groups` whose title fits into no gap: how wide it has to be for its title. */
export function widthsWanted(
  groups: string[],
  plan: Plan,
  measures: Measures,
): Map<string, number> {
  const wanted = new Map<string, number>();
  for (const id of groups) {
    const [box, room] = [plan.boxes.get(id), roomWanted(id, plan, measures)];
    if (box && room) wanted.set(id, box.width + Math.min(room.left, room.right));
  }
  return wanted;
}
