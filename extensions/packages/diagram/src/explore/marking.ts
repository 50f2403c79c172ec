/** Tells on each node's part of the picture what it is, and whether it is selected or found. */
import type { Diagram, Node } from "@atlas/contracts";

import type { Mark } from "../draw/mark.js";
import type { BlastRadius } from "../reach/index.js";
import { stateWords } from "./overlay.js";
import { nodeName, nodeTraits } from "./words.js";

type Parts = ReadonlyMap<string, readonly Element[]>;

/** A drawn picture whose nodes are buttons, each with a name that says it all; none is selected. */
export function withButtons(picture: Mark, diagram: Diagram): Mark {
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  const named = (part: Mark | string): Mark | string => {
    if (typeof part === "string") return part;
    const node = nodes.get(part.attributes["data-node"] ?? "");
    if (node === undefined) return part;
    const name = spokenName(node, wordsOf(part));
    const button = { tabindex: "0", role: "button", "aria-pressed": "false", "aria-label": name };
    return { ...part, attributes: { ...part.attributes, ...button } };
  };
  const children = picture.children.map((layer) =>
    typeof layer !== "string" && layer.attributes["class"] === "nodes"
      ? { ...layer, children: layer.children.map(named) }
      : layer,
  );
  return { ...picture, children };
}

/** Tell again what every node is, now that something crashed or is selected. */
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
      const name = spokenName(node, part.textContent);
      part.setAttribute("aria-pressed", String(node.id === selection));
      part.setAttribute("aria-label", `${name} ${note}`.trim());
    }
  }
}

/** What stands on a node, word for word (people say it to choose the node), and what it is. */
function spokenName(node: Node, words: string): string {
  return `${[words.trim() || nodeName(node), ...nodeTraits(node)].join(", ")}.`;
}

function wordsOf(made: Mark | string): string {
  return typeof made === "string" ? made : made.children.map(wordsOf).join("");
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
