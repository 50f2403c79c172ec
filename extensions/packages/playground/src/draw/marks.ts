/**
 * Puts the findings on a picture: a badge with the sign on each node, edge and group that something
 * is the matter with. `side` says whose picture it is; a finding shows where it has an id there.
 */
import type { Bundle, Finding, Geometry, Matter } from "@atlas/contracts";

import { SIGNS } from "./signs.js";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS_PX = 9;
/** A smaller badge says that the part is right, but not a number on it. */
const NUMBER_RADIUS_PX = 6.5;

function metric({ part }: Finding): number {
  return Number(part === "metric");
}

export function markPicture(
  host: HTMLElement,
  { geometry }: Bundle,
  findings: readonly Finding[],
  side: "page" | "drawn",
): void {
  const svg = host.querySelector("svg.picture");
  if (!svg || !geometry) return;
  const layer = document.createElementNS(SVG, "g");
  layer.setAttribute("class", "atlas-Marks");
  layer.setAttribute("aria-hidden", "true");
  // What is the matter with a part itself comes before what is with a number on it.
  const ordered = [...findings].sort((a, b) => metric(a) - metric(b));
  const worst = new Map<string, Finding>();
  for (const finding of ordered) {
    const id = finding[side];
    if (id !== null && !worst.has(id)) worst.set(id, finding);
  }
  for (const [id, finding] of worst) {
    const { matter } = finding;
    for (const name of metric(finding) ? [] : ["node", "edge"]) {
      for (const part of svg.querySelectorAll(`[data-${name}="${CSS.escape(id)}"]`)) {
        part.setAttribute("data-matter", matter);
      }
    }
    const at = placeOf(id, geometry);
    if (at) layer.append(badge(at, matter, metric(finding) ? NUMBER_RADIUS_PX : RADIUS_PX));
  }
  svg.append(layer);
  svg.setAttribute("data-marked", String(worst.size));
}

/** The upper right corner of a box, the middle of an edge. */
function placeOf(id: string, geometry: Geometry): [number, number] | null {
  const box = [...geometry.nodes, ...geometry.groups].find((each) => each.id === id);
  if (box) return [box.x + box.width - 4, box.y + 2];
  const route = geometry.edges.find((each) => each.id === id);
  if (!route) return null;
  if (route.label) {
    const [x, y, width] = route.label;
    return [x + width / 2 + RADIUS_PX + 2, y];
  }
  return middle(route.points);
}

function middle(points: readonly [number, number][]): [number, number] | null {
  const legs = points.slice(1).map((end, index) => {
    const start = points[index] ?? end;
    return { start, end, length: Math.hypot(end[0] - start[0], end[1] - start[1]) };
  });
  let left = legs.reduce((sum, { length }) => sum + length, 0) / 2;
  for (const { start, end, length } of legs) {
    if (left <= length && length > 0) {
      const share = left / length;
      return [start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share];
    }
    left -= length;
  }
  return points[0] ?? null;
}

function badge([x, y]: [number, number], matter: Matter, radius: number): SVGElement {
  const made = document.createElementNS(SVG, "g");
  made.setAttribute("data-matter", matter);
  const disc = document.createElementNS(SVG, "circle");
  for (const [name, value] of [
    ["cx", x],
    ["cy", y],
    ["r", radius],
  ] as const)
    disc.setAttribute(name, String(value));
  const sign = document.createElementNS(SVG, "text");
  sign.setAttribute("x", String(x));
  sign.setAttribute("y", String(y + 4.5));
  sign.setAttribute("text-anchor", "middle");
  sign.textContent = SIGNS[matter][0];
  made.append(disc, sign);
  return made;
}
