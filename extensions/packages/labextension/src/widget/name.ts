/** What ipywidgets and notebooks know the diagram widget by. */
export const MODULE = "@atlas/labextension";
export const VERSION = "0.1.0";
export const DIAGRAM_MIME = "application/vnd.atlas.diagram.v1+json";
export const SIMULATION_MIME = "application/vnd.atlas.simulation.v1+json";
export const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";
