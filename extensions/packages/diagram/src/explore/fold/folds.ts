/**
 * Groups that fold and unfold: a folded group is one box with the number of nodes inside. It hides
 * parts with `data-gone` and draws crossing edges anew.
 */
import { groupsAbove, type Diagram, type Geometry, type Group } from "@atlas/contracts";

import { drawEdge } from "../../draw/edge.js";
import { mark, toSvgNode } from "../../draw/mark.js";
import { fold, type Folding } from "./folding.js";
import { groupCount, groupName, titleAmong } from "./naming.js";
import { partsBy } from "../overlay.js";

export class Folds {
  readonly #diagram: Diagram;
  readonly #geometry: Geometry;
  readonly #svg: SVGElement;
  readonly #layer: SVGElement;
  readonly #nodes: ReadonlyMap<string, readonly Element[]>;
  readonly #groups: ReadonlyMap<string, readonly Element[]>;
  readonly #edges: ReadonlyMap<string, readonly Element[]>;
  readonly #folded = new Set<string>();
  #folding: Folding;

  constructor(svg: SVGElement, diagram: Diagram, geometry: Geometry) {
    this.#diagram = diagram;
    this.#geometry = geometry;
    this.#svg = svg;
    this.#nodes = partsBy(svg, "data-node");
    this.#groups = partsBy(svg, "data-group");
    this.#edges = partsBy(svg, "data-edge");
    this.#folding = fold(diagram, geometry, this.#folded);
    this.#layer = toSvgNode(svg.ownerDocument, mark("g", { class: "boxes" }));
    svg.querySelector(".groups")?.after(this.#layer);
  }

  /** Fold a group, or unfold it; says what happened, or null where there is no such group. */
  toggle(group: string): string | null {
    const found = this.#diagram.groups.find(({ id }) => id === group);
    if (found === undefined || this.#title(group) === null) return null;
    const folded = !this.#folded.delete(group);
    if (folded) this.#folded.add(group);
    this.#show();
    return `${groupName(found)} is ${folded ? "folded" : "unfolded"}.`;
  }

  /** True where a node can't be seen because a group is folded. */
  hides(node: string): boolean {
    return this.#folding.nodes.has(node);
  }

  /** Unfold every group that hides a node. */
  reveal(node: string): void {
    if (!this.hides(node)) return;
    const group = this.#diagram.nodes.find(({ id }) => id === node)?.group ?? null;
    for (const above of groupsAbove(this.#diagram, group)) this.#folded.delete(above);
    this.#show();
  }

  #show(): void {
    const folding = fold(this.#diagram, this.#geometry, this.#folded);
    const before = this.#folding;
    this.#folding = folding;
    gone(this.#nodes, (id) => folding.nodes.has(id));
    gone(this.#groups, (id) => folding.groups.has(id));
    gone(partsBy(this.#svg, "data-badge"), (id) => folding.nodes.has(id));
    for (const id of new Set([...before.edges.keys(), ...folding.edges.keys()])) this.#draw(id);
    for (const group of this.#diagram.groups) this.#mark(group, folding);
    this.#layer.replaceChildren(...[...folding.boxes].map((id) => this.#box(id)));
  }

  /** Badges come and go with crashes; those of hidden nodes hide. */
  refresh(): void {
    gone(partsBy(this.#svg, "data-badge"), (id) => this.#folding.nodes.has(id));
  }

  #draw(id: string): void {
    const edge = this.#diagram.edges.find((one) => one.id === id);
    const original = this.#geometry.edges.find((one) => one.id === id);
    const changed = this.#folding.edges.get(id);
    const route = changed === undefined ? original : changed;
    for (const part of this.#edges.get(id) ?? []) {
      const label = part.classList.contains("edge-label");
      const hidden = route === null || route === undefined || (label && route.label === null);
      part.toggleAttribute("data-gone", hidden);
      if (hidden || label || edge === undefined) continue;
      const drawn = drawEdge(edge, route);
      if (drawn === null) continue;
      part.replaceChildren(...toSvgNode(part.ownerDocument, drawn).childNodes);
    }
  }

  #mark(group: Group, folding: Folding): void {
    const folded = folding.boxes.has(group.id);
    for (const part of this.#groups.get(group.id) ?? [])
      part.toggleAttribute("data-folded", folded);
    this.#title(group.id)?.setAttribute("aria-expanded", String(!folded));
  }

  #box(id: string): SVGElement {
    const box = this.#geometry.groups.find((one) => one.id === id);
    const at = box ?? { x: 0, y: 0, width: 0, height: 0 };
    const x = at.x + at.width / 2;
    const y = at.y + at.height / 2 + 5;
    return toSvgNode(
      this.#svg.ownerDocument,
      mark("text", { class: "count", x, y, "text-anchor": "middle" }, [
        groupCount(this.#diagram, id),
      ]),
    );
  }

  #title(group: string): Element | null {
    return titleAmong(this.#groups.get(group));
  }
}

function gone(parts: ReadonlyMap<string, readonly Element[]>, hidden: (id: string) => boolean) {
  for (const [id, elements] of parts)
    for (const one of elements) one.toggleAttribute("data-gone", hidden(id));
}
