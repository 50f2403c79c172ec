/** A kind that Mermaid draws itself, in a page of the reader. Loaded when such a one comes near. */
import type { Bundle } from "@atlas/contracts";
import { type ForeignView, showForeign } from "@atlas/playground";

import { addPlaygroundStyle } from "./style.js";
import { drawForeign } from "./chunk.js";

/** The problem of a diagram that was not drawn because of its kind alone. */
const NOT_DRAWN = "kind-not-drawn";

export function isForeign({ diagram }: Bundle): boolean {
  return !diagram.typed && diagram.problems.some(({ code }) => code === NOT_DRAWN);
}

export function drawForeignFigure(host: HTMLElement, { diagram }: Bundle): ForeignView {
  addPlaygroundStyle();
  host.dataset["sized"] = "false";
  const name = diagram.title === "" ? "Diagram" : diagram.title;
  return showForeign(host, diagram.source.text, { name, draw: drawForeign, source: true });
}
