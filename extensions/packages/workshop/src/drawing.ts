/**
 * What the workshop hands back to Python for one block, as JSON. The names are those of
 * atlas_core's Diagram and Geometry where the two mean the same; what needs judgement (planes,
 * roles, annotations, source lines) is left to Python, which gets classes and colours for it.
 */

export interface DrawnNode {
  id: string;
  lines: string[];
  shape: Shape;
  group: string | null;
  classes: string[];
  fill: string | null;
  link: string | null;
}

export interface DrawnEdge {
  id: string;
  source: string;
  target: string;
  lines: string[];
  stroke: "normal" | "dotted" | "thick" | "invisible";
  head: Arrow;
  tail: Arrow;
}

export interface DrawnGroup {
  id: string;
  lines: string[];
  parent: string | null;
  classes: string[];
  fill: string | null;
  direction: Direction | null;
}

export interface DrawnBlock {
  kind: string;
  label: string;
  first: number;
  last: number;
  depth: number;
  sections: [number, string][];
  participants: string[];
}

/** The meaning of a block. `notes` place a note of a sequence or state diagram for the layout. */
export interface Drawing {
  direction: Direction;
  title: string;
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  groups: DrawnGroup[];
  blocks: DrawnBlock[];
}

export type Direction = "TB" | "BT" | "LR" | "RL";
export type Arrow = "none" | "point" | "open" | "circle" | "cross";
export type Shape =
  | "rect"
  | "rounded"
  | "stadium"
  | "subroutine"
  | "cylinder"
  | "circle"
  | "double_circle"
  | "diamond"
  | "hexagon"
  | "parallelogram"
  | "parallelogram_alt"
  | "trapezoid"
  | "trapezoid_alt"
  | "asymmetric"
  | "note"
  | "actor"
  | "state_start"
  | "state_end"
  | "state_fork";

export interface Box {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  title_y: number | null;
  title_x: number | null;
  lines: string[] | null;
  sections: number[];
}

export interface EdgeRoute {
  id: string;
  points: [number, number][];
  label: [number, number, number, number] | null;
  lines: string[] | null;
}

export interface Geometry {
  width: number;
  height: number;
  nodes: Box[];
  edges: EdgeRoute[];
  groups: Box[];
  blocks: Box[];
}

/** One line of input: the block as written, then as repaired, one more repair each time. */
export interface Request {
  id: string;
  attempts: string[];
  /** False: read only, no layout. */
  lay: boolean;
}

/** One line of output. `attempt` is the index of the first text that Mermaid's parser took. */
export type Answer =
  | { id: string; attempt: number; drawing: Drawing; geometry: Geometry }
  | { id: string; attempt: number; drawing: Drawing; geometry: null; layout: string }
  | { id: string; errors: string[] };
