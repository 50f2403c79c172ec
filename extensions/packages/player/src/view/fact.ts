/** Facts leave the simulator as DOM events; its host relays them, or says "not recorded". */
import type { Experiment } from "../experiment/experiment.js";
import type { Run } from "../result/figures.js";

type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** Tells of the first run, of runs with another set of faults, and of the prediction. */
export class FactTeller {
  readonly #from: HTMLElement;
  readonly #experiment: Experiment;
  readonly #told = new Set<string>();

  constructor(from: HTMLElement, experiment: Experiment) {
    this.#from = from;
    this.#experiment = experiment;
  }

  tell(): void {
    const { run, named, verdict, guess, predict } = this.#experiment;
    if (run === null) return;
    const { faults } = run.scenario;
    const key = `${named.id} ${JSON.stringify(faults.map(({ kind, target }) => [kind, target]))}`;
    this.#once(key, "simulation.run", {
      scenario: named.id,
      seed: run.scenario.seed,
      faults: faults.length,
      requests: run.folded.requests,
      failed_ratio: failedRatio(run),
    });
    if (verdict === null || guess === null) return;
    const numbers: Payload =
      guess.kind === "number"
        ? { guess: guess.value, found: verdict.found, unit: predict.kind === "number" ? predict.unit : "" }
        : { option: guess.choice };
    const payload = { scenario: named.id, correct: verdict.grade === "right", ...numbers };
    this.#once(`${named.id} predicted`, "simulation.predicted", payload);
  }

  #once(key: string, kind: string, payload: Payload): void {
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const view = this.#from.ownerDocument.defaultView;
    if (view === null) return;
    const detail = { kind, subject: this.#experiment.subject.diagram.id, payload };
    this.#from.dispatchEvent(
      new view.CustomEvent("atlas:fact", { bubbles: true, composed: true, detail }),
    );
  }
}

function failedRatio({ folded: { good, bad } }: Run): number {
  return good + bad === 0 ? 0 : Number((bad / (good + bad)).toFixed(4));
}
