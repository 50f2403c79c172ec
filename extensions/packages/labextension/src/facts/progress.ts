/**
 * The learner's progress as the ledger last told it. Nobody writes here: views read `current` and
 * follow `changed`. Asked anew after facts went in, after a grade, and each minute.
 */
import { Poll } from "@lumino/polling";
import { type ISignal, Signal } from "@lumino/signaling";

import type { Progress } from "../client/answers.js";
import { type Refusal, refusalFrom } from "../client/refusal.js";

const INTERVAL_MS = 60_000;

/** How far the learner is with a page. */
export type Standing = "unread" | "opened" | "read";

export class ProgressStore {
  private readonly moved = new Signal<this, void>(this);
  private readonly poll: Poll;
  private progress: Progress | null = null;
  private refusal: Refusal | null = null;

  constructor(ask: () => Promise<Progress>) {
    this.poll = new Poll({
      name: "atlas:progress",
      frequency: { interval: INTERVAL_MS, backoff: true, max: 10 * INTERVAL_MS },
      standby: "when-hidden",
      factory: async () => {
        try {
          this.progress = await ask();
          this.refusal = null;
        } catch (failure) {
          this.refusal = refusalFrom(failure);
          this.moved.emit();
          throw failure;
        }
        this.moved.emit();
      },
    });
  }

  get changed(): ISignal<this, void> {
    return this.moved;
  }

  get current(): Progress | null {
    return this.progress;
  }

  get failure(): Refusal | null {
    return this.refusal;
  }

  standing(page: string): Standing {
    const known = this.progress?.pages[page];
    if (known?.read_at) return "read";
    return known?.opened_at ? "opened" : "unread";
  }

  refresh(): void {
    void this.poll.refresh();
  }

  dispose(): void {
    this.poll.dispose();
    Signal.clearData(this);
  }
}
