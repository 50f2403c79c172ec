/** How hard the parts of a picture work at one moment, as whoever simulates it says. */

/** A part's state; each has a word on the picture beside its colour. */
export type HeatState = "calm" | "busy" | "full" | "failing" | "down";

export interface NodeHeat {
  state: HeatState;
  /** 0 to 1: how much of its colour is shown. */
  level: number;
  /** A few words that stand at the node: "queue 240". */
  note: string | null;
}

export interface EdgeHeat {
  /** Its traffic as a share of the busiest edge's, 0 to 1. */
  share: number;
  /** The share of it that fails. */
  failing: number;
}

/** Parts that are not named have no heat. */
export interface Heat {
  nodes: ReadonlyMap<string, NodeHeat>;
  edges: ReadonlyMap<string, EdgeHeat>;
}
