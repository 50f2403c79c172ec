/**
 * The state of a simulator: two sides (A, and B that is laid over it), their runs, the estimate of
 * the side at hand, the guess, and the moment that is shown. Parts of the view watch it; nothing
 * here draws.
 */
import { estimate, type Estimate } from "../estimate/estimate.js";
import { headline, type Headline } from "../estimate/sensitivity.js";
import { OvertakenError, type Runner } from "../engine/runner.js";
import type { Fault, FlowModel, Scenario } from "../model/flow.js";
import { runOf, type Run } from "../result/figures.js";
import { verdictOf, type Guess, type Verdict } from "./prediction.js";
import { modelOf, scenarioOf, setupOf, type Setup } from "./setup.js";
import { sharedOf, shareWord } from "./share.js";
import { ASKED_OF_ALL, type NamedScenario, type Predict, type Subject } from "./subject.js";

const REST_MS = 90;

export type Side = 0 | 1;
/** What moved: the set-up, a run, the moment that is shown, or the guess. */
export type Move = "setup" | "run" | "cursor" | "guess";

export class Experiment {
  readonly subject: Subject;
  readonly #runner: Runner;
  readonly #watchers: ((move: Move) => void)[] = [];
  readonly #runs: [Run | null, Run | null] = [null, null];
  #named: NamedScenario;
  #setups: [Setup, Setup | null];
  #side: Side = 0;
  #guess: Guess | null = null;
  #verdict: Verdict | null = null;
  #cursor_s = 0;
  #failure: string | null = null;
  #running = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #estimate: Estimate;
  #headline: Headline;

  constructor(subject: Subject, runner: Runner, named: NamedScenario) {
    this.subject = subject;
    this.#runner = runner;
    this.#named = named;
    this.#setups = [setupOf("A", named.model, named.scenario), null];
    this.#estimate = estimate(named.model, named.scenario.duration_s);
    this.#headline = headline(named.model);
  }

  watch(watcher: (move: Move) => void): void {
    this.#watchers.push(watcher);
  }

  get named(): NamedScenario {
    return this.#named;
  }

  get predict(): Predict {
    return this.#named.predict ?? ASKED_OF_ALL(this.#named.scenario.faults.length > 0);
  }

  get side(): Side {
    return this.#side;
  }

  get setup(): Setup {
    return this.#setups[this.#side] ?? this.#setups[0];
  }

  get setups(): readonly [Setup, Setup | null] {
    return this.#setups;
  }

  get run(): Run | null {
    return this.#runs[this.#side];
  }

  /** The run of the other side, where there is one. */
  get other(): Run | null {
    return this.#setups[1] === null ? null : this.#runs[this.#side === 0 ? 1 : 0];
  }

  get estimate(): Estimate {
    return this.#estimate;
  }

  get headline(): Headline {
    return this.#headline;
  }

  get guess(): Guess | null {
    return this.#guess;
  }

  get verdict(): Verdict | null {
    return this.#verdict;
  }

  get cursor_s(): number {
    return this.#cursor_s;
  }

  get running(): boolean {
    return this.#running > 0;
  }

  /** Why the last run could not be made. */
  get failure(): string | null {
    return this.#failure;
  }

  get hasRun(): boolean {
    return this.#runs.some((run) => run !== null);
  }

  load(named: NamedScenario): void {
    this.#named = named;
    this.#setups = [setupOf("A", named.model, named.scenario), null];
    this.#runs[0] = this.#runs[1] = null;
    this.#side = 0;
    this.#guess = this.#verdict = this.#failure = null;
    this.#cursor_s = 0;
    this.#changed();
    this.#say("run");
    this.#say("guess");
  }

