/**
 * What is there at once: the picture on its stage, fitted, with the names of its parts; and what
 * can be put around it: what the bar holds, all of it as text for a screen reader, the small map.
 * Whatever answers to the reader comes into it when somebody first touches it.
 */
import type { Bundle, Geometry } from "@atlas/contracts";

import { toSvgNode } from "../../draw/mark.js";
import { drawPicture } from "../../draw/picture.js";
import { detail, sketchOf } from "../../draw/sketch.js";
import { element } from "../element.js";
import { nameGroups } from "../fold/naming.js";
import { withButtons } from "../marking.js";
import { makeAlternative } from "../say/alternative.js";
import { makeToolbar, type Toolbar, type Tools } from "../toolbar.js";
import { pictureName } from "../words.js";
import { Minimap } from "./minimap.js";
import { MARGIN_PX, Viewport } from "./viewport.js";

/** A picture in a page without a height of its own is never taller than this. */
const HEIGHT_MAX_PX = 860;
const MARGINS_PX = 2 * MARGIN_PX;

export interface Scene {
  readonly svg: SVGElement;
  /** The part that takes keys: an application to a screen reader. */
  readonly stage: HTMLElement;
  /** The stage, and room beside or below it. */
  readonly body: HTMLElement;
  readonly viewport: Viewport;
  /** What the bar holds; it is filled when this is first called. */
  toolbar(): Toolbar;
  /** Draw a part of its own for each edge, label and glyph. */
  complete(): void;
  /** Put the picture as text behind it, for a screen reader, unless it is there. */
  tell(): void;
  /** Put the small map into its corner, unless it is there. */
  map(): void;
  dispose(): void;
}

/** Make the scene in `root`, which must be in the page. The bar has its place but is empty yet. */
export function makeScene(
  root: HTMLElement,
  { diagram }: Bundle,
  geometry: Geometry,
  tools: () => Tools,
): Scene {
  const document = root.ownerDocument;
  const picture = drawPicture(diagram, geometry);
  const svg = toSvgNode(document, withButtons(sketchOf(picture), diagram));
  const plate = element(document, "div", { class: "plate" }, [svg]);
  const stage = element(
    document,
    "div",
    {
      class: "stage",
      role: "application",
      "aria-roledescription": "diagram",
      "aria-label": pictureName(diagram),
      tabindex: "-1",
    },
    [plate],
  );
  const body = element(document, "div", { class: "body" }, [stage]);
  body.style.setProperty("--natural-height", naturalHeight(geometry));
  const bar = element(document, "div", { class: "bar" });
  nameGroups(svg, diagram);
  root.append(bar, body);
  const viewport = new Viewport(stage, plate, geometry);
  viewport.start();
  const Observer = document.defaultView?.ResizeObserver;
  const observer = Observer === undefined ? null : new Observer(() => viewport.resettle());
  observer?.observe(stage);
  let filled: Toolbar | null = null;
  const toolbar = () => (filled ??= makeToolbar(bar, diagram, tools()));
  const complete = () => detail(svg, picture);
  const tell = once(() => body.after(makeAlternative(document, diagram)));
  const map = once(() => {
    const minimap = new Minimap(document, geometry, (x, y) => viewport.centre(x, y));
    stage.append(minimap.box);
    viewport.watch((view) => minimap.show(view));
  });
  const dispose = () => {
    observer?.disconnect();
    viewport.dispose();
    filled?.dispose();
  };
  return { svg, stage, body, toolbar, viewport, complete, tell, map, dispose };
}

function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
}

/** As CSS, so that nothing has to be measured: its natural size, or as wide as the view lets it. */
function naturalHeight({ width, height }: Geometry): string {
  const scaled = `(100cqw - ${MARGINS_PX}px) * ${(height / width).toFixed(5)}`;
  return `calc(min(${HEIGHT_MAX_PX - MARGINS_PX}px, ${height}px, ${scaled}) + ${MARGINS_PX}px)`;
}
