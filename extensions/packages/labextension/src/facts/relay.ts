/**
 * Hands facts to `atlas_server`. A fact waits in the browser's storage until the ledger has taken
 * it, so a lost connection or a closed tab loses none; its id makes a second delivery harmless.
 */
import type { FactKind } from "@atlas/contracts";
import { type ISignal, Signal } from "@lumino/signaling";

import type { FactsAnswer, Payload, SentFact } from "../client/answers.js";
import { refusalFrom } from "../client/refusal.js";
import { uuid7 } from "./uuid7.js";

const GATHER_MS = 250;
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];
const BATCH_MAX = 50;
/** How many may wait; beyond it the oldest goes, since a page opened long ago says least. */
const WAITING_MAX = 1000;

/** What the relay needs of window.localStorage. */
export interface FactStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface RelayOptions {
  send: (facts: readonly SentFact[]) => Promise<FactsAnswer>;
  storage: FactStorage;
  /** Keeps the facts of two learners on one origin apart. */
  place: string;
  now?: () => number;
}

export class FactRelay {
  private readonly prefix: string;
  private readonly waiting = new Map<string, SentFact>();
  private readonly taken = new Signal<this, void>(this);
  private readonly turnedDown = new Signal<this, string>(this);
  private readonly delayed = new Signal<this, boolean>(this);
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending = false;
  private failures = 0;
  private stalls = false;

  constructor(private readonly options: RelayOptions) {
    this.prefix = `atlas:fact:${options.place}:`;
    this.load();
    if (this.waiting.size > 0) this.schedule(GATHER_MS);
  }

  /** After the ledger took facts: progress may have moved. */
  get recorded(): ISignal<this, void> {
    return this.taken;
  }

  /** A fact that will never be taken, with the ledger's sentence. */
  get refused(): ISignal<this, string> {
    return this.turnedDown;
  }

  /** True when facts wait because the ledger can't be reached, false when they went through again. */
  get stalled(): ISignal<this, boolean> {
    return this.delayed;
  }

  append(kind: FactKind, subject: string, payload: Payload = {}): void {
    const now = (this.options.now ?? Date.now)();
    const id = uuid7(now, crypto.getRandomValues(new Uint8Array(10)));
    const observed_at = new Date(now).toISOString();
    const fact: SentFact = { id, kind, subject, observed_at, payload };
    this.waiting.set(id, fact);
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > WAITING_MAX && oldest) this.drop(oldest);
    try {
      this.options.storage.setItem(this.prefix + id, JSON.stringify(fact));
    } catch {
      // The storage is full or forbidden: the fact still waits in memory.
    }
    this.schedule(GATHER_MS);
  }

  dispose(): void {
    clearTimeout(this.timer);
    Signal.clearData(this);
  }

  private load(): void {
    const { storage } = this.options;
    for (let index = 0; index < storage.length; index++) {
      const key = storage.key(index);
      if (!key?.startsWith(this.prefix)) continue;
      const fact = JSON.parse(storage.getItem(key) ?? "null") as SentFact | null;
      if (fact) this.waiting.set(fact.id, fact);
    }
  }

  private schedule(delay_ms: number): void {
    if (this.sending) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), delay_ms);
  }

  private async flush(): Promise<void> {
    const batch = [...this.waiting.values()].slice(0, BATCH_MAX);
    if (batch.length === 0) return;
    this.sending = true;
    let again_ms = GATHER_MS;
    try {
      const answer = await this.options.send(batch);
      this.settle(batch, answer);
    } catch (failure) {
      again_ms = this.afterFailure(batch, failure);
    }
    this.sending = false;
    if (this.waiting.size > 0) this.schedule(again_ms);
  }

  private settle(batch: SentFact[], { refused, queued = 0 }: FactsAnswer): void {
    for (const fact of batch) this.drop(fact.id);
    for (const { sentence } of refused) this.turnedDown.emit(sentence);
    this.failures = 0;
    this.stall(queued > 0);
    this.taken.emit();
  }

  private stall(stalls: boolean): void {
    if (stalls === this.stalls) return;
    this.stalls = stalls;
    this.delayed.emit(stalls);
  }

  /** Keeps the batch where a later try may succeed; returns how long to wait. */
  private afterFailure(batch: SentFact[], failure: unknown): number {
    const refusal = refusalFrom(failure);
    const lasting = !refusal.passing && ![401, 403, 404].includes(refusal.status);
    if (lasting) {
      for (const fact of batch) this.drop(fact.id);
      this.turnedDown.emit(refusal.sentence);
      return GATHER_MS;
    }
    this.stall(true);
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? GATHER_MS;
    this.failures += 1;
    return wait;
  }

  private drop(id: string): void {
    this.waiting.delete(id);
    this.options.storage.removeItem(this.prefix + id);
  }
}
