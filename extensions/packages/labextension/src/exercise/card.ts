/**
 * An exercise as a card: get the notebook, validate, submit, and the feedback with its history.
 * It draws its model and holds no state of its own, so two cards of one exercise never differ.
 */
import type { Exercise } from "@atlas/contracts";

import { levelChip } from "../catalogue/row-text.js";
import type { Submission, Validation } from "../client/answers.js";
import { button, type Child, element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { count, duration, points } from "../dom/words.js";
import { attemptsView, gradeView } from "./grade-view.js";
import type { ExerciseModel } from "./model.js";

export class ExerciseCard {
  readonly node: HTMLElement;
  private readonly content = element("div", { class: "atlas-Exercise-content" });
  private disposed = false;

  constructor(
    exercise: Exercise,
    private readonly model: ExerciseModel,
    /** Where the card stands: beside the notebook there is no need to open it. */
    private readonly place: "page" | "beside" = "page",
  ) {
    this.node = element(
      "section",
      {
        class: "atlas-Exercise",
        "data-atlas": "exercise",
        "data-exercise": exercise.id,
        "aria-label": `Exercise: ${exercise.title}`,
      },
      [head(exercise), this.content],
    );
    model.changed.connect(this.draw);
    this.draw();
    void model.load();
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    this.disposed = true;
    this.model.changed.disconnect(this.draw);
    this.node.remove();
  }

  private readonly draw = (): void => {
    const { trouble, validation, pending, submissions, waitsForServer } = this.model;
    const [latest, ...earlier] = (submissions ?? []).filter((each) => each.grade);
    const open = [...this.content.querySelectorAll("details")].map((each) => each.open);
    const parts: Child[] = [
      this.actions(),
      trouble && troubleView(trouble.sentence, trouble.retry),
      validation && validationView(validation),
      pending && pendingView(pending, waitsForServer),
      latest?.grade && !pending ? gradeView(latest.grade) : null,
      attemptsView(pending && latest ? [latest, ...earlier] : earlier),
    ];
    this.content.replaceChildren();
    for (const part of parts) if (part) this.content.append(part);
    this.content.querySelectorAll("details").forEach((each, index) => {
      each.open = open[index] ?? false;
    });
  };

  private actions(): HTMLElement {
    const { model } = this;
    const { busy, fetched, pending } = model;
    if (!fetched) {
      const start = button(busy === "fetch" ? "Getting it" : "Get the notebook", {
        hook: "fetch-exercise",
        accent: true,
        disabled: busy !== null || fetched === null,
        onClick: () => void model.open(),
      });
      const words = "You get a notebook of your own. Solve it there, as often as you like.";
      return element("div", { class: "atlas-Exercise-actions" }, [
        start,
        element("span", { class: "atlas-Exercise-hint" }, [words]),
      ]);
    }
    const waits = busy !== null;
    return element("div", { class: "atlas-Exercise-actions" }, [
      this.place === "page" &&
        button("Open notebook", {
          hook: "open-exercise",
          disabled: waits,
          onClick: () => void model.open(),
        }),
      button(busy === "validate" ? "Validating" : "Validate", {
        hook: "validate-exercise",
        title: "Look for what the grader would stumble over. Costs nothing.",
        disabled: waits,
        onClick: () => void model.validate(),
      }),
      button(busy === "submit" ? "Handing in" : "Submit", {
        hook: "submit-exercise",
        accent: true,
        title: "Hand in the notebook as it is. Hidden checks grade it within seconds.",
        disabled: waits || pending !== null,
        onClick: () => void model.submit(),
      }),
    ]);
  }
}

function head(exercise: Exercise): HTMLElement {
  return element("div", { class: "atlas-Exercise-head" }, [
    element("small", {}, ["Exercise"]),
    element("h3", {}, [exercise.title]),
    element("div", { class: "atlas-Header-line" }, [
      exercise.difficulty ? levelChip(exercise.difficulty) : null,
      element("span", {}, [duration(exercise.minutes)]),
      element("span", {}, [`${points(exercise.points)} points`]),
    ]),
  ]);
}

function troubleView(sentence: string, retry: () => void): HTMLElement {
  return element("div", { class: "atlas-Trouble", role: "alert", "data-atlas": "trouble" }, [
    icon("warning"),
    element("p", {}, [sentence]),
    button("Try again", { hook: "retry", quiet: true, onClick: retry }),
  ]);
}

function validationView({ ok, findings }: Validation): HTMLElement {
  const attributes = { class: "atlas-Validation", role: "status", "data-atlas": "validation" };
  if (ok) {
    return element("div", { ...attributes, "data-ok": "true" }, [
      icon("check"),
      element("p", {}, ["Nothing stands in the way of handing in. The checks themselves are hidden."]),
    ]);
  }
  return element("div", { ...attributes, "data-ok": "false" }, [
    icon("warning"),
    element("div", {}, [
      element("p", {}, [`${count(findings.length, "thing")} to mend before you hand in:`]),
      element("ul", {}, findings.map(({ sentence }) => element("li", {}, [sentence]))),
    ]),
  ]);
}

function pendingView({ attempt, state }: Submission, waitsForServer: boolean): HTMLElement {
  const words = waitsForServer
    ? "The connection is gone. Your submission is safe; the grade appears when it is back."
    : state === "queued"
      ? "Handed in. Waiting for the grader."
      : "The grader is running its checks.";
  return element(
    "div",
    { class: "atlas-Pending", role: "status", "data-atlas": "pending", "data-state": state },
    [
      element("span", { class: "atlas-Spinner", "aria-hidden": "true" }),
      element("p", {}, [element("strong", {}, [`Attempt ${attempt}. `]), words]),
    ],
  );
}
