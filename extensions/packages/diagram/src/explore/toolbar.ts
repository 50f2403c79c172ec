/** The bar above a picture: what its colours mean, how to move, and the buttons that do it. */
import type { Diagram } from "@atlas/contracts";

import { mark, toSvgNode } from "../draw/mark.js";
import { PLANES, PLANE_WORDS, planeGlyph } from "../draw/plane-glyph.js";
import { button, element } from "./element.js";
import { glyph, type GlyphName } from "./glyph.js";

const HINT = "Drag to move, Ctrl or \u2318 and scroll to zoom";
const HINT_ACTIVE = "Scroll zooms, arrows walk, Enter opens";
const HINT_CRASH = "Scroll zooms, arrows walk, Enter opens, C crashes";
const NOTICE_MS = 1600;

export interface Moves {
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

export interface Toolbar {
  readonly bar: HTMLElement;
  setActive(active: boolean): void;
  /** Draw the eye to the hint: the wheel just scrolled the page. */
  notice(): void;
  dispose(): void;
}

export function makeToolbar(
  document: Document,
  diagram: Diagram,
  moves: Moves,
  canCrash: boolean,
  tools: readonly HTMLElement[],
): Toolbar {
  const hint = element(document, "span", { class: "hint" }, [HINT]);
  const press = (icon: GlyphName, name: string, act: () => void) =>
    button(
      document,
      { class: "icon", title: name, "aria-label": name },
      [glyph(document, icon)],
      act,
    );
  const bar = element(document, "div", { class: "bar" }, [
    makeLegend(document, diagram),
    hint,
    element(document, "div", { class: "buttons", role: "toolbar", "aria-label": "View" }, [
      ...tools,
      press("out", "Zoom out", () => moves.zoomOut()),
      press("in", "Zoom in", () => moves.zoomIn()),
      press("fit", "Show all", () => moves.fit()),
    ]),
  ]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    bar,
    setActive: (active) => {
      hint.textContent = active ? (canCrash ? HINT_CRASH : HINT_ACTIVE) : HINT;
    },
    notice: () => {
      hint.classList.add("noticed");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("noticed"), NOTICE_MS);
    },
    dispose: () => clearTimeout(timer),
  };
}

/** One chip for each plane in the picture: glyph, colour and word. */
export function makeLegend(document: Document, diagram: Diagram): HTMLElement {
  const present = new Set([...diagram.nodes, ...diagram.groups].map(({ plane }) => plane));
  const planes = diagram.kind === "state" ? [] : PLANES.filter((plane) => present.has(plane));
  const chips = planes.map((plane) =>
    element(document, "li", { "data-plane": plane }, [
      toSvgNode(
        document,
        mark("svg", { viewBox: "-6 -6 12 12", width: 12, height: 12 }, [planeGlyph(plane, 0, 0)]),
      ),
      PLANE_WORDS[plane],
    ]),
  );
  return element(document, "ul", { class: "legend", "aria-label": "Planes" }, chips);
}
