/**
 * Gives a view its style. One sheet serves all views of a document: parsing it again for each
 * diagram would cost as much as drawing. It is scoped to a class and stays when the views go.
 */
import { element } from "../explore/element.js";

const sheets = new WeakMap<Document, Map<string, CSSStyleSheet>>();

/** Put the rules where they reach `root`: with its document, or inside it where that can't be. */
export function wear(root: HTMLElement, css: string): void {
  const document = root.ownerDocument;
  const place = root.getRootNode();
  const sheet = sharedSheet(document, css);
  if (sheet === null || !("adoptedStyleSheets" in place)) {
    root.append(element(document, "style", {}, [css]));
    return;
  }
  const worn = (place as Document | ShadowRoot).adoptedStyleSheets;
  if (!worn.includes(sheet)) worn.push(sheet);
}

/** The sheet of these rules; null where the browser knows no such sheets. */
function sharedSheet(document: Document, css: string): CSSStyleSheet | null {
  const Sheet = document.defaultView?.CSSStyleSheet;
  if (Sheet === undefined || !("replaceSync" in Sheet.prototype)) return null;
  const known = sheets.get(document) ?? new Map<string, CSSStyleSheet>();
  sheets.set(document, known);
  const made = known.get(css) ?? new Sheet();
  if (!known.has(css)) made.replaceSync(css);
  known.set(css, made);
  return made;
}
