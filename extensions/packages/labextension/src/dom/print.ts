/**
 * Prints a page of the catalogue alone. JupyterLab's own panels can't be laid out on paper, so a
 * copy of the article stands at the end of the document while the browser prints, and the style
 * sheet shows nothing else.
 */
import { element } from "./element.js";

/** Resolves when the browser has printed, or the reader has thought better of it. */
export async function printArticle(article: HTMLElement): Promise<void> {
  const copy = article.cloneNode(true);
  const sheet = element("div", { class: "atlas-Print", "data-atlas": "print" }, [copy]);
  const done = new Promise<void>((resolve) =>
    addEventListener("afterprint", () => resolve(), { once: true }),
  );
  document.body.append(sheet);
  document.documentElement.classList.add("atlas-mod-printing");
  try {
    window.print();
    await done;
  } finally {
    document.documentElement.classList.remove("atlas-mod-printing");
    sheet.remove();
  }
}
