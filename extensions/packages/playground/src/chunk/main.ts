/** The chunk: one script for two places. Without a document it reads, with one it draws. */
import { drawForParent } from "./draw";
import { readForPage } from "./read";

if (typeof document === "undefined") readForPage();
else drawForParent();
