/** The playground: Mermaid source beside its live diagram, and drawing from memory. */
export type { Answers } from "./draw/result-view.js";
export { type DrawForeign, foreignDrawer } from "./picture/foreign-frame.js";
export { type ForeignView, showForeign } from "./picture/foreign-picture.js";
export { Playground, type PlaygroundOptions, type Task } from "./playground.js";
export type { Attempts, Meaning, MeaningRequest } from "./reading/meaning.js";
export { Reader, type Reading } from "./reading/reader.js";
export { Workshop, type WorkerLike } from "./reading/workshop.js";
