/** What the run says in sentences, and the page's explanation, once the reader has seen it. */
import type { Experiment } from "../experiment/experiment.js";
import { story } from "../result/words.js";
import { element } from "./element.js";

export class Outcome {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;
  readonly #words: HTMLElement;
  readonly #explanation: HTMLElement;

  constructor(document: Document, experiment: Experiment, nameOf: (id: string) => string) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#words = element(document, "div", { class: "story", role: "status" });
    this.#explanation = element(document, "div", { class: "explanation" });
    this.node = element(document, "div", { class: "outcome" }, [this.#words, this.#explanation]);
  }

  show(): void {
    const { run, named, running } = this.#experiment;
    this.node.hidden = run === null;
    if (run === null || running) return;
    const sentences = story(run, this.#nameOf);
    const said = sentences.join(" ");
    if (this.#words.dataset["said"] !== said) {
      this.#words.dataset["said"] = said;
      this.#words.replaceChildren(
        ...sentences.map((sentence) => element(this.#document, "p", {}, [sentence])),
      );
    }
    this.#explanation.hidden = named.explanation === null;
    if (named.explanation !== null && this.#explanation.dataset["of"] !== named.id) {
      this.#explanation.dataset["of"] = named.id;
      // The build has rendered and sanitised it, as it has the page's text.
      this.#explanation.innerHTML = named.explanation;
    }
  }
}
