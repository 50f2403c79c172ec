/** The top and the bottom of a page: what it takes, what it gives, where it comes from. */
import { levelChip } from "../catalogue/row-text.js";
import type { Page, PageLink, SourceNote } from "../client/answers.js";
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { count, duration } from "../dom/words.js";

export function pageHeader(page: Page): HTMLElement {
  const { tags, prerequisites, learning_outcomes } = page.front_matter;
  const line: (Node | null)[] = [
    page.difficulty ? levelChip(page.difficulty) : null,
    page.minutes ? element("span", {}, [duration(page.minutes)]) : null,
    page.exercises.length > 0
      ? element("span", {}, [count(page.exercises.length, "exercise")])
      : null,
    page.diagrams.length > 0 ? element("span", {}, [count(page.diagrams.length, "diagram")]) : null,
  ];
  return element("header", { class: "atlas-Header" }, [
    element("h1", { "data-atlas": "page-title" }, [page.title]),
    page.description && element("p", { class: "atlas-Header-lead" }, [page.description]),
    element("div", { class: "atlas-Header-line" }, line),
    tags.length > 0 &&
      element(
        "ul",
        { class: "atlas-Header-tags", "aria-label": "Tags" },
        tags.map((tag) => element("li", {}, [tag])),
      ),
    grounds(prerequisites, learning_outcomes),
  ]);
}

function grounds(prerequisites: string[], outcomes: string[]): HTMLElement | null {
  if (prerequisites.length === 0 && outcomes.length === 0) return null;
  return element("div", { class: "atlas-Header-grounds" }, [
    block("You need", prerequisites),
    block("Afterwards you can", outcomes),
  ]);
}

function block(title: string, lines: string[]): HTMLElement | null {
  if (lines.length === 0) return null;
  const items = lines.map((line) => element("li", {}, [line]));
  return element("section", {}, [element("h2", {}, [title]), element("ul", {}, items)]);
}

export interface FooterOptions {
  onOpen: (page: string) => void;
}

export function pageFooter(page: Page, { onOpen }: FooterOptions): HTMLElement {
  const { sources } = page.front_matter;
  const link = (to: PageLink) =>
    element(
      "a",
      { href: "#", "data-page": to.id },
      [to.title],
      {
        click: (event) => {
          event.preventDefault();
          event.stopPropagation();
          onOpen(to.id);
        },
      },
    );
  return element("footer", { class: "atlas-Footer" }, [
    sources.length > 0 &&
      element("section", { "data-atlas": "sources" }, [
        element("h2", {}, ["Sources"]),
        element("ol", {}, sources.map(sourceItem)),
      ]),
    page.backlinks.length > 0 &&
      element("section", { "data-atlas": "backlinks" }, [
        element("h2", {}, ["Pages that lead here"]),
        element("ul", {}, page.backlinks.map((each) => element("li", {}, [link(each)]))),
      ]),
    element("nav", { class: "atlas-Footer-turn", "aria-label": "Neighbouring pages" }, [
      page.prev && turn("previous", page.prev, onOpen),
      page.next && turn("next", page.next, onOpen),
    ]),
  ]);
}

function sourceItem(source: SourceNote): HTMLElement {
  const attributes = { href: source.url, target: "_blank", rel: "noopener noreferrer" };
  return element("li", {}, [
    source.url ? element("a", attributes, [source.title]) : source.title,
    source.note && element("span", { class: "atlas-Footer-note" }, [` ${source.note}`]),
  ]);
}

function turn(way: "previous" | "next", to: PageLink, onOpen: (page: string) => void): Node {
  const words = element("span", {}, [
    element("small", {}, [way === "next" ? "Next" : "Previous"]),
    to.title,
  ]);
  const arrow = icon(way === "next" ? "forward" : "back");
  return element(
    "button",
    { class: `atlas-Turn atlas-mod-${way}`, type: "button", "data-atlas": `${way}-page` },
    way === "next" ? [words, arrow] : [arrow, words],
    { click: () => onOpen(to.id) },
  );
}
