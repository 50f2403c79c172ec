/** The bar above a picture: what its colours mean, how to move, and the buttons that do it. */
import type { Diagram } from "@atlas/contracts";

import { PLANES, PLANE_WORDS } from "../draw/plane-glyph.js";
import { button, element } from "./element.js";
import { glyph } from "./glyph.js";

const HINT = "Drag to move, Ctrl or \u2318 and scroll to zoom";
const HINT_ACTIVE = "Scroll zooms, arrows walk, Enter opens";
const HINT_CRASH = "Scroll zooms, arrows walk, Enter opens, C crashes";
const NOTICE_MS = 1600;
export const FIND = "Find in diagram";
export const TAKE = "Take this diagram along";
const PLAY = "Play a request";
const PLAY_MESSAGES = "Play the messages";
const CLOSED = { "aria-expanded": "false" };
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
  readonly openers: Openers;
  setActive(active: boolean, canCrash: boolean): void;
  /** Draw the eye to the hint: the wheel just scrolled the page. */
  notice(): void;
  dispose(): void;
}

/** The buttons that every view has, by what they do, with a name and more for each. */
const ICONS = [
  ["play", "play", PLAY, { title: `${PLAY} (P)`, "aria-keyshortcuts": "P" }],
  ["find", "find", FIND, { title: `${FIND} (/)`, "aria-keyshortcuts": "/ Control+F", ...CLOSED }],
  ["take", "save", TAKE, CLOSED],
  ["zoomOut", "out", "Zoom out", {}],
  ["zoomIn", "in", "Zoom in", {}],
  ["fit", "fit", "Show all", {}],
] as const;

type Icon = (typeof ICONS)[number][0];

const templates = new WeakMap<Document, HTMLElement>();

/** Fill the empty `bar`. Its hint says nothing until somebody explores. */
export function makeToolbar(bar: HTMLElement, diagram: Diagram, tools: Tools): Toolbar {
  const document = bar.ownerDocument;
  const hint = element(document, "span", { class: "hint" });
  const { simulate, play } = tools;
  const { buttons, icons } = iconButtons(document);
  for (const [tool] of ICONS) icons[tool].addEventListener("click", () => tools[tool]?.());
  if (play === null) icons.play.remove();
  if (diagram.kind === "sequence") {
    icons.play.title = `${PLAY_MESSAGES} (P)`;
    icons.play.setAttribute("aria-label", PLAY_MESSAGES);
  }
  if (simulate !== null) buttons.prepend(button(document, SIMULATE, ["Simulate"], simulate));
  const openers = { play: play && icons.play, find: icons.find, take: icons.take };
  bar.append(makeLegend(document, diagram), hint, buttons);
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
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

/** The buttons of ICONS, made once for a document and copied from then on. */
function iconButtons(document: Document): {
  buttons: HTMLElement;
  icons: Record<Icon, HTMLButtonElement>;
} {
  const made = templates.get(document) ?? makeIconButtons(document);
  templates.set(document, made);
  const buttons = made.cloneNode(true) as HTMLElement;
  const icons = ICONS.map(([tool], index) => [tool, buttons.children[index]]);
  return { buttons, icons: Object.fromEntries(icons) as Record<Icon, HTMLButtonElement> };
}

function makeIconButtons(document: Document): HTMLElement {
  const icons = ICONS.map(([, icon, name, more]) => {
    const named = { class: "icon", type: "button", title: name, "aria-label": name, ...more };
    return element(document, "button", named, [glyph(document, icon)]);
  });
  const attributes = { class: "buttons", role: "toolbar", "aria-label": "View" };
  return element(document, "div", attributes, icons);
}

/** One chip for each plane in the picture: glyph, colour and word. */
export function makeLegend(document: Document, diagram: Diagram): HTMLElement {
  const present = new Set([...diagram.nodes, ...diagram.groups].map(({ plane }) => plane));
  const planes = diagram.kind === "state" ? [] : PLANES.filter((plane) => present.has(plane));
  // A space between two is where their line may break.
  const chips = planes.flatMap((plane) => [
    element(document, "li", { "data-plane": plane }, [PLANE_WORDS[plane]]),
    " ",
  ]);
  return element(document, "ul", { class: "legend", "aria-label": "Planes" }, chips);
}
