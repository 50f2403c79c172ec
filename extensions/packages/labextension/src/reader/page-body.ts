/**
 * Turns the page's HTML into nodes for the reader. The build has sanitised it and decided where
 * every address leads; here the title's own heading is left out, code is highlighted, and what can
 * scroll sideways can be reached by keyboard.
 */
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";

import type { Page } from "../client/answers.js";
import { element } from "../dom/element.js";
import { highlightCode } from "./code.js";

/** The page's nodes, in one element that is not yet in the document. */
export function pageBody(page: Page, rendermime: IRenderMimeRegistry): HTMLElement {
  const template = document.createElement("template");
  template.innerHTML = page.html;
  const { content } = template;
  // The header shows the title.
  content.querySelector("h1.atlas-title")?.remove();
  for (const picture of content.querySelectorAll("img:not([src])")) {
    const name = picture.getAttribute("alt") ?? "";
    picture.replaceWith(
      element("span", { class: "atlas-Page-picture" }, [`${name} (picture not included)`.trim()]),
    );
  }
  for (const link of content.querySelectorAll("a[data-broken]")) {
    link.setAttribute("title", "This link leads to nothing in the catalogue");
  }
  for (const table of content.querySelectorAll<HTMLElement>(".atlas-table")) table.tabIndex = 0;
  for (const block of content.querySelectorAll<HTMLElement>("pre > code")) {
    highlightCode(block, rendermime);
  }
  return element("div", { class: "atlas-Page-body" }, [content]);
}
