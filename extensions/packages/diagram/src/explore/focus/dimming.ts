/** Lets everything but a lineage step back: it sets `data-dimmed` on what is not in it. */
import { groupsAbove, type Diagram } from "@atlas/contracts";

import type { Lineage } from "./lineage.js";
import { partsBy } from "../overlay.js";

export class Dimming {
  readonly #diagram: Diagram;
  readonly #parts: readonly (readonly [ReadonlyMap<string, readonly Element[]>, keyof Kept])[];

  constructor(svg: SVGElement, diagram: Diagram) {
    this.#diagram = diagram;
    this.#parts = [
      [partsBy(svg, "data-node"), "nodes"],
      [partsBy(svg, "data-lifeline"), "nodes"],
      [partsBy(svg, "data-edge"), "edges"],
      [partsBy(svg, "data-group"), "groups"],
    ];
  }

  /** Show a lineage, or, with null, everything again. */
  show(lineage: Lineage | null): void {
    const kept = lineage === null ? null : this.#keptBy(lineage);
    for (const [parts, kind] of this.#parts)
      for (const [id, elements] of parts)
        for (const one of elements)
          one.toggleAttribute("data-dimmed", kept !== null && !kept[kind].has(id));
  }

  #keptBy({ nodes, edges }: Lineage): Kept {
    const inside = this.#diagram.nodes.filter((node) => nodes.has(node.id));
    const groups = inside.flatMap((node) => groupsAbove(this.#diagram, node.group));
    return { nodes, edges, groups: new Set(groups) };
  }
}

interface Kept extends Lineage {
  readonly groups: ReadonlySet<string>;
}
