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
export const FIND = "Find in diagram";
export const TAKE = "Take this diagram along";
const SIMULATE = { class: "action simulate", "data-action": "simulate" };

/** What the buttons do; without `play` or `simulate` there is no such button. */
export interface Tools {
  readonly simulate: (() => void) | null;
  readonly play: (() => void) | null;
  find(): void;
  take(): void;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

/** The buttons that open a part of the view. */
export interface Openers {
  readonly play: HTMLButtonElement | null;
  readonly find: HTMLButtonElement;
  readonly take: HTMLButtonElement;
}

export interface Toolbar {
  readonly bar: HTMLElement;
  readonly openers: Openers;
  setActive(active: boolean, canCrash: boolean): void;
  /** Draw the eye to the hint: the wheel just scrolled the page. */
  notice(): void;
  dispose(): void;
}

export function makeToolbar(document: Document, diagram: Diagram, tools: Tools): Toolbar {
  const hint = element(document, "span", { class: "hint" }, [HINT]);
  const press = (
    icon: GlyphName,
    name: string,
    act: () => void,
    more: Record<string, string> = {},
  ) =>
    button(
      document,
      { class: "icon", title: name, "aria-label": name, ...more },
      [glyph(document, icon)],
      act,
    );
  const played = diagram.kind === "sequence" ? "Play the messages" : "Play a request";
  const { simulate, play } = tools;
  const closed = { "aria-expanded": "false" };
  const openers = {
    play: play && press("play", played, play, { title: `${played} (P)`, "aria-keyshortcuts": "P" }),
    find: press("find", FIND, () => tools.find(), {
      title: `${FIND} (/)`,
      "aria-keyshortcuts": "/ Control+F",
      ...closed,
    }),
    take: press("save", TAKE, () => tools.take(), closed),
  };
  const bar = element(document, "div", { class: "bar" }, [
    makeLegend(document, diagram),
    hint,
    element(document, "div", { class: "buttons", role: "toolbar", "aria-label": "View" }, [
      simulate && button(document, SIMULATE, ["Simulate"], simulate),
      openers.play,
      openers.find,
      openers.take,
      press("out", "Zoom out", () => tools.zoomOut()),
      press("in", "Zoom in", () => tools.zoomIn()),
      press("fit", "Show all", () => tools.fit()),
    ]),
  ]);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    bar,
    openers,
    setActive: (active, canCrash) => {
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
