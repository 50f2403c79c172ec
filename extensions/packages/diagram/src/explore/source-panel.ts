/** What stands for a diagram that can't be drawn: its source text, and why. */
import type { Bundle } from "@atlas/contracts";

import { element } from "./element.js";
import { KIND_WORDS } from "./words.js";

const NOT_TYPED = "Atlas shows this kind of diagram as its source text.";
const NOT_LAID_OUT = "This diagram was read, but could not be laid out; here is its source text.";

export function makeSourcePanel(document: Document, { diagram }: Bundle): HTMLElement {
  const said = diagram.problems.map((problem) => problem.sentence);
  const fallback = diagram.typed ? NOT_LAID_OUT : NOT_TYPED;
  const { path, line, text } = diagram.source;
  return element(document, "div", { class: "source" }, [
    element(document, "p", { class: "reason" }, [
      element(document, "strong", {}, [`${KIND_WORDS[diagram.kind]}. `]),
      said.length === 0 ? fallback : said.join(" "),
      element(document, "span", { class: "provenance" }, [` ${path}, line ${line}`]),
    ]),
    element(document, "pre", { tabindex: "0", role: "group", "aria-label": "Source text" }, [
      element(document, "code", {}, [text]),
    ]),
  ]);
}
