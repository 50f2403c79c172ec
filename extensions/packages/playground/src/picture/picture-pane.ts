/**
 * The live picture beside the source. It keeps the last picture while a text can't be read, and
 * says so. What is explored here is nobody's progress: its facts go no further.
 */
import type { Bundle } from "@atlas/contracts";
import { type DiagramView, renderDiagram } from "@atlas/diagram";

import { element } from "../element.js";
import type { Reading } from "../reading/reader.js";
import type { DrawForeign } from "./foreign-frame.js";
import { type ForeignView, showForeign } from "./foreign-picture.js";

export interface PaneOptions {
  drawForeign: DrawForeign;
  fonts: () => Promise<string>;
  onForeignFailure: (sentence: string) => void;
}

export class PicturePane {
  readonly node = element("div", {
    class: "atlas-Playground-picture",
    "data-atlas": "playground-picture",
  });
  /** What is on screen, where it is typed. */
  bundle: Bundle | null = null;
  private shown = "";
  private selection: string | null = null;
  private view: DiagramView | ForeignView | null = null;

  constructor(private readonly options: PaneOptions) {
    this.node.addEventListener("atlas:fact", (event) => event.stopPropagation());
  }

  show(reading: Reading): void {
    this.node.dataset["state"] = reading.state;
    switch (reading.state) {
      case "drawn":
        this.draw(reading.bundle);
        return;
      case "foreign":
        this.foreign(reading.text);
        return;
      case "empty":
        this.clear();
        this.node.replaceChildren(
          element("p", { class: "atlas-Playground-hint" }, ["What you write is drawn here."]),
        );
        return;
      case "refused":
        return;
    }
  }

  resize(): void {
    if (this.view && "fit" in this.view) this.view.fit();
  }

  dispose(): void {
    this.clear();
  }

  private draw(bundle: Bundle): void {
    const key = JSON.stringify(bundle);
    if (key === this.shown) return;
    const host = element("div", { class: "atlas-Playground-host" });
    this.clear();
    this.node.replaceChildren(host);
    this.view = renderDiagram(host, bundle, {
      selection: this.selection,
      fonts: this.options.fonts,
      onSelect: (node) => (this.selection = node),
    });
    this.bundle = bundle;
    this.shown = key;
  }

  private foreign(text: string): void {
    if (this.shown === text) return;
    const host = element("div", { class: "atlas-Playground-host" });
    this.clear();
    this.node.replaceChildren(host);
    this.view = showForeign(host, text, {
      name: "Diagram",
      draw: this.options.drawForeign,
      source: false,
      onFailure: this.options.onForeignFailure,
    });
    this.shown = text;
  }

  private clear(): void {
    this.view?.dispose();
    this.view = null;
    this.bundle = null;
    this.shown = "";
  }
}
