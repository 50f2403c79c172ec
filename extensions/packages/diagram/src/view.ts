/** What a host may ask for, and what it gets. */
import type { Picker } from "./explore/simulated/picking.js";
import type { Fault } from "./fault.js";
import type { Heat } from "./heat.js";

export interface DiagramOptions {
  /** False draws a still picture: no toolbar, no selection, no faults. Default true. */
  interactive?: boolean;
  selection?: string | null;
  faults?: readonly Fault[];
  /** The address that opens this node's specification; with it the reader can copy one. */
  link?: (node: string) => string;
  /** CSS that declares "Atlas Inter" with its files inside, for pictures that leave the page. */
  fonts?: () => Promise<string>;
  /** Told when the reader asks to simulate the diagram; with it the bar has a button for that. */
  onSimulate?: () => void;
  /** Told when the reader selects a node or closes its specification. */
  onSelect?: (node: string | null) => void;
  /** Told when the reader crashes or revives nodes. */
  onFaults?: (faults: Fault[]) => void;
}

export interface DiagramView {
  /** Select a node, or none. An id that the diagram doesn't have selects none. */
  select(node: string | null): void;
  /** Show these faults; those on nodes that can't crash are ignored. */
  setFaults(faults: readonly Fault[]): void;
  /** Show how hard the parts work at one moment; null: the picture as it is. */
  setHeat(heat: Heat | null): void;
  /** While there is a picker, a press on a node goes to it instead of opening the node. */
  setPicker(picker: Picker | null): void;
  /** Show the whole drawing in the host's box. */
  fit(): void;
  /** Take everything out of the host again. */
  dispose(): void;
}
