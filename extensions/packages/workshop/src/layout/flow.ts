/** The geometry of a flowchart or state diagram: laid out, titled, clipped, moved to its margin. */
import type { Box, Drawing, DrawnNode, EdgeRoute, Geometry } from "../drawing";
import type { Plan, Route } from "./plan";
import { Measures } from "./measures";
import { Region, type Ways } from "./region";
import { clipToOutline, rulesOf, type Point, type Rect } from "./shapes";
import { placeTitles } from "./titles";
import { joinsOwnGroup, ROOT, Tree } from "./tree";

export const MARGIN = 12;
/** From the top of a line to its baseline. */
export const BASELINE = 13;

const round = (value: number): number => Math.round(value * 10) / 10;

export function boxOf(id: string, rect: Rect, lines: string[] | null): Box {
  const [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(round);
  return {
    id,
    x: x as number,
    y: y as number,
    width: width as number,
    height: height as number,
    title_y: null,
    title_x: null,
    lines,
    sections: [],
  };
}

/** Points without repetitions and without bends that do not bend. */
function tidy(points: Point[]): Point[] {
  const rounded = points.map(([x, y]): Point => [round(x), round(y)]);
  const kept = rounded.filter(
    (point, index) => index === 0 || point.join() !== rounded[index - 1]?.join(),
  );
  const bent = kept.filter((point, index) => {
    const [before, after] = [kept[index - 1], kept[index + 1]];
    if (!before || !after) return true;
    const across = before[0] === point[0] && point[0] === after[0];
    const down = before[1] === point[1] && point[1] === after[1];
    return !across && !down;
  });
  return bent.length > 1 ? bent : [rounded[0] as Point, rounded.at(-1) as Point];
}

function clipped(route: Route, drawing: Tree, plan: Plan, source: string, target: string): Point[] {
  const points = route.points.map(([x, y]): Point => [x, y]);
  const [start, second] = [points[0], points[1]];
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!start || !second || !end || !before) return points;
  const at = (id: string): [DrawnNode, Rect] | null => {
    const [node, rect] = [drawing.nodes.get(id), plan.boxes.get(id)];
    return node && rect ? [node, rect] : null;
  };
  const [from, to] = [at(source), at(target)];
  if (from) points[0] = clipToOutline(from[0].shape, from[1], second, start);
  if (to) points[points.length - 1] = clipToOutline(to[0].shape, to[1], before, end);
  return points;
}

/** An edge between a group and something in it: a short line from the title's height. */
function ownGroupRoute(plan: Plan, source: string, target: string): Route {
  const [a, b] = [plan.boxes.get(source), plan.boxes.get(target)];
  if (!a || !b)
    return {
      points: [
        [0, 0],
        [0, 0],
      ],
      label: null,
    };
  const outer = a.width * a.height >= b.width * b.height ? a : b;
  const inner = outer === a ? b : a;
  const middle = inner.y + inner.height / 2;
  const points: Point[] = [
    [outer.x, middle],
    [inner.x, middle],
  ];
  return { points: outer === a ? points : points.reverse(), label: null };
}

export async function layFlow(drawing: Drawing, inOrder: boolean, ways?: Ways): Promise<Geometry> {
  const tree = new Tree(drawing);
  const measures = new Measures(tree, drawing, inOrder);
  const plan = await new Region(measures, ways).layContainer(ROOT, drawing.direction);
  for (const edge of drawing.edges)
    if (joinsOwnGroup(tree, edge))
      plan.routes.set(edge.id, ownGroupRoute(plan, edge.source, edge.target));
  const titles = placeTitles(drawing, plan, measures);
  return moved({
    width: plan.width,
    height: plan.height,
    nodes: drawing.nodes.map((node) => {
      const label = measures.sizes.get(node.id)?.label;
      const rect = plan.boxes.get(node.id) as Rect;
      const box = boxOf(node.id, rect, label?.wrapped ? label.lines : null);
      return { ...box, sections: rulesOf(node, rect.y) };
    }),
    groups: drawing.groups.map((group) => {
      const label = measures.titles.get(group.id);
      const place = titles.get(group.id);
      const lines = place?.lines ?? (label?.wrapped ? label.lines : null);
      const box = boxOf(group.id, plan.boxes.get(group.id) as Rect, lines);
      const title_y = box.y + 10 + BASELINE + (place?.down ?? 0);
      return { ...box, title_x: place?.x ?? null, title_y };
    }),
    edges: drawing.edges.map((edge): EdgeRoute => {
      const route = plan.routes.get(edge.id) ?? { points: [], label: null };
      const label = measures.labels.get(edge.id);
      return {
        id: edge.id,
        points: tidy(clipped(route, tree, plan, edge.source, edge.target)),
        label: route.label,
        lines: label?.wrapped ? label.lines : null,
      };
    }),
    blocks: [],
  });
}

/** The drawing moved so that what it holds begins at the margin, and its size fitted to that. */
export function moved(geometry: Geometry): Geometry {
  const xs: number[] = [];
  const ys: number[] = [];
  for (const { x, y, width, height } of [
    ...geometry.nodes,
    ...geometry.groups,
    ...geometry.blocks,
  ]) {
    xs.push(x, x + width);
    ys.push(y, y + height);
  }
  for (const { points, label } of geometry.edges) {
    for (const [x, y] of points) {
      xs.push(x);
      ys.push(y);
    }
    if (label) {
      xs.push(label[0] - label[2] / 2, label[0] + label[2] / 2);
      ys.push(label[1] - label[3] / 2, label[1] + label[3] / 2);
    }
  }
  if (xs.length === 0) return { ...geometry, width: 2 * MARGIN, height: 2 * MARGIN };
  const [dx, dy] = [MARGIN - Math.min(...xs), MARGIN - Math.min(...ys)];
  const shift = (box: Box): Box => ({
    ...box,
    x: round(box.x + dx),
    y: round(box.y + dy),
    title_x: box.title_x === null ? null : round(box.title_x + dx),
    title_y: box.title_y === null ? null : round(box.title_y + dy),
    sections: box.sections.map((y) => round(y + dy)),
  });
  return {
    width: Math.ceil(Math.max(...xs) + dx + MARGIN),
    height: Math.ceil(Math.max(...ys) + dy + MARGIN),
    nodes: geometry.nodes.map(shift),
    groups: geometry.groups.map(shift),
    blocks: geometry.blocks.map(shift),
    edges: geometry.edges.map((edge) => ({
      ...edge,
      points: edge.points.map(([x, y]): Point => [round(x + dx), round(y + dy)]),
      label: edge.label && [
        round(edge.label[0] + dx),
        round(edge.label[1] + dy),
        round(edge.label[2]),
        round(edge.label[3]),
      ],
    })),
  };
}