  /** Change the side at hand. What has run once is run again, when the reader pauses. */
  change(changes: Partial<Setup>): void {
    const setup = { ...this.setup, ...changes };
    this.#setups = this.#side === 0 ? [setup, this.#setups[1]] : [this.#setups[0], setup];
    this.#changed();
    if (this.run === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), REST_MS);
  }

  /** Add faults that happen together. */
  addFaults(...faults: readonly Fault[]): void {
    this.change({ faults: [...this.setup.faults, ...faults] });
  }

  changeFault(index: number, fault: Fault | null): void {
    const faults = [...this.setup.faults];
    if (fault === null) faults.splice(index, 1);
    else faults[index] = fault;
    this.change({ faults });
  }

  /** Commit a guess; it can't be taken back. */
  predictThat(guess: Guess): void {
    if (this.#guess !== null) return;
    this.#guess = guess;
    this.#say("guess");
  }

  /** Lay a second side over the first: the scenario's own, or a copy to change. */
  compare(): void {
    const { compare } = this.#named;
    const own = compare && setupOf(compare.title, compare.model, compare.scenario);
    this.#setups = [this.#setups[0], own ?? { ...this.#setups[0], title: "B" }];
    this.turn(1);
    void this.start();
  }

  dropOther(): void {
    this.#setups = [this.#setups[0], null];
    this.#runs[1] = null;
    this.turn(0);
    this.#say("run");
  }

  turn(side: Side): void {
    this.#side = side;
    this.#changed();
    this.#say("run");
  }

  scrub(at_s: number): void {
    this.#cursor_s = Math.min(Math.max(0, at_s), this.setup.duration_s);
    this.#say("cursor");
  }

  /** Run the side at hand. A newer run overtakes it. */
  async start(): Promise<void> {
    clearTimeout(this.#timer);
    const { setup } = this;
    const side = this.#side;
    const [model, scenario] = [modelOf(setup), scenarioOf(setup)];
    if (this.#runner.busy) this.#runner.stop();
    this.#running += 1;
    this.#failure = null;
    this.#say("setup");
    try {
      const folded = await this.#runner.run(model, scenario);
      this.#take(side, runOf(model, scenario, folded));
    } catch (failure) {
      if (!(failure instanceof OvertakenError))
        this.#failure = failure instanceof Error ? failure.message : String(failure);
    } finally {
      this.#running -= 1;
      this.#say("run");
    }
  }

  /** Show a run that was made elsewhere, as by Python. Rejects with a RunError. */
  async showTrace(model: FlowModel, scenario: Scenario, trace: Uint8Array): Promise<void> {
    const own = { id: "python", title: "A run of Python's", compare: null, predict: null };
    this.load({ ...this.#named, ...own, model, scenario, explanation: null });
    const folded = await this.#runner.fold(model, scenario, trace);
    this.#take(this.#side, runOf(model, scenario, folded));
    this.#say("run");
  }

  /** The word for an address that replays this. */
  get word(): string {
    const setups = this.#setups.filter((setup) => setup !== null);
    return shareWord(this.#named.id, setups, this.#side);
  }

  /** Set up and run what a word stands for; false where it is none of this diagram's. */
  async replay(word: string): Promise<boolean> {
    const shared = sharedOf(word);
    const named = this.subject.scenarios.find(({ id }) => id === shared?.scenario);
    if (shared === null || named === undefined) return false;
    this.load(named);
    const { compare } = named;
    const bases = [
      setupOf("A", named.model, named.scenario),
      compare
        ? setupOf(compare.title, compare.model, compare.scenario)
        : setupOf("B", named.model, named.scenario),
    ];
    for (const [at, { changes, defences, ...own }] of shared.sides.entries()) {
      const base = bases[at];
      if (base === undefined) continue;
      const setup = { ...base, ...own, changes: new Map(changes), defences: new Map(defences) };
      this.#setups = at === 0 ? [setup, null] : [this.#setups[0], setup];
      this.#side = at === 0 ? 0 : 1;
      this.#changed();
      await this.start();
    }
    this.turn(shared.side === 1 ? 1 : 0);
    return true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#runner.stop();
    this.#watchers.length = 0;
  }

  #take(side: Side, run: Run): void {
    const first = !this.hasRun;
    this.#runs[side] = run;
    if (this.#guess !== null && side === 0 && this.#verdict === null)
      this.#verdict = verdictOf(this.predict, this.#guess, run);
    const start = run.scenario.faults[0]?.start_s;
    if (first) this.#cursor_s = start === undefined ? run.folded.duration_s / 2 : start + 1;
  }

  #changed(): void {
    const model = modelOf(this.setup);
    this.#estimate = estimate(model, this.setup.duration_s);
    this.#headline = headline(model);
    this.#say("setup");
  }

  #say(move: Move): void {
    for (const watcher of this.#watchers) watcher(move);
  }
}
