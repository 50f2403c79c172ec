import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { FactsAnswer, SentFact } from "../src/client/answers.js";
import { Refusal } from "../src/client/refusal.js";
import { FactRelay, type FactStorage } from "../src/facts/relay.js";
import { uuid7 } from "../src/facts/uuid7.js";

class Shelf implements FactStorage {
  readonly kept = new Map<string, string>();
  get length(): number {
    return this.kept.size;
  }
  key(index: number): string | null {
    return [...this.kept.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.kept.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.kept.set(key, value);
  }
  removeItem(key: string): void {
    this.kept.delete(key);
  }
}

/** A ledger that answers with what is queued for it, then with "all taken". */
function ledger(...answers: (FactsAnswer | Refusal)[]) {
  const sent: string[][] = [];
  const send = (facts: readonly SentFact[]): Promise<FactsAnswer> => {
    sent.push(facts.map((fact) => fact.subject));
    const next = answers.shift() ?? { refused: [] };
    return next instanceof Refusal ? Promise.reject(next) : Promise.resolve(next);
  };
  return { sent, send };
}

const place = "http://server/user/ada/";
const down = () => new Refusal("offline", "Nobody answers.");

describe("the relay of facts", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("facts of one moment go in one call, and leave the storage when taken", async () => {
    const { sent, send } = ledger();
    const storage = new Shelf();
    const relay = new FactRelay({ send, storage, place });
    let recorded = 0;
    relay.recorded.connect(() => (recorded += 1));
    relay.append("page.opened", "a");
    relay.append("page.read", "b");
    expect(storage.length).toBe(2);
    await vi.advanceTimersByTimeAsync(300);
    expect([sent, storage.length, recorded]).toEqual([[["a", "b"]], 0, 1]);
  });

  it("what could not be sent is sent again, in a new tab too, under the same id", async () => {
    const first = ledger(down());
    const storage = new Shelf();
    const relay = new FactRelay({ send: first.send, storage, place });
    relay.append("page.opened", "a");
    await vi.advanceTimersByTimeAsync(300);
    relay.dispose();
    const [key] = [...storage.kept.keys()];
    const ids: string[] = [];
    const send = (facts: readonly SentFact[]): Promise<FactsAnswer> => {
      ids.push(...facts.map((fact) => fact.id));
      return Promise.resolve({ refused: [] });
    };
    new FactRelay({ send, storage, place });
    await vi.advanceTimersByTimeAsync(300);
    expect(ids).toEqual([key!.slice(key!.lastIndexOf(":") + 1)]);
    expect(storage.length).toBe(0);
  });

  it("another learner's facts on the same origin stay where they are", async () => {
    const storage = new Shelf();
    const other = new FactRelay({ send: ledger(down()).send, storage, place: "http://server/user/lin/" });
    other.append("page.opened", "hers");
    other.dispose();
    const { sent, send } = ledger();
    new FactRelay({ send, storage, place });
    await vi.advanceTimersByTimeAsync(1000);
    expect([sent, storage.length]).toEqual([[], 1]);
  });

  it("it says when facts wait, once, and when they went through", async () => {
    const { send } = ledger(down(), down());
    const relay = new FactRelay({ send, storage: new Shelf(), place });
    const said: boolean[] = [];
    relay.stalled.connect((_, stalled) => void said.push(stalled));
    relay.append("page.opened", "a");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(said).toEqual([true, false]);
  });

  it("a queue at the server counts as waiting until a call goes through", async () => {
    const { send } = ledger({ refused: [], queued: 1 });
    const relay = new FactRelay({ send, storage: new Shelf(), place });
    const said: boolean[] = [];
    relay.stalled.connect((_, stalled) => void said.push(stalled));
    relay.append("page.opened", "a");
    await vi.advanceTimersByTimeAsync(300);
    relay.append("page.opened", "b");
    await vi.advanceTimersByTimeAsync(300);
    expect(said).toEqual([true, false]);
  });

  it("a batch that is refused for good is dropped, with the ledger's sentence", async () => {
    const { sent, send } = ledger(new Refusal("bad", "That is no fact.", 400));
    const storage = new Shelf();
    const relay = new FactRelay({ send, storage, place });
    const said: string[] = [];
    relay.refused.connect((_, sentence) => void said.push(sentence));
    relay.append("page.opened", "a");
    await vi.advanceTimersByTimeAsync(120_000);
    expect([sent.length, storage.length, said]).toEqual([1, 0, ["That is no fact."]]);
  });
});

describe("an id of a fact", () => {
  it("is a UUIDv7 that sorts by its time", () => {
    const noise = new Uint8Array(10).fill(255);
    const early = uuid7(Date.UTC(2026, 0, 1), noise);
    const late = uuid7(Date.UTC(2026, 0, 2), new Uint8Array(10));
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(early < late).toBe(true);
  });

  it("holds the time as RFC 9562's own example does", () => {
    const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
    expect(uuid7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
  });
});
