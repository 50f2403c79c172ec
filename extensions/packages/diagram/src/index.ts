/**
 * Draws a bundle as SVG from its baked geometry, and lets a person explore and break it.
 * No framework, no network, no globals: the host gives an element and gets a view with `dispose`.
 */
export type { Picker } from "./explore/simulated/picking.js";
export type { Fault } from "./fault.js";
export type { EdgeHeat, Heat, HeatState, NodeHeat } from "./heat.js";
export { blastRadius, crashable, type BlastRadius, type FaultPath } from "./reach/index.js";
export { renderDiagram } from "./render-diagram.js";
export { renderStatic } from "./render-static.js";
export type { DiagramOptions, DiagramView } from "./view.js";
