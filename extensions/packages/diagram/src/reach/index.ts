/** Who can't be served when a node crashes: the twin of Python's `atlas_core.reach`. */
export { blastRadius, crashable } from "./blast-radius.js";
export { calls, uncalled } from "./dependency.js";
export type { BlastRadius, FaultPath } from "./model.js";
export { nameOf } from "./sentences.js";
