/** Says to a screen reader what the eye sees at once. */
import { element } from "../element.js";

export class Voice {
  readonly region: HTMLElement;

  constructor(document: Document) {
    this.region = element(document, "div", { class: "voice", "aria-live": "polite" });
  }

  say(sentence: string): void {
    this.region.textContent = sentence;
  }
}
