/** Where an arrow key leads: along an edge if one goes that way, else to the nearest node there. */
import type { Box, Diagram, Geometry } from "@atlas/contracts";

export type Direction = "left" | "right" | "up" | "down";

export const ARROW_KEYS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Rightwards and downwards. */
export const STEPS: Readonly<Record<Direction, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
};

/** How far off the axis a neighbour may lie: across at most this much for each pixel along. */
const SLOPE_MAX = 1.5;
/** Straying sideways costs this much more than going on. */
const SIDEWAYS_COST = 2;

export function neighbour(
  diagram: Diagram,
  geometry: Geometry,
  from: string,
  direction: Direction,
): string | null {
  const start = geometry.nodes.find((box) => box.id === from);
  if (start === undefined) return null;
  const linked = new Set(
    diagram.edges.flatMap(({ source, target }) =>
      source === from ? [target] : target === from ? [source] : [],
    ),
  );
  const ahead = geometry.nodes
    .map((box) => ({ id: box.id, cost: costOf(start, box, direction) }))
    .filter(({ id, cost }) => id !== from && cost < Infinity)
    .sort((a, b) => a.cost - b.cost);
  return (ahead.find(({ id }) => linked.has(id)) ?? ahead[0])?.id ?? null;
}

/** The cost of going from one box to another in a direction; infinite where it lies elsewhere. */
function costOf(from: Box, to: Box, direction: Direction): number {
  const dx = to.x + to.width / 2 - from.x - from.width / 2;
  const dy = to.y + to.height / 2 - from.y - from.height / 2;
  const sideways = direction === "left" || direction === "right";
  const sign = direction === "left" || direction === "up" ? -1 : 1;
  const along = sign * (sideways ? dx : dy);
  const across = Math.abs(sideways ? dy : dx);
  return along <= 0 || across > along * SLOPE_MAX ? Infinity : along + SIDEWAYS_COST * across;
}
