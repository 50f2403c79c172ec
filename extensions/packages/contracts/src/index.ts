/** The shapes that Python and TypeScript share. Everything but `Bundle` is generated. */
export type { Bundle } from "./bundle.js";
export type * from "./generated.js";
