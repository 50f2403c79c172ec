/** Turns pointer, keyboard and focus into what the reader means by them. */
import type { Way } from "./focus/lineage.js";
import { ARROW_KEYS, type Direction } from "./view/walk.js";

export interface Gestures {
  /** Open a node's specification; `intoPanel` where a second press shall move the focus in. */
  open(node: string, intoPanel: boolean): void;
  /** Close what is open; false where nothing was. */
  close(): boolean;
  toggleCrash(node: string): void;
  toggleFocus(node: string, way: Way): void;
  find(): void;
  play(): void;
  step(by: 1 | -1): void;
  /** Fold a group, or unfold it. */
  toggleFold(group: string): void;
  walk(from: string | null, direction: Direction): void;
  pan(direction: Direction): void;
  point(node: string | null, revealed: boolean): void;
  activate(active: boolean): void;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
}

/** Listen until the returned function is called. */
export function listenTo(root: HTMLElement, stage: HTMLElement, gestures: Gestures): () => void {
  const stop = new AbortController();
  const options = { signal: stop.signal };
  // Shortcuts of JupyterLab ("c" copies a cell) must not act on keys meant for the picture.
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.addEventListener("keydown", (event) => pressed(event, stage, gestures), options);
  stage.addEventListener(
    "click",
    (event) => {
      const node = nodeAt(event.target);
      if (node !== null) gestures.open(node, false);
    },
    options,
  );
  stage.addEventListener(
    "dblclick",
    (event) => {
      const group = groupAt(event.target);
      if (group !== null) gestures.toggleFold(group);
    },
    options,
  );
  stage.addEventListener(
    "pointerover",
    (event) => {
      if (event.buttons === 0) gestures.point(nodeAt(event.target), false);
    },
    options,
  );
  stage.addEventListener("pointerleave", () => gestures.point(null, false), options);
  stage.addEventListener(
    "focusin",
    (event) => {
      const seen = asElement(event.target)?.matches(":focus-visible") ?? false;
      gestures.activate(true);
      gestures.point(seen ? nodeAt(event.target) : null, seen);
    },
    options,
  );
  root.addEventListener(
    "focusout",
    (event) => {
      const inside = root.contains(asElement(event.relatedTarget));
      if (!inside) gestures.activate(false);
    },
    options,
  );
  return () => stop.abort();
}

/** The target as an element; not by instanceof, which fails for elements of another window. */
function asElement(target: EventTarget | null): Element | null {
  return target !== null && "closest" in target ? (target as Element) : null;
}

function nodeAt(target: EventTarget | null): string | null {
  return asElement(target)?.closest("[data-node]")?.getAttribute("data-node") ?? null;
}

/** The group whose title, or whose folded box, is at the target. */
function groupAt(target: EventTarget | null): string | null {
  const group = asElement(target)?.closest(".group[aria-expanded], .group[data-folded]");
  return group?.getAttribute("data-group") ?? null;
}

function pressed(event: KeyboardEvent, stage: HTMLElement, gestures: Gestures): void {
  const onStage = stage.contains(asElement(event.target));
  const chord = event.ctrlKey || event.metaKey;
  const finds = onStage && chord && !event.altKey && event.key.toLowerCase() === "f";
  if ((chord || event.altKey) && !finds) return;
  const node = onStage ? nodeAt(event.target) : null;
  const group = onStage && (event.key === "Enter" || event.key === " ") && groupAt(event.target);
  const pans = onStage && event.shiftKey ? ARROW_KEYS[event.key] : undefined;
  if (finds) gestures.find();
  else if (pans !== undefined) gestures.pan(pans);
  else if (typeof group === "string") gestures.toggleFold(group);
  if (
    finds ||
    pans !== undefined ||
    typeof group === "string" ||
    handled(event.key, node, onStage, gestures)
  ) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function handled(key: string, node: string | null, onStage: boolean, gestures: Gestures): boolean {
  if (key === "Escape") return gestures.close();
  if (!onStage) return false;
  const direction = ARROW_KEYS[key];
  if (direction !== undefined) gestures.walk(node, direction);
  else if (key === "+" || key === "=") gestures.zoomIn();
  else if (key === "-") gestures.zoomOut();
  else if (key === "0") gestures.fit();
  else if (key === "/") gestures.find();
  else if (key === "p" || key === "P") gestures.play();
  else if (key === "n" || key === "N") gestures.step(1);
  else if (key === "b" || key === "B") gestures.step(-1);
  else if (node === null) return false;
  else if (key === "Enter" || key === " ") gestures.open(node, true);
  else if (key === "c" || key === "C") gestures.toggleCrash(node);
  else if (key === "u" || key === "U") gestures.toggleFocus(node, "upstream");
  else if (key === "d" || key === "D") gestures.toggleFocus(node, "downstream");
  else return false;
  return true;
}
