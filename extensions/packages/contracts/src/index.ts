/**
 * The shapes that Python and TypeScript share, generated but for `Bundle`; and which part lies in
 * which group.
 */
export type { Bundle } from "./bundle.js";
export type * from "./generated.js";
export { groupsAbove, nodesInside } from "./nesting.js";
