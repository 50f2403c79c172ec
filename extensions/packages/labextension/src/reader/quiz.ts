/**
 * A page's quiz: choose, then see why. The first answer to a question is the one that is recorded;
 * afterwards the reader may look at the other options' verdicts, which changes nothing.
 */
import type { Payload, QuizQuestion } from "../client/answers.js";
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";

export interface QuizOptions {
  onAnswer: (payload: Payload) => void;
}

export function quizView(questions: readonly QuizQuestion[], options: QuizOptions): HTMLElement {
  const items = questions.map((question, index) =>
    element("li", {}, [questionView(question, index, options)]),
  );
  return element("section", { class: "atlas-Quiz", "data-atlas": "quiz" }, [
    element("ol", {}, items),
  ]);
}

function questionView(
  question: QuizQuestion,
  index: number,
  { onAnswer }: QuizOptions,
): HTMLElement {
  const why = element("p", { class: "atlas-Quiz-why", "data-atlas": "quiz-why", role: "status" });
  const choices = question.options.map((text, option) =>
    element(
      "button",
      { class: "atlas-Quiz-option", type: "button", "data-atlas": "quiz-option" },
      [element("span", { class: "atlas-Quiz-mark" }), element("span", {}, [text])],
      { click: () => choose(option) },
    ),
  );
  let answered = false;

  function choose(option: number): void {
    if (answered) return;
    answered = true;
    const correct = option === question.answer;
    choices.forEach((choice, at) => reveal(choice, at === question.answer, at === option));
    why.replaceChildren(
      element("strong", {}, [correct ? "Right. " : "Not quite. "]),
      question.why,
    );
    onAnswer({ question: index, correct, option });
  }

  return element(
    "fieldset",
    { class: "atlas-Quiz-question", "data-atlas": "quiz-question", "data-question": index },
    [element("legend", {}, [question.question]), ...choices, why],
  );
}

/** After the answer: the right option and the chosen one carry a mark and a word. */
function reveal(choice: HTMLButtonElement, right: boolean, chosen: boolean): void {
  choice.setAttribute("aria-disabled", "true");
  if (right) choice.dataset["verdict"] = "right";
  else if (chosen) choice.dataset["verdict"] = "wrong";
  else return;
  choice.firstElementChild?.replaceChildren(icon(right ? "check" : "cross"));
  const word = right ? "right answer" : "your answer";
  choice.append(element("span", { class: "atlas-Quiz-word" }, [word]));
}
