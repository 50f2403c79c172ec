/**
 * One exercise of one learner: its notebook, what validation found, what was handed in. The card
 * in a page and the panel beside the notebook share one model, so they always say the same.
 * After a submission it asks each second until every submission is graded.
 */
import { type ISignal, Signal } from "@lumino/signaling";

import type { Copied, Submission, Submitted, Validation } from "../client/answers.js";
import { refusalFrom } from "../client/refusal.js";
import type { Notebooks } from "./notebooks.js";
import { exercisePath } from "./place.js";

export const POLL_MS = 1000;
const POLL_MS_MAX = 15_000;

/** The calls that an exercise needs of the client. */
export interface ExerciseCalls {
  fetchExercise(exercise: string): Promise<Copied>;
  validate(exercise: string): Promise<Validation>;
  submit(exercise: string): Promise<Submitted>;
  submissions(exercise: string): Promise<Submission[]>;
}

export interface ModelOptions {
  calls: ExerciseCalls;
  notebooks: Notebooks;
  /** A submission got its grade. */
  onGraded: () => void;
}

export type Action = "fetch" | "validate" | "submit";

export interface Trouble {
  sentence: string;
  retry: () => void;
}

export class ExerciseModel {
  /** Null until it is known. */
  fetched: boolean | null = null;
  busy: Action | null = null;
  trouble: Trouble | null = null;
  validation: Validation | null = null;
  /** Newest first; null until they are known. */
  submissions: readonly Submission[] | null = null;
  /** True while the grader's answer can't be asked for. */
  waitsForServer = false;

  private readonly moved = new Signal<this, void>(this);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private interval_ms = POLL_MS;

  constructor(
    readonly id: string,
    private readonly options: ModelOptions,
  ) {}

  get changed(): ISignal<this, void> {
    return this.moved;
  }

  get path(): string {
    return exercisePath(this.id);
  }

  /** Whether a submission waits for its grade. */
  get pending(): Submission | null {
    return unfinished(this.submissions);
  }

  /** Asks what is there; called whenever a view of it appears. */
  async load(): Promise<void> {
    try {
      this.fetched = await this.options.notebooks.exists(this.path);
    } catch {
      this.fetched = false; // Not to be known: fetching says so, and never writes over a notebook.
    }
    this.moved.emit();
    await this.follow();
  }

  /** Gets the notebook unless it is there, and opens it. */
  open(): Promise<void> {
    return this.act("fetch", async () => {
      const { path } = await this.options.calls.fetchExercise(this.id);
      this.fetched = true;
      await this.options.notebooks.open(path);
    });
  }

  validate(): Promise<void> {
    return this.act("validate", async () => {
      await this.options.notebooks.save(this.path);
      this.validation = await this.options.calls.validate(this.id);
    });
  }

  submit(): Promise<void> {
    return this.act("submit", async () => {
      await this.options.notebooks.save(this.path);
      const { submission: id, attempt, state } = await this.options.calls.submit(this.id);
      const submitted_at = new Date().toISOString();
      this.validation = null;
      const rest = (this.submissions ?? []).filter((known) => known.id !== id);
      this.submissions = [{ id, attempt, state, submitted_at }, ...rest];
      this.again(POLL_MS);
    });
  }

  dispose(): void {
    clearTimeout(this.timer);
    Signal.clearData(this);
  }

  private async act(action: Action, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = action;
    this.trouble = null;
    this.moved.emit();
    try {
      await work();
    } catch (failure) {
      const retry = () => void this.act(action, work);
      this.trouble = { sentence: refusalFrom(failure).sentence, retry };
    }
    this.busy = null;
    this.moved.emit();
  }

  /** Asks for the submissions; goes on each second while one of them waits. */
  private async follow(): Promise<void> {
    clearTimeout(this.timer);
    const waited = this.pending;
    try {
      this.submissions = await this.options.calls.submissions(this.id);
      this.waitsForServer = false;
      this.interval_ms = POLL_MS;
    } catch (failure) {
      this.waitsForServer = waited !== null;
      this.interval_ms = Math.min(this.interval_ms * 2, POLL_MS_MAX);
      if (!waited) {
        const retry = () => void this.load();
        this.trouble = { sentence: refusalFrom(failure).sentence, retry };
      }
    }
    const waits = unfinished(this.submissions) !== null;
    if (waited && !waits) this.options.onGraded();
    this.moved.emit();
    if (waits) this.again(this.interval_ms);
  }

  private again(delay_ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.follow(), delay_ms);
  }
}

function unfinished(submissions: readonly Submission[] | null): Submission | null {
  return submissions?.find(({ state }) => state !== "graded") ?? null;
}
