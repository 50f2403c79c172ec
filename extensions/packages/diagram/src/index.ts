/**
 * Draws a bundle as SVG from its baked geometry, and lets a person explore and break it.
 * No framework, no network, no globals: the host gives an element and gets a view with `dispose`.
 */
export { renderDiagram } from "./render-diagram.js";
export type { DiagramOptions, DiagramView } from "./render-diagram.js";
export type { Fault } from "./fault.js";
