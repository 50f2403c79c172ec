/** The headline figures: the estimate at once, and what the run says, beside the other side's. */
import type { Metric } from "@atlas/contracts";

import type { Experiment } from "../experiment/experiment.js";
import type { Run } from "../result/figures.js";
import { METRICS } from "../result/figures.js";
import { percent, rate, seconds } from "../result/quantity.js";
import { budgetWords } from "../result/words.js";
import { scaleOf } from "../model/parameters.js";
import { element } from "./element.js";

interface Figure {
  name: string;
  /** What stands for a side; null where it has no such figure. */
  of: (run: Run) => string | null;
}

const of = (metric: Metric, words: (value: number) => string) => (run: Run) => {
  const value = METRICS[metric].measure(run, null);
  return value === null ? null : words(value);
};

const FIGURES: readonly Figure[] = [
  { name: "Median", of: of("latency_p50_s", seconds) },
  { name: "99 of 100 within", of: of("latency_p99_s", seconds) },
  { name: "Failed", of: of("error_ratio", percent) },
  {
    name: "Answered",
    of: (run) => rate(run.folded.good / run.folded.duration_s / scaleOf(run.model)),
  },
  { name: "Error budget (99.9 % assumed)", of: (run) => budgetWords(run) },
  {
    name: "Recovered after",
    of: ({ recovery }) => {
      if (recovery === null) return null;
      if (recovery.recovery_s === null) return "not in this run";
      return recovery.recovery_s === 0 ? "at once" : seconds(recovery.recovery_s);
    },
  },
];

export class HeadlineView {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #experiment: Experiment;
  readonly #nameOf: (id: string) => string;

  constructor(document: Document, experiment: Experiment, nameOf: (id: string) => string) {
    this.#document = document;
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    this.node = element(document, "div", { class: "headline" });
  }

  show(): void {
    const make = this.#document;
    const { run, other, side } = this.#experiment;
    const cells =
      run === null
        ? []
        : FIGURES.flatMap((figure) => {
            const own = figure.of(run);
            const second = other === null ? null : figure.of(other);
            if (own === null && second === null) return [];
            return [
              element(make, "div", { class: "figure" }, [
                element(make, "dt", {}, [figure.name]),
                element(make, "dd", {}, [
                  element(make, "strong", {}, [own ?? "none"]),
                  other === null
                    ? null
                    : element(make, "span", { class: "other" }, [
                        `${side === 0 ? "B" : "A"} ${second ?? "none"}`,
                      ]),
                ]),
              ]),
            ];
          });
    const notes = this.#notes().map((note) => element(make, "p", { class: "estimate" }, [note]));
    this.node.replaceChildren(
      ...notes,
      ...(cells.length === 0 ? [] : [element(make, "dl", { class: "figures" }, cells)]),
    );
  }

  #notes(): string[] {
    const { estimate, headline, named } = this.#experiment;
    const notes = [this.#estimateWords()];
    if (estimate.response_s !== null && headline.is_range) {
      const [first] = headline.matters;
      const matters =
        first === undefined ? "" : `, most of all ${this.#nameOf(first.owner)}'s ${first.name.replace(/_s$|_per_s$/, "").replaceAll("_", " ")}`;
      const high = headline.high_s === null ? "no end (it can't carry its load)" : seconds(headline.high_s);
      notes.push(
        `That rests on assumed numbers${matters}: with half or twice of one of them it is ${seconds(headline.low_s)} to ${high}.`,
      );
    }
    if (named.structure_only)
      notes.push("Structure only: more than half of the numbers are assumed. Trust what breaks whom, not how long it takes.");
    const disagreement = this.#disagreement();
    if (disagreement !== null) notes.push(disagreement);
    return notes;
  }

  #estimateWords(): string {
    const { estimate, setup } = this.#experiment;
    const without = setup.faults.length === 0 ? "" : " without faults";
    if (estimate.response_s === null) {
      const names = estimate.overloaded.map(this.#nameOf).join(", ");
      return `Estimate${without}: ${names} can't keep up; the queue grows as long as the load lasts.`;
    }
    const { low_s, high_s, response_s, failed_ratio } = estimate;
    const bar = ` (${seconds(low_s)} to ${high_s === null ? "no end" : seconds(high_s)})`;
    const failing = failed_ratio > 0.0005 ? `, ${percent(failed_ratio)} fail` : "";
    const busiest = estimate.stations.reduce((a, b) => (b.utilisation > a.utilisation ? b : a));
    const busy =
      busiest.utilisation > 0
        ? `; ${this.#nameOf(busiest.id)} is ${percent(busiest.utilisation)} busy`
        : "";
    return `Estimate${without}: ${seconds(response_s)} on average${bar}${failing}${busy}.`;
  }

  /** Where a run without faults lies outside the error bar of the estimate. */
  #disagreement(): string | null {
    const { run, estimate } = this.#experiment;
    const mean = run?.folded.latency?.mean_s ?? null;
    if (run === null || mean === null || run.scenario.faults.length > 0) return null;
    if (estimate.response_s === null || this.#experiment.running) return null;
    const { low_s, high_s } = estimate;
    if (low_s <= mean && (high_s === null || mean <= high_s)) return null;
    const why = estimate.because.join(" ") || "A longer run may tell.";
    return `The simulation gives ${seconds(mean)}, outside the estimate's bar. ${why}`;
  }
}
