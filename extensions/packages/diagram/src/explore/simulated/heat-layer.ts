/** Shows heat: nodes take a tint and a note, edges a width and, where calls fail, a colour. */
import type { Geometry } from "@atlas/contracts";

import { mark, toSvgNode } from "../../draw/mark.js";
import type { EdgeHeat, Heat, NodeHeat } from "../../heat.js";
import { partsBy } from "../overlay.js";

const NOTE_HEIGHT_PX = 17;
const NOTE_PAD_PX = 14;
/** Mean width of a letter at 10.5 px in weight 600. */
const LETTER_PX = 6.1;
const FAILING_MIN = 0.005;
const [THIN_PX, THICK_PX] = [1.4, 5];

export class HeatLayer {
  readonly #svg: SVGElement;
  readonly #geometry: Geometry;
  readonly #nodes: ReadonlyMap<string, readonly Element[]>;
  readonly #edges: ReadonlyMap<string, readonly Element[]>;
  readonly #notes: SVGElement;

  constructor(svg: SVGElement, geometry: Geometry) {
    this.#svg = svg;
    this.#geometry = geometry;
    this.#nodes = partsBy(svg, "data-node");
    this.#edges = partsBy(svg, "data-edge");
    const made = mark("g", { class: "notes", "aria-hidden": "true" });
    this.#notes = toSvgNode(svg.ownerDocument, made);
    svg.append(this.#notes);
  }

  /** Show this heat; null: the picture as it is. */
  show(heat: Heat | null): void {
    this.#svg.toggleAttribute("data-heated", heat !== null);
    this.#notes.replaceChildren();
    for (const [id, parts] of this.#nodes) {
      const own = heat?.nodes.get(id) ?? null;
      for (const part of parts) heatNode(part, own);
      if (own !== null && own.note !== null) this.#note(id, own, own.note);
    }
    for (const [id, parts] of this.#edges)
      for (const part of parts) heatEdge(part, heat === null ? null : (heat.edges.get(id) ?? null));
  }

  /** The words of a node, on its lower border, where a badge would say it crashed. */
  #note(id: string, { state }: NodeHeat, words: string): void {
    const box = this.#geometry.nodes.find((each) => each.id === id);
    if (box === undefined) return;
    const width = words.length * LETTER_PX + NOTE_PAD_PX;
    const x = box.x + (box.width - width) / 2;
    const y = box.y + box.height - NOTE_HEIGHT_PX / 2;
    const made = mark("g", { class: "heat-note", "data-heat": state, "data-note": id }, [
      mark("rect", { x, y, width, height: NOTE_HEIGHT_PX, rx: NOTE_HEIGHT_PX / 2 }),
      mark("text", { x: x + width / 2, y: y + 12.3, "text-anchor": "middle" }, [words]),
    ]);
    this.#notes.append(toSvgNode(this.#svg.ownerDocument, made));
  }
}

function heatNode(part: Element, heat: NodeHeat | null): void {
  if (heat === null) {
    part.removeAttribute("data-heat");
    return;
  }
  part.setAttribute("data-heat", heat.state);
  if ("style" in part)
    (part as SVGElement).style.setProperty("--heat", `${Math.round(heat.level * 34)}%`);
}

function heatEdge(part: Element, heat: EdgeHeat | null): void {
  const line = part.querySelector<SVGElement>(".line");
  if (heat === null) {
    part.removeAttribute("data-heat");
    line?.style.removeProperty("stroke-width");
    return;
  }
  const state = heat.share === 0 ? "idle" : heat.failing > FAILING_MIN ? "failing" : "calm";
  part.setAttribute("data-heat", state);
  if ("style" in part)
    (part as SVGElement).style.setProperty("--heat", `${Math.round(30 + 70 * heat.failing)}%`);
  const width = THIN_PX + (THICK_PX - THIN_PX) * Math.sqrt(heat.share);
  line?.style.setProperty("stroke-width", `${width.toFixed(1)}px`);
}
