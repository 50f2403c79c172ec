/** The strip below the picture that says a blast radius in words, aloud to a screen reader. */
import { button, element } from "../element.js";

export class Narration {
  readonly strip: HTMLElement;
  readonly #words: HTMLElement;
  readonly #revive: HTMLButtonElement;

  constructor(document: Document, onReviveAll: () => void) {
    this.#words = element(document, "div", { class: "words", "aria-live": "polite" });
    this.#revive = button(document, { class: "action revive" }, ["Revive all"], onReviveAll);
    this.#revive.hidden = true;
    this.strip = element(document, "div", { class: "narration", "data-silent": "" }, [
      this.#words,
      this.#revive,
    ]);
  }

  /** The first sentence is the news, the others its details. No sentences: silence. */
  say(sentences: readonly string[]): void {
    const make = this.strip.ownerDocument;
    const [news, ...details] = sentences;
    this.strip.toggleAttribute("data-silent", news === undefined);
    this.#revive.hidden = news === undefined;
    this.#words.replaceChildren(
      ...(news === undefined ? [] : [element(make, "strong", {}, [news]), " "]),
      ...details.flatMap((detail) => [element(make, "span", {}, [detail]), " "]),
    );
  }
}
