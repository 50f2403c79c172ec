import type { Diagram, Geometry } from "./generated.js";

/**
 * What a renderer gets: the meaning, where it lies, and a picture for those who can't run code.
 * `geometry` is null where the build could not lay the diagram out.
 */
export interface Bundle {
  diagram: Diagram;
  geometry: Geometry | null;
  svg: string | null;
}
