/** Tells on each node's part of the picture what it is, and whether it is selected or found. */
import type { Diagram, Node } from "@atlas/contracts";

import type { BlastRadius } from "../reach/index.js";
import { stateWords } from "./overlay.js";
import { nodeName, nodeTraits } from "./words.js";

type Parts = ReadonlyMap<string, readonly Element[]>;

/** Make every node a button with a name that says it all. */
export function describeNodes(
  parts: Parts,
  diagram: Diagram,
  radius: BlastRadius,
  selection: string | null,
): void {
  for (const node of diagram.nodes) {
    const note = stateWords(radius, node.id, diagram.kind) ?? "";
    for (const part of parts.get(node.id) ?? []) {
      if (node.id === selection) ring(part);
      part.setAttribute("tabindex", "0");
      part.setAttribute("role", "button");
      part.setAttribute("aria-pressed", String(node.id === selection));
      part.setAttribute("aria-label", `${spokenName(node, part)} ${note}`.trim());
    }
  }
}

/** What stands on a node, word for word (people say it to choose the node), and what it is. */
function spokenName(node: Node, part: Element): string {
  const texts = [...part.children].filter(({ localName }) => localName === "text");
  const lines = texts.map((text) => text.textContent);
  const shown = lines.length === 0 ? nodeName(node) : lines.join(" ");
  return `${[shown, ...nodeTraits(node)].join(", ")}.`;
}

/** Mark what a search found, and which of it is at hand. */
export function markFound(parts: Parts, found: readonly string[], current: string | null): void {
  for (const [id, elements] of parts)
    for (const part of elements) {
      const state = id === current ? "current" : found.includes(id) ? "match" : null;
      if (state === null) part.removeAttribute("data-found");
      else {
        ring(part);
        part.setAttribute("data-found", state);
      }
    }
}

/** Give a node the ring around its outline that says focused, selected or found, if it has none. */
export function ring(part: Element): void {
  const outline = part.querySelector(".outline");
  if (outline === null || part.querySelector(".ring") !== null) return;
  const made = outline.cloneNode() as Element;
  made.setAttribute("class", "ring");
  outline.before(made);
}
