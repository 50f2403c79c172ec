/** The part of a view that holds the picture and takes keys: an application to a screen reader. */
import type { Diagram } from "@atlas/contracts";

import { element } from "../element.js";
import { pictureName } from "../words.js";

/** A picture in a page without a height of its own is never taller than this. */
const HEIGHT_MAX_PX = 860;

/** Asks for a height; the same again is not said, for it would lay everything out anew. */
export function takeHeight(body: HTMLElement, natural: number): void {
  const [name, value] = ["--natural-height", `${Math.min(HEIGHT_MAX_PX, natural)}px`];
  if (body.style.getPropertyValue(name) !== value) body.style.setProperty(name, value);
}

export function makeStage(document: Document, diagram: Diagram, svg: SVGElement): HTMLElement {
  const role = { role: "application", "aria-roledescription": "diagram", tabindex: "-1" };
  const name = { "aria-label": pictureName(diagram) };
  return element(document, "div", { class: "stage", ...role, ...name }, [svg]);
}
