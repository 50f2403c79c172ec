/** The playground: Mermaid source beside its live diagram, and drawing from memory. */
export { Reader, type Reading } from "./reading/reader.js";
export { Workshop, type WorkerLike } from "./reading/workshop.js";
export type { Meaning } from "./reading/meaning.js";
