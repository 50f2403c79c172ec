/** What a node states, shown while the pointer or the focus rests on it. */
import type { Node } from "@atlas/contracts";

import { element } from "./element.js";
import { metricName, quantity } from "./quantity.js";
import { nodeName, nodeTraits } from "./words.js";

const GAP_PX = 8;

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

export class Tooltip {
  readonly box: HTMLElement;
  readonly #document: Document;

  constructor(document: Document, id: string) {
    this.#document = document;
    this.box = element(document, "div", { class: "tooltip", role: "tooltip", id, hidden: true });
  }

  /** Show a node's metrics beside its frame on the stage; `note` is what a crash does to it. */
  show(node: Node, frame: Frame, note: string | null): void {
    const make = this.#document;
    const traits = nodeTraits(node).join(" \u00b7 ");
    this.box.replaceChildren(
      element(make, "strong", {}, [nodeName(node)]),
      ...(traits === "" ? [] : [element(make, "div", { class: "traits" }, [traits])]),
      ...(note === null ? [] : [element(make, "div", { class: "note-state" }, [note])]),
      metricsTable(make, node),
    );
    this.box.hidden = false;
    this.#place(frame);
  }

  hide(): void {
    this.box.hidden = true;
  }

  /** Below the frame, above it where there is no room, never beyond the stage's sides. */
  #place(frame: Frame): void {
    const stage = this.box.parentElement;
    if (stage === null) return;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const left = frame.x + frame.width / 2 - width / 2;
    const below = frame.y + frame.height + GAP_PX;
    const above = frame.y - GAP_PX - height;
    const top = below + height <= stage.clientHeight || above < 0 ? below : above;
    const within = (at: number, room: number) => Math.max(4, Math.min(at, room - 4));
    this.box.style.left = `${within(left, stage.clientWidth - width)}px`;
    this.box.style.top = `${within(top, stage.clientHeight - height)}px`;
  }
}

/** Name, value and provenance of each metric; every metric of a label is the author's own. */
export function metricsTable(document: Document, node: Node): HTMLElement {
  if (node.annotations.length === 0)
    return element(document, "div", { class: "traits" }, ["No metrics stated."]);
  const cell = (tag: "td" | "th", text: string) =>
    element(document, tag, tag === "th" ? { scope: "row" } : {}, [text]);
  const rows = node.annotations.map((one) =>
    element(document, "tr", { title: one.text }, [
      cell("th", metricName(one)),
      cell("td", quantity(one)),
      element(document, "td", { class: "provenance" }, ["stated"]),
    ]),
  );
  return element(document, "table", { class: "metrics" }, [element(document, "tbody", {}, rows)]);
}
