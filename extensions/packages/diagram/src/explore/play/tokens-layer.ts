/** Draws a moment of a journey: tokens on their edges, what is said now, what comes later. */
import type { Geometry } from "@atlas/contracts";

import { mark, toSvgNode } from "../../draw/mark.js";
import type { Journey } from "./journey.js";
import { partsBy } from "../overlay.js";

type Point = readonly [number, number];

const TOKEN_PX = 6;

export class TokensLayer {
  readonly #edges: ReadonlyMap<string, readonly Element[]>;
  readonly #routes: ReadonlyMap<string, readonly Point[]>;
  readonly #layer: SVGElement;

  constructor(svg: SVGElement, geometry: Geometry) {
    this.#edges = partsBy(svg, "data-edge");
    this.#routes = new Map(geometry.edges.map(({ id, points }) => [id, points]));
    this.#layer = toSvgNode(svg.ownerDocument, mark("g", { class: "tokens" }));
    svg.append(this.#layer);
  }

  show(journey: Journey, at_s: number): void {
    this.clear();
    for (const { edge, start_s, end_s } of journey.hops) {
      const state = at_s > end_s ? "past" : at_s > start_s ? "now" : "later";
      const parts = this.#edges.get(edge.id) ?? [];
      for (const part of parts) part.setAttribute("data-play", state);
      const points = this.#routes.get(edge.id);
      const hidden = parts.some((part) => part.matches(".edge[data-gone]"));
      if (state !== "now" || points === undefined || hidden) continue;
      const [cx, cy] = along(points, (at_s - start_s) / (end_s - start_s));
      const token = mark("circle", { class: "token", cx, cy, r: TOKEN_PX });
      this.#layer.append(toSvgNode(this.#layer.ownerDocument, token));
    }
  }

  clear(): void {
    this.#layer.replaceChildren();
    for (const parts of this.#edges.values())
      for (const part of parts) part.removeAttribute("data-play");
  }
}

/** The point at a share of a polyline's length. */
export function along(points: readonly Point[], share: number): Point {
  const legs = points.slice(1).map((to, index) => {
    const from = points[index] ?? to;
    return { from, to, length: Math.hypot(to[0] - from[0], to[1] - from[1]) };
  });
  let left = share * legs.reduce((sum, leg) => sum + leg.length, 0);
  for (const { from, to, length } of legs) {
    if (left <= length && length > 0) {
      const part = left / length;
      return [from[0] + (to[0] - from[0]) * part, from[1] + (to[1] - from[1]) * part];
    }
    left -= length;
  }
  return points.at(-1) ?? [0, 0];
}
