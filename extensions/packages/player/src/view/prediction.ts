/** Guess first: the question, the learner's answer, and after the run the difference. */
import type { Experiment } from "../experiment/experiment.js";
import { button, element } from "./element.js";

export class Prediction {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;

  constructor(document: Document, experiment: Experiment) {
    this.#document = document;
    this.#experiment = experiment;
    this.node = element(document, "section", { class: "prediction", "aria-label": "Prediction" });
  }

  show(): void {
    const { guess, verdict, hasRun, predict } = this.#experiment;
    const make = this.#document;
    this.node.hidden = hasRun && guess === null;
    if (verdict !== null) {
      const shown = element(make, "p", { class: "verdict", "data-grade": verdict.grade }, [
        element(make, "strong", {}, [{ right: "Right", near: "Near", off: "Off" }[verdict.grade]]),
        ` ${verdict.sentence}`,
      ]);
      this.node.replaceChildren(this.#question(predict.question), shown);
      return;
    }
    if (guess !== null) {
      const waits = element(make, "p", {}, ["Your prediction stands. The run follows."]);
      this.node.replaceChildren(this.#question(predict.question), waits);
      return;
    }
    if (this.node.querySelector("form") === null || this.node.dataset["of"] !== predict.question)
      this.#ask();
  }

  #question(text: string): HTMLElement {
    return element(this.#document, "p", { class: "question" }, [text]);
  }

  #ask(): void {
    const make = this.#document;
    const { predict } = this.#experiment;
    this.node.dataset["of"] = predict.question;
    const form = element(make, "form", {});
    const commit = element(make, "button", { type: "submit", class: "primary", "data-act": "commit" }, [
      "Commit and run",
    ]);
    const skip = button(make, "Run without a guess", { class: "plain", "data-act": "skip" }, () => {
      void this.#experiment.start();
    });
    if (predict.kind === "choice") this.#choices(form, predict.choices);
    else this.#number(form, predict.question, predict.unit);
    form.append(element(make, "span", { class: "acts" }, [commit, skip]));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#commit(form);
    });
    this.node.replaceChildren(this.#question(predict.question), form);
  }

  #choices(form: HTMLElement, choices: readonly string[]): void {
    const make = this.#document;
    const name = `guess-${Math.random().toString(36).slice(2)}`;
    const labels = choices.map((choice, at) =>
      element(make, "label", { class: "choice" }, [
        element(make, "input", { type: "radio", name, value: at, required: true }),
        ` ${choice}`,
      ]),
    );
    form.append(
      element(make, "div", { class: "choices", role: "radiogroup", "aria-label": "Answers" }, labels),
    );
  }

  #number(form: HTMLElement, question: string, unit: string): void {
    const make = this.#document;
    const field = element(make, "input", {
      type: "number",
      min: 0,
      step: "any",
      required: true,
      "data-act": "guess",
      "aria-label": `${question} In ${unit === "%" ? "percent" : unit}`,
    });
    form.append(element(make, "label", { class: "guess" }, ["Your guess ", field, ` ${unit}`]));
  }

  #commit(form: HTMLFormElement): void {
    const chosen = form.querySelector<HTMLInputElement>("input[type=radio]:checked");
    const typed = form.querySelector<HTMLInputElement>("input[type=number]");
    if (chosen !== null)
      this.#experiment.predictThat({ kind: "choice", choice: Number(chosen.value) });
    else if (typed !== null && typed.value !== "")
      this.#experiment.predictThat({ kind: "number", value: Number(typed.value) });
    else return;
    void this.#experiment.start();
  }
}
