/** HTML elements without innerHTML: text is always text. */

type Value = string | number | boolean | null | undefined;
type Child = Node | string | null;

/** Make an element of the document; false, null and undefined attributes are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** A button that does one thing; `label` is its name where the content is not text. */
export function button(
  document: Document,
  attributes: Readonly<Record<string, Value>>,
  content: readonly Child[],
  onPress: () => void,
): HTMLButtonElement {
  const made = element(document, "button", { type: "button", ...attributes }, content);
  made.addEventListener("click", onPress);
  return made;
}
