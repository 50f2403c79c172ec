/** The part of a view that holds the picture and takes keys: an application to a screen reader. */
import type { Diagram } from "@atlas/contracts";

import { element } from "./element.js";
import { pictureName } from "./words.js";

export function makeStage(document: Document, diagram: Diagram, svg: SVGElement): HTMLElement {
  const role = { role: "application", "aria-roledescription": "diagram", tabindex: "-1" };
  const name = { "aria-label": pictureName(diagram) };
  return element(document, "div", { class: "stage", ...role, ...name }, [svg]);
}
