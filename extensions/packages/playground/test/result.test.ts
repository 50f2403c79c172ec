// @vitest-environment happy-dom
import type { Assessment, Bundle, Finding } from "@atlas/contracts";
import { describe, expect, it } from "vitest";

import { markPicture } from "../src/draw/marks.js";
import { ResultView } from "../src/draw/result-view.js";

const node = {
  shape: "rect",
  plane: null,
  role: null,
  technology: null,
  group: null,
  annotations: [],
  link: null,
  source_line: null,
  compartments: [],
} as const;
const bundle: Bundle = {
  diagram: {
    id: "p#1",
    kind: "flowchart",
    title: "Shop",
    source: { path: "p.md", line: 1, text: "" },
    typed: true,
    direction: "TB",
    nodes: [
      { id: "a", lines: ["Cache"], ...node, annotations: [], compartments: [] },
      { id: "b", lines: ["Store"], ...node, annotations: [], compartments: [] },
    ],
    edges: [
      {
        id: "e",
        source: "a",
        target: "b",
        lines: [],
        stroke: "normal",
        head: "point",
        tail: "none",
        annotations: [],
        source_line: null,
      },
    ],
    groups: [],
    blocks: [],
    data: [],
    captions: [],
    repairs: [],
    problems: [],
    version: 1,
  },
  geometry: {
    width: 200,
    height: 200,
    nodes: [
      {
        id: "a",
        x: 10,
        y: 10,
        width: 80,
        height: 40,
        title_y: null,
        title_x: null,
        lines: null,
        sections: [],
      },
      {
        id: "b",
        x: 10,
        y: 110,
        width: 80,
        height: 40,
        title_y: null,
        title_x: null,
        lines: null,
        sections: [],
      },
    ],
    edges: [
      {
        id: "e",
        points: [
          [50, 50],
          [50, 110],
        ],
        label: null,
        lines: null,
      },
    ],
    groups: [],
    blocks: [],
    marks: [],
    font_size_px: 13,
    line_height_px: 18,
    margin: 12,
    version: 1,
  },
  svg: null,
};
const findings: Finding[] = [
  { matter: "missing", part: "node", sentence: '"Cache" is missing.', page: "a", drawn: null },
  { matter: "misplaced", part: "edge", sentence: "It runs the other way.", page: "e", drawn: "e" },
];
const tally = { total: 2, right: 1, extra: 0 };
const assessment: Assessment = {
  comparison: {
    findings,
    nodes: [],
    edges: [],
    structure: tally,
    labels: tally,
    metrics: tally,
    data_flow: tally,
  },
  questions: [
    {
      item: "costs",
      text: "What costs most?",
      options: ["Cache", "Store"],
      right: 1,
      why: "The page says so.",
    },
  ],
  checklist: [
    { item: "structure", ratio: 0.5, sentence: "1 of 2 parts." },
    { item: "costs", ratio: null, sentence: "Answer the question below." },
  ],
  score: 0.5,
  version: 1,
};

function shown(answers = {}) {
  const chosen: object[] = [];
  const view = new ResultView({
    onAnswer: (given) => chosen.push(given),
    onBack: () => undefined,
    onAgain: () => undefined,
  });
  document.body.replaceChildren(view.node);
  view.show({ page: bundle, drawn: bundle, assessment, answers }, true);
  return { view, chosen };
}

describe("what a drawing is told", () => {
  it("stands in words, by what is the matter, with a sign and a count", () => {
    const { view } = shown();
    const heads = [...view.node.querySelectorAll("h4")].map((each) => each.textContent);
    expect(heads).toEqual(["\u2212Missing (1)", "\u21c4At the wrong place (1)"]);
    expect(
      [...view.node.querySelectorAll("[data-atlas=finding]")].map((li) => li.textContent),
    ).toEqual(['"Cache" is missing.', "It runs the other way."]);
    expect(view.node.querySelector("[data-atlas=drawing-score]")?.textContent).toBe("50 %");
    expect(view.node.querySelector(".atlas-Result-score")?.textContent).toBe(
      "50 % over 1 of 2 items",
    );
  });

  it("stands on both pictures, each with what is the matter on its side", () => {
    const { view } = shown();
    const marks = (side: string) =>
      [...view.node.querySelectorAll(`[data-atlas=result-${side}] .atlas-Marks text`)].map(
        (each) => each.textContent,
      );
    expect(marks("page")).toEqual(["\u2212", "\u21c4"]);
    expect(marks("drawn")).toEqual(["\u21c4"]);
    const missing = view.node.querySelector("[data-atlas=result-page] [data-node=a]");
    expect(missing?.getAttribute("data-matter")).toBe("missing");
  });

  it("asks; an answered question shows what is right and why, and can't be answered again", () => {
    const { view, chosen } = shown();
    const radios = [...view.node.querySelectorAll<HTMLInputElement>("input[type=radio]")];
    radios[0]?.dispatchEvent(new Event("change"));
    expect(chosen).toEqual([{ costs: 0 }]);
    view.show({ page: bundle, drawn: bundle, assessment, answers: { costs: 0 } }, false);
    const [wrong, right] = [...view.node.querySelectorAll("label")].map((each) => each.textContent);
    expect([wrong, right]).toEqual(["Cache \u2717", "Store \u2713"]);
    expect(view.node.querySelector("fieldset p")?.textContent).toBe("The page says so.");
    expect(view.node.querySelector<HTMLInputElement>("fieldset input")?.disabled).toBe(true);
  });
});

describe("marks on a picture", () => {
  it("leave a picture without findings alone", () => {
    const host = document.createElement("div");
    host.innerHTML = '<svg class="picture"><g data-node="a"></g></svg>';
    markPicture(host, bundle, [], "page");
    expect(host.querySelectorAll("[data-matter]")).toHaveLength(0);
  });
});
