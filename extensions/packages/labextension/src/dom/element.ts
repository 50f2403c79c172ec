/**
 * Makes DOM elements in one expression. Text always goes in as text, never as markup.
 * An attribute that is null, undefined or false is left out; true stands for an empty one.
 */
export type Child = Node | string | null | undefined | false;
type Attribute = string | number | boolean | null | undefined;
export type Attributes = Record<string, Attribute>;
type Listeners = { [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  children: readonly Child[] = [],
  listeners: Listeners = {},
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  append(made, children);
  for (const [kind, listener] of Object.entries(listeners)) {
    made.addEventListener(kind, listener as EventListener);
  }
  return made;
}

/** Appends the children that are there. */
export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
}

interface ButtonOptions {
  /** The hook for tests and styles: data-atlas. */
  hook: string;
  onClick: (event: MouseEvent) => void;
  icon?: Node;
  accent?: boolean;
  quiet?: boolean;
  title?: string;
  disabled?: boolean;
}

/** A button in the look of Atlas. With an icon and no text, `title` is its accessible name. */
export function button(text: string, options: ButtonOptions): HTMLButtonElement {
  const { hook, onClick, icon, accent, quiet, title, disabled } = options;
  const look = ["atlas-Button", accent && "atlas-mod-accent", quiet && "atlas-mod-quiet"];
  return element(
    "button",
    {
      type: "button",
      class: look.filter(Boolean).join(" "),
      "data-atlas": hook,
      title,
      "aria-label": text === "" ? title : undefined,
      disabled,
    },
    [icon, text],
    { click: onClick },
  );
}
