/**
 * A Mark is an SVG or HTML element as a value. Drawing makes marks; they become DOM nodes in a
 * browser or markup without one, so that both show the same picture.
 */
export interface Mark {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Mark | string)[];
}

type Value = string | number | boolean | null | undefined;

const SVG = "http://www.w3.org/2000/svg";

/** Make a mark. Attributes that are null, undefined or false are left out. */
export function mark(
  tag: string,
  attributes: Readonly<Record<string, Value>> = {},
  children: readonly (Mark | string | null)[] = [],
): Mark {
  const kept: Record<string, string> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    kept[name] = typeof value === "number" ? number(value) : String(value);
  }
  return { tag, attributes: kept, children: children.filter((child) => child !== null) };
}

/** A coordinate with at most two decimals: a hundredth of a pixel can't be seen. */
export function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Make SVG DOM nodes of a mark and its children. */
export function toSvgNode(document: Document, made: Mark): SVGElement {
  const element = document.createElementNS(SVG, made.tag);
  for (const name in made.attributes) element.setAttribute(name, made.attributes[name] ?? "");
  for (const child of made.children)
    element.appendChild(
      typeof child === "string" ? document.createTextNode(child) : toSvgNode(document, child),
    );
  return element;
}

/** Write a mark and its children as markup; text and attributes are escaped. */
export function toMarkup(made: Mark): string {
  const attributes = Object.entries(made.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join("");
  const children = made.children
    .map((child) => (typeof child === "string" ? escaped(child) : toMarkup(child)))
    .join("");
  return children === ""
    ? `<${made.tag}${attributes}/>`
    : `<${made.tag}${attributes}>${children}</${made.tag}>`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
