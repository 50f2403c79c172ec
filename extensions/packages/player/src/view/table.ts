/** The results as tables: each part over the whole run, and the run in ten steps. */
import type { Experiment } from "../experiment/experiment.js";
import { scaleOf } from "../model/parameters.js";
import type { Run } from "../result/figures.js";
import { count, moment, percent, rate, seconds } from "../result/quantity.js";
import { BINS } from "../trace/folded.js";
import { element } from "./element.js";

const STEPS = 10;

export class Tables {
  readonly node: HTMLDetailsElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;
  readonly #body: HTMLElement;

  constructor(document: Document, experiment: Experiment, nameOf: (id: string) => string) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.#body = element(document, "div", { class: "tables" });
    this.node = element(document, "details", { class: "results" }, [
      element(document, "summary", {}, ["Results as a table"]),
      this.#body,
    ]);
    this.node.addEventListener("toggle", () => this.show());
  }

  show(): void {
    const { run } = this.#experiment;
    this.node.hidden = run === null;
    if (run === null || !this.node.open) return;
    this.#body.replaceChildren(
      this.#table("Parts over the whole run", PARTS, partRows(run, this.#nameOf)),
      this.#table("The run in ten steps", TIMES, timeRows(run)),
    );
  }

  #table(caption: string, heads: readonly string[], rows: readonly string[][]): HTMLElement {
    const make = this.#document;
    const cells = (row: readonly string[]) =>
      row.map((cell, at) =>
        at === 0
          ? element(make, "th", { scope: "row" }, [cell])
          : element(make, "td", {}, [cell]),
      );
    return element(make, "table", {}, [
      element(make, "caption", {}, [caption]),
      element(make, "thead", {}, [
        element(make, "tr", {}, heads.map((head) => element(make, "th", { scope: "col" }, [head]))),
      ]),
      element(make, "tbody", {}, rows.map((row) => element(make, "tr", {}, cells(row)))),
    ]);
  }
}

const PARTS = ["Part", "Requests", "Busy", "Waiting, mean", "Waiting, most", "Time, mean", "Failed"];
const TIMES = ["From", "Come", "Answered", "Failed", "p50", "p99"];

function partRows({ folded, model }: Run, nameOf: (id: string) => string): string[][] {
  const sum = (values: Float64Array) => values.reduce((total, each) => total + each, 0);
  return folded.stations.map((series, at) => {
    const servers = model.stations[at]?.servers ?? null;
    const answers = sum(series.good) + sum(series.failed);
    return [
      nameOf(series.id),
      rate(sum(series.came) / folded.duration_s / scaleOf(model)),
      servers === null ? "no limit" : percent(sum(series.busy) / BINS / servers),
      count(sum(series.waiting) / BINS),
      count(Math.max(...series.waiting)),
      answers === 0 ? "none" : seconds(sum(series.time_s) / answers),
      answers === 0 ? "none" : percent(sum(series.failed) / answers),
    ];
  });
}

function timeRows({ folded, model }: Run): string[][] {
  const bins = BINS / STEPS;
  const span = bins * folded.slice_s * scaleOf(model);
  return Array.from({ length: STEPS }, (_, step) => {
    const slice = (values: Float64Array) => values.subarray(step * bins, (step + 1) * bins);
    const sum = (values: Float64Array) => slice(values).reduce((total, each) => total + each, 0);
    const typical = (values: Float64Array) => {
      const known = [...slice(values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
      return known.length === 0 ? "none" : seconds(known[Math.floor(known.length / 2)] ?? 0);
    };
    return [
      moment(step * bins * folded.slice_s),
      rate(sum(folded.arrived) / span),
      rate(sum(folded.answered) / span),
      rate(sum(folded.refused) / span),
      typical(folded.p50_s),
      typical(folded.p99_s),
    ];
  });
}
