/**
 * One exchange: the question, the answer as Markdown, its numbered sources. While it streams, the
 * Markdown is drawn anew a few times a second; [1] becomes a chip that opens the page cited.
 */
import { type IRenderMimeRegistry, MimeModel } from "@jupyterlab/rendermime";

import type { Citation } from "../client/answers.js";
import { button, element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { type Exchange, isOpen } from "./thread.js";

const MARKDOWN = "text/markdown";
const REDRAW_MS = 120;

export interface AnswerOptions {
  rendermime: IRenderMimeRegistry;
  onCite: (citation: Citation) => void;
  onRetry: () => void;
  /** The answer grew: the panel may scroll. */
  onGrow: () => void;
}

export class AnswerView {
  readonly node: HTMLElement;
  private readonly text = element("div", { class: "atlas-Answer-text", "data-atlas": "answer" });
  private readonly state = element("div", { class: "atlas-Answer-state", role: "status" });
  private readonly sources = element("ol", {
    class: "atlas-Answer-sources",
    "data-atlas": "citations",
    "aria-label": "Sources",
  });
  private drawn = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private drawing = false;

  constructor(
    private exchange: Exchange,
    private readonly options: AnswerOptions,
  ) {
    const asked = element("div", { class: "atlas-Question", "data-atlas": "question" }, [
      exchange.question,
      exchange.page && element("small", {}, [`about ${exchange.page.title}`]),
    ]);
    const answer = element("div", { class: "atlas-Answer" }, [
      this.text,
      this.state,
      this.sources,
    ]);
    this.node = element("div", { class: "atlas-Exchange", "data-atlas": "exchange" }, [asked, answer]);
    this.show(exchange);
  }

  show(exchange: Exchange): void {
    this.exchange = exchange;
    this.node.dataset["state"] = exchange.state;
    this.drawState();
    this.drawSources();
    if (this.timer === undefined && !this.drawing) {
      this.timer = setTimeout(() => void this.drawText(), this.drawn === "" ? 0 : REDRAW_MS);
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.node.remove();
  }

  private drawState(): void {
    const { state, sentence } = this.exchange;
    const parts: (Node | string)[] = [];
    if (state === "asking") {
      parts.push(
        element("span", { class: "atlas-Spinner", "aria-hidden": "true" }),
        "Looking through the pages",
      );
    }
    if (state === "stopped") parts.push("Stopped. ", this.retry("Ask again"));
    if (state === "failed") {
      parts.push(
        element("div", { class: "atlas-Trouble", role: "alert", "data-atlas": "trouble" }, [
          icon("warning"),
          element("p", {}, [sentence]),
          this.retry("Try again"),
        ]),
      );
    }
    this.state.replaceChildren(...parts);
  }

  private retry(text: string): HTMLElement {
    return button(text, { hook: "retry", quiet: true, onClick: this.options.onRetry });
  }

  private drawSources(): void {
    const { citations } = this.exchange;
    this.sources.hidden = citations.length === 0 || isOpen(this.exchange);
    const items = citations.map((citation) => {
      const place = citation.heading && citation.heading !== citation.title ? citation.heading : "";
      return element("li", { value: citation.n }, [
        element(
          "button",
          {
            class: "atlas-Source",
            type: "button",
            "data-atlas": "citation",
            "data-page": citation.page,
            "data-anchor": citation.anchor,
            title: citation.excerpt,
          },
          [
            element("span", { class: "atlas-Chip" }, [String(citation.n)]),
            element("span", {}, [citation.title, place && element("small", {}, [place])]),
          ],
          { click: () => this.options.onCite(citation) },
        ),
      ]);
    });
    this.sources.replaceChildren(...items);
  }

  private async drawText(): Promise<void> {
    this.timer = undefined;
    const { text } = this.exchange;
    if (text === this.drawn) {
      this.chips();
      return;
    }
    this.drawing = true;
    const renderer = this.options.rendermime.createRenderer(MARKDOWN);
    try {
      await renderer.renderModel(new MimeModel({ data: { [MARKDOWN]: text }, trusted: false }));
      this.text.replaceChildren(...renderer.node.childNodes);
      this.drawn = text;
      this.chips();
      this.tameLinks();
    } finally {
      renderer.dispose();
      this.drawing = false;
    }
    this.options.onGrow();
    if (this.exchange.text !== this.drawn) {
      this.timer = setTimeout(() => void this.drawText(), REDRAW_MS);
    }
  }

  /** Turns [n] in the text into chips, where citation n is known. */
  private chips(): void {
    const known = new Map(this.exchange.citations.map((each) => [each.n, each]));
    const walker = document.createTreeWalker(this.text, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) {
      const text = walker.currentNode as Text;
      if (/\[\d+\]/.test(text.data) && !text.parentElement?.closest("code, pre")) found.push(text);
    }
    for (const text of found) {
      const parts = text.data.split(/\[(\d+)\]/);
      text.replaceWith(
        ...parts.map((part, index) => {
          const citation = index % 2 === 1 ? known.get(Number(part)) : undefined;
          if (citation) return this.chip(citation);
          return index % 2 === 1 ? `[${part}]` : part;
        }),
      );
    }
  }

  private chip(citation: Citation): HTMLElement {
    return element(
      "button",
      {
        class: "atlas-Chip",
        type: "button",
        "data-atlas": "citation-chip",
        title: `${citation.title}: ${citation.heading}`,
        "aria-label": `Source ${citation.n}: ${citation.title}`,
      },
      [String(citation.n)],
      { click: () => this.options.onCite(citation) },
    );
  }

  private tameLinks(): void {
    for (const link of this.text.querySelectorAll<HTMLAnchorElement>("a[href]")) {
      link.target = "_blank";
      link.rel = "noopener noreferrer";
    }
  }
}
