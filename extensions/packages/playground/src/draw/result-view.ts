/**
 * What a drawing is told: the score, both pictures with their marks, the findings in words, the
 * checklist of mastery, and the questions about what a drawing can't show.
 */
import type { Assessment, Bundle, Finding, Item, Question } from "@atlas/contracts";
import { type DiagramView, renderDiagram } from "@atlas/diagram";

import { button, element } from "../element.js";
import { markPicture } from "./marks.js";
import { MATTERS, SIGNS } from "./signs.js";

const ITEMS: Readonly<Record<Item, string>> = {
  structure: "Structure",
  labels: "Labels",
  trade_offs: "Trade-offs",
  metrics: "Metrics",
  failures: "Failures",
  alternatives: "Alternatives",
  costs: "Costs",
  data_flow: "Data flow",
};

export type Answers = Partial<Record<Item, number>>;

export interface Result {
  page: Bundle;
  drawn: Bundle;
  assessment: Assessment;
  answers: Answers;
}

export interface ResultActions {
  onAnswer: (answers: Answers) => void;
  onBack: () => void;
  onAgain: () => void;
}

export class ResultView {
  readonly node = element("div", {
    class: "atlas-Result",
    "data-atlas": "drawing-result",
    role: "region",
    "aria-label": "Your drawing beside the page's",
    tabindex: -1,
  });
  private views: DiagramView[] = [];
  private readonly head = element("div", { class: "atlas-Result-head" });
  private readonly pictures = element("div", { class: "atlas-Result-pictures" });
  private readonly told = element("div", { class: "atlas-Result-told" });

  constructor(private readonly actions: ResultActions) {
    this.node.append(this.head, this.pictures, this.told);
    this.node.addEventListener("atlas:fact", (event) => event.stopPropagation());
  }

  /** Show a result. With `fresh` the pictures are drawn anew, else only score and words change. */
  show(result: Result, fresh: boolean): void {
    const { findings } = result.assessment.comparison;
    this.head.replaceChildren(...this.heading(result));
    if (fresh) this.draw(result, findings);
    this.told.replaceChildren(
      element("div", { class: "atlas-Result-column" }, [
        element("h3", {}, ["What differs"]),
        findings.length === 0
          ? element("p", {}, ["Nothing. Your drawing has all that the page's has."])
          : findingList(findings),
      ]),
      element("div", { class: "atlas-Result-column" }, [
        element("h3", {}, ["Checklist of mastery"]),
        checklist(result.assessment),
        ...this.questions(result),
      ]),
    );
  }

  resize(): void {
    for (const view of this.views) view.fit();
  }

  dispose(): void {
    for (const view of this.views) view.dispose();
    this.views = [];
  }

  private heading({ assessment }: Result): HTMLElement[] {
    const counted = assessment.checklist.filter(({ ratio }) => ratio !== null).length;
    const percent = Math.round(assessment.score * 100);
    const score = element("p", { class: "atlas-Result-score", role: "status" }, [
      element("strong", { "data-atlas": "drawing-score", "data-score": assessment.score }, [
        `${percent} %`,
      ]),
      ` over ${counted} of ${assessment.checklist.length} items`,
    ]);
    return [
      score,
      button("Go on drawing", { "data-atlas": "drawing-back" }, this.actions.onBack),
      button(
        "Draw it afresh",
        { "data-atlas": "drawing-again", quiet: true },
        this.actions.onAgain,
      ),
    ];
  }

  private draw({ page, drawn }: Result, findings: readonly Finding[]): void {
    this.dispose();
    const sides = [
      { side: "page", title: "On the page", bundle: page },
      { side: "drawn", title: "Your drawing", bundle: drawn },
    ] as const;
    this.pictures.replaceChildren();
    for (const { side, title, bundle } of sides) {
      const host = element("div", { class: "atlas-Result-host" });
      this.pictures.append(
        element("section", { "data-atlas": `result-${side}` }, [element("h3", {}, [title]), host]),
      );
      const view = renderDiagram(host, bundle);
      markPicture(host, bundle, findings, side);
      view.fit();
      this.views.push(view);
    }
  }

  private questions({ assessment, answers }: Result): HTMLElement[] {
    if (assessment.questions.length === 0) return [];
    return [
      element("h3", {}, ["What a drawing can't show"]),
      ...assessment.questions.map((question) => this.question(question, answers)),
    ];
  }

  private question({ item, text, options, right, why }: Question, answers: Answers): HTMLElement {
    const chosen = answers[item];
    const done = chosen !== undefined;
    const rows = options.map((option, index) => {
      const radio = element("input", {
        type: "radio",
        name: `atlas-question-${item}`,
        checked: chosen === index,
        disabled: done,
      });
      radio.addEventListener("change", () => this.actions.onAnswer({ ...answers, [item]: index }));
      const verdict = !done
        ? null
        : index === right
          ? "\u2713"
          : index === chosen
            ? "\u2717"
            : null;
      return element("label", { "data-right": done ? String(index === right) : null }, [
        radio,
        element("span", {}, [option]),
        verdict && element("b", {}, [` ${verdict}`]),
      ]);
    });
    return element(
      "fieldset",
      { class: "atlas-Result-question", "data-atlas": "drawing-question", "data-item": item },
      [
        element("legend", {}, [text]),
        ...rows,
        done && element("p", { class: "atlas-Result-why" }, [why]),
      ],
    );
  }
}

function findingList(findings: readonly Finding[]): HTMLElement {
  return element(
    "div",
    {},
    MATTERS.flatMap((matter) => {
      const mine = findings.filter((finding) => finding.matter === matter);
      if (mine.length === 0) return [];
      const [sign, word] = SIGNS[matter];
      return [
        element("h4", { "data-matter": matter }, [
          element("span", { class: "atlas-Result-sign", "aria-hidden": true }, [sign]),
          `${word} (${mine.length})`,
        ]),
        element(
          "ul",
          { "aria-label": word },
          mine.map(({ sentence }) => element("li", { "data-atlas": "finding" }, [sentence])),
        ),
      ];
    }),
  );
}

function checklist({ checklist: items }: Assessment): HTMLElement {
  return element(
    "ul",
    { class: "atlas-Result-checklist", "data-atlas": "checklist" },
    items.map(({ item, ratio, sentence }) => {
      const percent = ratio === null ? "\u2013" : `${Math.round(ratio * 100)} %`;
      const bar = element("span", { class: "atlas-Result-bar", "aria-hidden": true }, [
        element("span", { style: `width:${(ratio ?? 0) * 100}%` }),
      ]);
      return element("li", { "data-item": item, "data-counted": String(ratio !== null) }, [
        element("b", {}, [ITEMS[item]]),
        element("span", { class: "atlas-Result-percent" }, [percent]),
        bar,
        element("span", { class: "atlas-Result-said" }, [sentence]),
      ]);
    }),
  );
}
