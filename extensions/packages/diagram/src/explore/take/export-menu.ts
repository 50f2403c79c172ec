/** The button that opens a list of the forms in which a diagram can be taken along. */
import type { Diagram } from "@atlas/contracts";

import { button, element } from "../element.js";
import { download, fileName, takeSvg, toPng } from "./export.js";
import { TAKE } from "../toolbar.js";

export interface ExportOptions {
  /** CSS that declares the typeface with its files inside. */
  readonly fonts: () => Promise<string>;
  /** Copy a text, and say how that went. */
  readonly copy: (text: string, done: string) => Promise<string>;
  readonly say: (sentence: string) => void;
}

export class ExportMenu {
  readonly #opener: HTMLButtonElement;
  readonly #list: HTMLElement;
  readonly #document: Document;
  readonly #diagram: Diagram;
  readonly #svg: SVGElement;
  readonly #options: ExportOptions;

  /** The list stands after its opener. */
  constructor(
    opener: HTMLButtonElement,
    diagram: Diagram,
    svg: SVGElement,
    options: ExportOptions,
  ) {
    const document = opener.ownerDocument;
    this.#opener = opener;
    this.#document = document;
    this.#diagram = diagram;
    this.#svg = svg;
    this.#options = options;
    const file = fileName(diagram.title);
    this.#list = element(
      document,
      "div",
      { class: "menu", role: "group", "aria-label": TAKE, hidden: true },
      [
        this.#item("Copy Mermaid source", "mermaid", () => this.#copyText(diagram.source.text)),
        this.#item("Copy SVG", "copy-svg", async () => this.#copyText((await this.#take()).markup)),
        this.#item("Download SVG", "svg", () => this.#save(`${file}.svg`)),
        this.#item("Download PNG", "png", () => this.#save(`${file}.png`)),
      ],
    );
    opener.after(this.#list);
  }

  get isOpen(): boolean {
    return !this.#list.hidden;
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.#open();
  }

  close(): void {
    const focused = this.#list.contains(this.#document.activeElement);
    this.#list.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    if (focused) this.#opener.focus();
  }

  #open(): void {
    this.#list.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#list.querySelector("button")?.focus();
  }

  #item(words: string, action: string, act: () => Promise<unknown>): HTMLElement {
    return button(this.#document, { "data-action": action }, [words], () => {
      this.close();
      act().catch(() => this.#options.say("The picture could not be made. Try the SVG."));
    });
  }

  async #copyText(text: string): Promise<void> {
    await this.#options.copy(text, "Copied");
  }

  /** Without the fonts, which a viewer may lack, the picture falls back to what it has. */
  async #take() {
    const fonts = await this.#options.fonts().catch(() => "");
    return takeSvg(this.#svg, this.#diagram.title, fonts);
  }

  async #save(name: string): Promise<void> {
    const taken = await this.#take();
    const content = name.endsWith(".png")
      ? await toPng(this.#document, taken)
      : new Blob([taken.markup], { type: "image/svg+xml" });
    download(this.#document, name, content);
    this.#options.say(`${name} is downloaded.`);
  }
}
