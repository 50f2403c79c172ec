/** The box in the bar that finds nodes: it counts, marks, and goes from one to the next. */
import { button, element } from "../element.js";
import { glyph } from "../glyph.js";
import { FIND } from "../toolbar.js";

export interface FinderActions {
  /** The ids of the nodes that `wanted` finds. */
  matching(wanted: string): readonly string[];
  /** Mark these, and bring the current one, if there is one, into view. */
  mark(found: readonly string[], current: string | null): void;
  /** The box is closed; the current match, if any, gets the focus. */
  leave(current: string | null): void;
}

export class Finder {
  readonly #opener: HTMLButtonElement;
  readonly #box: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #count: HTMLElement;
  readonly #actions: FinderActions;
  #found: readonly string[] = [];
  #at = -1;

  /** The box stands before its opener. */
  constructor(opener: HTMLButtonElement, actions: FinderActions) {
    const document = opener.ownerDocument;
    this.#opener = opener;
    this.#actions = actions;
    this.#input = element(document, "input", {
      type: "search",
      "aria-label": FIND,
      placeholder: "Find a node",
      autocomplete: "off",
      spellcheck: "false",
    });
    this.#count = element(document, "span", { class: "count", role: "status" });
    this.#box = element(document, "div", { class: "finder", role: "search", hidden: true }, [
      this.#input,
      this.#count,
      button(
        document,
        { class: "icon", "aria-label": "Next match" },
        [glyph(document, "down")],
        () => this.#go(1),
      ),
    ]);
    opener.before(this.#box);
    this.#input.addEventListener("input", () => this.#look());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      this.#go(event.shiftKey ? -1 : 1);
    });
  }

  get isOpen(): boolean {
    return !this.#box.hidden;
  }

  toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  open(): void {
    this.#box.hidden = false;
    this.#opener.setAttribute("aria-expanded", "true");
    this.#input.focus();
    this.#input.select();
    this.#look();
  }

  close(): void {
    this.#box.hidden = true;
    this.#opener.setAttribute("aria-expanded", "false");
    const current = this.#current;
    [this.#found, this.#at] = [[], -1];
    this.#actions.mark([], null);
    this.#actions.leave(current);
  }

  get #current(): string | null {
    return this.#found[this.#at] ?? null;
  }

  #look(): void {
    this.#found = this.#actions.matching(this.#input.value);
    this.#at = this.#found.length > 0 ? 0 : -1;
    this.#show();
  }

  #go(by: 1 | -1): void {
    const { length } = this.#found;
    if (length === 0) return;
    this.#at = (this.#at + by + length) % length;
    this.#show();
  }

  #show(): void {
    const asked = this.#input.value.trim() !== "";
    const place = `${this.#at + 1} of ${this.#found.length}`;
    this.#count.textContent = !asked ? "" : this.#found.length === 0 ? "none" : place;
    this.#actions.mark(this.#found, this.#current);
  }
}
