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
  /** Where in `lines` each compartment below the name begins; classes and entities have them. */
  compartments?: number[];
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

/** One thing that a chart shows; atlas_core's Datum says what `values` are for each kind. */
export interface Datum {
  id: string;
  label: string;
  section: string | null;
  values: number[];
  tags: string[];
}

/** The meaning of a block. `notes` place a note of a sequence or state diagram for the layout. */
export interface Drawing {
  direction: Direction;
  title: string;
  nodes: DrawnNode[];
  edges: DrawnEdge[];
  groups: DrawnGroup[];
  blocks: DrawnBlock[];
  data?: Datum[];
  captions?: string[];
}

export type Direction = "TB" | "BT" | "LR" | "RL";
export type Arrow =
  | "none"
  | "point"
  | "open"
  | "circle"
  | "cross"
  | "triangle"
  | "diamond"
  | "diamond_open"
  | "one"
  | "zero_one"
  | "one_many"
  | "zero_many";
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

/** One piece of a chart's picture; atlas_core's ChartMark says what its roles are. */
export interface ChartMark {
  shape: "path" | "text";
  role: string;
  d: string;
  text: string;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  turned: boolean;
  tone: number | null;
  datum: string | null;
}

export interface Geometry {
  width: number;
  height: number;
  nodes: Box[];
  edges: EdgeRoute[];
  groups: Box[];
  blocks: Box[];
  marks?: ChartMark[];
}

/** One line of input: the block as written, then as repaired, one more repair each time. */
export interface Request {
  id: string;
  attempts: string[];
  /** False: read only, no layout. "quick": as the text before it was laid out, where it fits. */
  lay: boolean | "quick";
}

/** Why a text was not taken. `line` counts in it from 1; null where the parser named none. */
export interface Refused {
  line: number | null;
  sentence: string;
}

/** What is known of a text that was read. `attempt` is the index of the first one that was. */
interface Taken {
  id: string;
  attempt: number;
  /** Mermaid's own name of its type: a key of KINDS. */
  type: string;
  /** The texts before it. */
  refused: Refused[];
  drawing: Drawing;
}

/** One line of output. The last one, with a `type`: Mermaid can read it, but we can't type it. */
export type Answer =
  | (Taken & { geometry: Geometry })
  | (Taken & { geometry: null; layout: string })
  | { id: string; refused: Refused[]; type?: string };
