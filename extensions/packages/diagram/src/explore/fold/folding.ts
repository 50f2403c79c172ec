/**
 * Which parts a folded group hides, and where edges that cross its border now end. The box stays
 * where the group's frame was, so nothing else moves and no layout is needed. Pure.
 */
import {
  groupsAbove,
  type Box,
  type Diagram,
  type EdgeRoute,
  type Geometry,
} from "@atlas/contracts";

type Point = readonly [number, number];

export interface Folding {
  /** Ids of groups that stand as one box: folded, and not inside another folded one. */
  readonly boxes: ReadonlySet<string>;
  /** For each node and group that can't be seen, the box that stands for it. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  /** For each edge that is seen otherwise than before: its new route, or null where it is gone. */
  readonly edges: ReadonlyMap<string, EdgeRoute | null>;
}

export function fold(diagram: Diagram, geometry: Geometry, folded: ReadonlySet<string>): Folding {
  const standIn = (group: string | null) =>
    groupsAbove(diagram, group).findLast((id) => folded.has(id));
  const nodes = new Map<string, string>();
  const groups = new Map<string, string>();
  const boxes = new Set<string>();
  for (const { id, group } of diagram.nodes) {
    const box = standIn(group);
    if (box !== undefined) nodes.set(id, box);
  }
  for (const { id, parent } of diagram.groups) {
    const box = standIn(parent);
    if (box !== undefined) groups.set(id, box);
    else if (folded.has(id)) boxes.add(id);
  }
  const frames = new Map(geometry.groups.map((box) => [box.id, box]));
  const routes = new Map(geometry.edges.map((route) => [route.id, route]));
  const edges = new Map<string, EdgeRoute | null>();
  // An edge may also end at a group itself; then its id is the stand-in's or inside it.
  const boxOf = (end: string) => nodes.get(end) ?? groups.get(end);
  for (const { id, source, target } of diagram.edges) {
    const [from, to] = [boxOf(source), boxOf(target)];
    const route = routes.get(id);
    if (route === undefined || (from === undefined && to === undefined)) continue;
    const inside = from === to || from === target || to === source;
    edges.set(id, inside ? null : clipped(route, frames.get(from ?? ""), frames.get(to ?? "")));
  }
  return { boxes, nodes, groups, edges };
}

/** The part of a route outside both frames; its label goes where it lay inside one. */
function clipped(route: EdgeRoute, from: Box | undefined, to: Box | undefined): EdgeRoute | null {
  let points: readonly Point[] = route.points;
  if (to !== undefined) points = until(points, to);
  if (from !== undefined) points = until(points.toReversed(), from).toReversed();
  if (points.length < 2) return null;
  const covered = [from, to].some(
    (box) => box !== undefined && route.label !== null && holds(box, route.label),
  );
  return {
    ...route,
    points: [...points] as EdgeRoute["points"],
    label: covered ? null : route.label,
  };
}

/** The points up to where the line enters the box for good. */
function until(points: readonly Point[], box: Box): Point[] {
  const outside = points.findLastIndex((point) => !holds(box, point));
  const [last, first] = [points[outside], points[outside + 1]];
  if (last === undefined) return [];
  if (first === undefined) return [...points];
  return [...points.slice(0, outside + 1), entry(last, first, box)];
}

function holds({ x, y, width, height }: Box, [px, py]: readonly number[]): boolean {
  if (px === undefined || py === undefined) return false;
  return px >= x && px <= x + width && py >= y && py <= y + height;
}

/** Where the leg from outside to inside meets the border. */
function entry([x, y]: Point, [toX, toY]: Point, box: Box): Point {
  const shares = [
    [box.x - x, toX - x],
    [box.x + box.width - x, toX - x],
    [box.y - y, toY - y],
    [box.y + box.height - y, toY - y],
  ].map(([distance = 0, length = 0]) => distance / length);
  for (const share of shares.filter((one) => one >= 0 && one <= 1).sort((a, b) => a - b)) {
    const met: Point = [x + (toX - x) * share, y + (toY - y) * share];
    const slack = { ...box, x: box.x - 0.01, y: box.y - 0.01 };
    if (holds({ ...slack, width: box.width + 0.02, height: box.height + 0.02 }, met)) return met;
  }
  return [toX, toY];
}
