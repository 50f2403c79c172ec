/** A quadrant chart: four named fields, points by their place in them, axes named at their ends. */
import { lineOf } from "../labels";
import { widthOf } from "../measure/text";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";

interface Placed {
  x: number;
  y: number;
  text: { text: string };
}

interface QuadrantDatabase {
  getQuadrantData(): {
    points: Placed[];
    quadrants: { x: number; y: number; width: number; height: number; text: { text: string } }[];
    axisLabels: { text: string; rotation: number; x: number; y: number }[];
  };
}

const SIDE = 460;
const HALF = SIDE / 2;
/** Upper right, upper left, lower left, lower right, as Mermaid numbers them. */
const CORNERS: [number, number][] = [
  [1, 0],
  [0, 0],
  [0, 1],
  [1, 1],
];

interface Rect {
  x: number;
  y: number;
  right: number;
  bottom: number;
}

const meet = (a: Rect, b: Rect): boolean =>
  a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;

/** Beside its point where there is room: right, left, above, below, else further down. */
function placeLabel(text: string, [x, y]: [number, number], taken: Rect[]): [number, number] {
  const wide = widthOf(text);
  const tries: [number, number][] = [
    [x + 9 + wide / 2, y],
    [x - 9 - wide / 2, y],
    [x, y - 15],
    [x, y + 15],
  ];
  for (let step = 30; step <= 120; step += 15) tries.push([x, y + step], [x, y - step]);
  const rectAt = ([cx, cy]: [number, number]): Rect => ({
    x: cx - wide / 2 - 1,
    y: cy - 9,
    right: cx + wide / 2 + 1,
    bottom: cy + 9,
  });
  const inside = ([cx]: [number, number]): boolean =>
    cx - wide / 2 >= 2 && cx + wide / 2 <= SIDE - 2;
  const free = (at: [number, number]): boolean => !taken.some((one) => meet(one, rectAt(at)));
  const chosen = tries.find((at) => inside(at) && free(at)) ?? tries.find(free) ?? tries[0];
  const place = chosen ?? [x, y];
  taken.push(rectAt(place));
  return place;
}

export function readQuadrant(db: unknown): Chart {
  const read = (db as QuadrantDatabase).getQuadrantData();
  const left = Math.min(...read.quadrants.map(({ x }) => x));
  const top = Math.min(...read.quadrants.map(({ y }) => y));
  const [width, height] = [
    (read.quadrants[0]?.width ?? 1) * 2,
    (read.quadrants[0]?.height ?? 1) * 2,
  ];
  const share = (value: number): number => Math.round(value * 1000) / 1000;
  // Mermaid gives pixels, the last point first.
  const data = [...read.points].reverse().map(({ x, y, text }, index) => ({
    id: `d${index}`,
    label: lineOf(text.text),
    section: null,
    values: [share((x - left) / width), share(1 - (y - top) / height)],
    tags: [],
  }));
  const level = read.axisLabels.filter(({ rotation }) => rotation === 0);
  const upright = read.axisLabels.filter(({ rotation }) => rotation !== 0);
  const ends = [
    ...[...level].sort((a, b) => a.x - b.x).map(({ text }) => lineOf(text)),
    ...(level.length < 2 ? ["", ""].slice(level.length) : []),
    ...[...upright].sort((a, b) => b.y - a.y).map(({ text }) => lineOf(text)),
    ...(upright.length < 2 ? ["", ""].slice(upright.length) : []),
  ];
  const names = read.quadrants.map(({ text }) => lineOf(text.text));
  const title = titleOf(db);
  const draw = (sheet: Sheet): void => drawQuadrants(sheet, { title, ends, names, data });
  return chart(title, data, draw, [...ends, ...names]);
}

interface Read {
  title: string;
  ends: string[];
  names: string[];
  data: { id: string; label: string; values: number[] }[];
}

function drawQuadrants(sheet: Sheet, { title, ends, names, data }: Read): void {
  const top = sheet.title(title, SIDE);
  const taken: Rect[] = [];
  CORNERS.forEach(([column, row], index) => {
    const box = { x: column * HALF, y: top + row * HALF, width: HALF, height: HALF };
    sheet.rect("band", box, { tone: index });
    const name = names[index] ?? "";
    const middle = box.x + HALF / 2;
    const tall = name === "" ? 0 : sheet.lines("caption", name, [middle, box.y + 6], HALF - 24);
    const wide = Math.min(widthOf(name), HALF - 24);
    const bottom = box.y + 8 + tall;
    if (tall > 0)
      taken.push({ x: middle - wide / 2, y: box.y + 6, right: middle + wide / 2, bottom });
  });
  sheet.line("axis", [
    [0, top],
    [0, top + SIDE],
    [SIDE, top + SIDE],
  ]);
  const [low = "", high = "", under = "", over = ""] = ends;
  const below = Math.max(
    sheet.lines("label", low, [HALF / 2, top + SIDE + 5], HALF - 12),
    sheet.lines("label", high, [1.5 * HALF, top + SIDE + 5], HALF - 12),
  );
  sheet.reach(SIDE, top + SIDE + below);
  sheet.text("label", under, [-10, top + 1.5 * HALF], { turned: true });
  sheet.text("label", over, [-10, top + HALF / 2], { turned: true });
  const places = data.map(({ values: [x = 0, y = 0] }): [number, number] => [
    x * SIDE,
    top + (1 - y) * SIDE,
  ]);
  for (const [x, y] of places) taken.push({ x: x - 6, y: y - 6, right: x + 6, bottom: y + 6 });
  data.forEach(({ id, label }, index) => {
    const at = places[index] as [number, number];
    sheet.dot("dot", at, 5, { tone: index, datum: id });
    const [x, y] = placeLabel(label, at, taken);
    sheet.text("label", label, [x, y + 4.7], { datum: id });
  });
}
