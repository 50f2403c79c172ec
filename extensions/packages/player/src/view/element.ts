/** HTML and SVG elements in one expression. Text is always text, never markup. */
type Value = string | number | boolean | null | undefined;
export type Attributes = Readonly<Record<string, Value>>;
export type Child = Node | string | null;

const SVG = "http://www.w3.org/2000/svg" as const;

/** An element; attributes that are false, null or undefined are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  set(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function svg<K extends keyof SVGElementTagNameMap>(
  document: Document,
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, tag);
  set(made, attributes);
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function set(made: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes))
    if (value === null || value === undefined || value === false) made.removeAttribute(name);
    else made.setAttribute(name, value === true ? "" : String(value));
}

/** A button that does one thing. */
export function button(
  document: Document,
  text: string,
  attributes: Attributes,
  onPress: () => void,
): HTMLButtonElement {
  const made = element(document, "button", { type: "button", ...attributes }, [text]);
  made.addEventListener("click", onPress);
  return made;
}
