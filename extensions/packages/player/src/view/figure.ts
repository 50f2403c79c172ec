/** What a simulator needs of the picture that it plays on; `@atlas/diagram`'s view has it. */

export type HeatState = "calm" | "busy" | "full" | "failing" | "down";

export interface FigureHeat {
  nodes: ReadonlyMap<string, { state: HeatState; level: number; note: string | null }>;
  edges: ReadonlyMap<string, { share: number; failing: number }>;
}

export interface Figure {
  /** Show what the picture knows of a node, null: nothing. */
  select(node: string | null): void;
  /** Show these nodes as crashed, by hand and without a run. */
  setFaults(faults: readonly []): void;
  setHeat(heat: FigureHeat | null): void;
  setPicker(picker: ((node: string, part: Element) => void) | null): void;
}
