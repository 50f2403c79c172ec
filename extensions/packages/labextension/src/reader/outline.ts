/** The headings of a page beside it, on wide screens. It follows the reader's place in the text. */
import type { Heading } from "../client/answers.js";
import { element } from "../dom/element.js";

const LEVEL_MAX = 3;

export class Outline {
  readonly node: HTMLElement;
  private readonly entries = new Map<string, HTMLElement>();

  constructor(headings: readonly Heading[], onOpen: (anchor: string) => void) {
    const shown = headings.filter(({ level }) => level >= 2 && level <= LEVEL_MAX);
    const items = shown.map(({ level, anchor, text }) => {
      const entry = element(
        "a",
        { href: `#${anchor}`, style: `--atlas-level:${level - 2}` },
        [text],
        {
          click: (event) => {
            event.preventDefault();
            event.stopPropagation();
            onOpen(anchor);
          },
        },
      );
      this.entries.set(anchor, entry);
      return element("li", {}, [entry]);
    });
    this.node = element(
      "nav",
      { class: "atlas-Outline", "aria-label": "On this page", "data-atlas": "outline" },
      items.length > 1
        ? [element("h2", {}, ["On this page"]), element("ol", {}, items)]
        : [],
    );
  }

  /** Marks the last heading that has passed `top` (px in the viewport). */
  follow(find: (anchor: string) => Element | null, top: number): void {
    let reached: string | null = null;
    for (const anchor of this.entries.keys()) {
      const heading = find(anchor);
      if (heading && heading.getBoundingClientRect().top <= top) reached = anchor;
    }
    for (const [anchor, entry] of this.entries) {
      if (anchor === reached) entry.setAttribute("aria-current", "location");
      else entry.removeAttribute("aria-current");
    }
  }
}
