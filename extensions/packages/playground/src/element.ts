/** HTML elements without innerHTML: text is always text. */
type Value = string | number | boolean | null | undefined;
export type Child = Node | string | null | undefined | false;

/** Make an element; false, null and undefined attributes and children are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Value>> = {},
  children: readonly Child[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
  for (const child of children)
    if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** A button in the look of Atlas. */
export function button(
  text: string,
  attributes: Readonly<Record<string, Value>>,
  onPress: () => void,
): HTMLButtonElement {
  const { accent, quiet, ...rest } = attributes;
  const look = ["atlas-Button", accent && "atlas-mod-accent", quiet && "atlas-mod-quiet"];
  const made = element(
    "button",
    { type: "button", class: look.filter(Boolean).join(" "), ...rest },
    [text],
  );
  made.addEventListener("click", onPress);
  return made;
}
