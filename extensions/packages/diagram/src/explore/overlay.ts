/**
 * Shows a blast radius on the picture. Each state has a word beside its colour: crashed nodes are
 * hatched, hit ones outlined, partly served ones dashed; the way to the fault stands out and what
 * is not concerned steps back.
 */
import type { Bundle, Edge, Geometry, Node } from "@atlas/contracts";

import { mark, toSvgNode, type Mark } from "../draw/mark.js";
import { outlineOf } from "../draw/outline.js";
import type { BlastRadius } from "../reach/index.js";

export type State = "crashed" | "hit" | "partly" | "unreachable" | "served";

type Told = Exclude<State, "served">;

const BADGE_HEIGHT_PX = 17;
const BADGE_PAD_PX = 14;
/** Words on badges, and their widths at 10.5 px in weight 600. */
const BADGES: Readonly<Record<Told, readonly [string, number]>> = {
  crashed: ["crashed", 43],
  hit: ["can't be served", 80],
  partly: ["partly served", 72],
  unreachable: ["no request", 59],
};
const IN_SEQUENCE: Readonly<Record<Told, readonly [string, number]>> = {
  ...BADGES,
  hit: ["can't go on", 61],
  unreachable: ["no message", 64],
};

export function stateOf(radius: BlastRadius, node: string): State {
  if (radius.crashed.includes(node)) return "crashed";
  if (radius.hit.includes(node)) return "hit";
  if (radius.partly.includes(node)) return "partly";
  return radius.unreachable.includes(node) ? "unreachable" : "served";
}

/** What the present crashes do to a node, in words, or null where they do nothing. */
export function stateWords(radius: BlastRadius, node: string, kind: string): string | null {
  const state = stateOf(radius, node);
  if (state === "served") return null;
  const [words] = (kind === "sequence" ? IN_SEQUENCE : BADGES)[state];
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

export class Overlay {
  readonly #svg: SVGElement;
  readonly #bundle: Bundle;
  readonly #geometry: Geometry;
  readonly #hatch: string;
  readonly #badges: SVGElement;
  readonly #nodes: ReadonlyMap<string, readonly Element[]>;
  readonly #lifelines: ReadonlyMap<string, readonly Element[]>;
  readonly #edges: ReadonlyMap<string, readonly Element[]>;

  /** `hatch` is an id that nothing else in the document has. */
  constructor(svg: SVGElement, bundle: Bundle, geometry: Geometry, hatch: string) {
    this.#svg = svg;
    this.#bundle = bundle;
    this.#geometry = geometry;
    this.#hatch = hatch;
    this.#badges = this.#make(mark("g", { class: "badges", "aria-hidden": "true" }));
    svg.prepend(this.#make(hatching(hatch)));
    svg.append(this.#badges);
    this.#nodes = partsBy(svg, "data-node");
    this.#lifelines = partsBy(svg, "data-lifeline");
    this.#edges = partsBy(svg, "data-edge");
  }

  show(radius: BlastRadius): void {
    const any = radius.crashed.length > 0;
    const onPath = new Set(radius.paths.flatMap((path) => path.edges));
    this.#svg.toggleAttribute("data-crashed", any);
    this.#badges.replaceChildren();
    for (const node of this.#bundle.diagram.nodes) this.#mark(node, stateOf(radius, node.id), any);
    for (const edge of this.#bundle.diagram.edges) {
      const state = any ? edgeState(edge, radius, onPath) : null;
      for (const part of this.#edges.get(edge.id) ?? []) setOrRemove(part, "data-state", state);
    }
  }

  #mark(node: Node, state: State, any: boolean): void {
    const box = this.#geometry.nodes.find(({ id }) => id === node.id);
    for (const part of this.#lifelines.get(node.id) ?? [])
      setOrRemove(part, "data-state", any ? state : null);
    for (const group of this.#nodes.get(node.id) ?? []) {
      setOrRemove(group, "data-state", any ? state : null);
      group.querySelector(".hatch")?.remove();
      if (state !== "crashed" || box === undefined) continue;
      const fill = `url(#${this.#hatch})`;
      const hatch = mark("path", { class: "hatch", d: outlineOf(node.shape, box).edge, fill });
      group.querySelector(".outline")?.after(this.#make(hatch));
    }
    if (state === "served" || box === undefined) return;
    const [words, length] = (this.#bundle.diagram.kind === "sequence" ? IN_SEQUENCE : BADGES)[
      state
    ];
    const width = length + BADGE_PAD_PX;
    // On the lower border, where no head of an edge hides behind it and no label begins.
    const x = box.x + (box.width - width) / 2;
    const y = box.y + box.height - BADGE_HEIGHT_PX / 2;
    this.#badges.append(this.#make(badge(words, { state, node: node.id }, { x, y, width })));
  }

  #make(made: Mark): SVGElement {
    return toSvgNode(this.#svg.ownerDocument, made);
  }
}

/** The parts of a picture by the id that an attribute of theirs names. */
export function partsBy(svg: SVGElement, attribute: string): Map<string, Element[]> {
  const parts = new Map<string, Element[]>();
  for (const part of svg.querySelectorAll(`[${attribute}]`)) {
    const id = part.getAttribute(attribute) ?? "";
    const known = parts.get(id);
    if (known === undefined) parts.set(id, [part]);
    else known.push(part);
  }
  return parts;
}

function edgeState(edge: Edge, radius: BlastRadius, onPath: ReadonlySet<string>): string {
  if (onPath.has(edge.id)) return "path";
  if (radius.lost.includes(edge.id)) return "lost";
  const concerned = (id: string) => stateOf(radius, id) !== "served";
  return concerned(edge.source) && concerned(edge.target) ? "near" : "served";
}

function setOrRemove(part: Element, name: string, value: string | null): void {
  if (value === null) part.removeAttribute(name);
  else part.setAttribute(name, value);
}

function badge(
  words: string,
  { state, node }: { state: State; node: string },
  { x, y, width }: { x: number; y: number; width: number },
): Mark {
  const height = BADGE_HEIGHT_PX;
  return mark("g", { class: "badge", "data-state": state, "data-badge": node }, [
    mark("rect", { x, y, width, height, rx: height / 2 }),
    mark("text", { x: x + width / 2, y: y + 12.3, "text-anchor": "middle" }, [words]),
  ]);
}

function hatching(id: string): Mark {
  const size = 7;
  const attributes = { id, width: size, height: size, patternUnits: "userSpaceOnUse" };
  return mark("defs", {}, [
    mark("pattern", { ...attributes, patternTransform: "rotate(45)" }, [
      mark("path", { class: "hatch-line", d: `M0 0V${size}M0 0H${size}` }),
    ]),
  ]);
}
