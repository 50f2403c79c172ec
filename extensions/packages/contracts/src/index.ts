/** The shapes that Python and TypeScript share, generated but for `Bundle`; and which part lies in which. */
export type { Bundle } from "./bundle.js";
export type * from "./generated.js";
export { groupsAbove, nodesInside } from "./nesting.js";
