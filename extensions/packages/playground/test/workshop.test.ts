import type { Answer, Request } from "@atlas/workshop/drawing";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import {
  ANSWER_MS_MAX,
  LOAD_MS_MAX,
  Superseded,
  Workshop,
  type WorkerLike,
  WorkshopFailure,
} from "../src/reading/workshop.js";

class StillWorker implements WorkerLike {
  readonly posted: Request[] = [];
  ended = false;
  onmessage: WorkerLike["onmessage"] = null;
  onerror: WorkerLike["onerror"] = null;

  postMessage(request: Request): void {
    this.posted.push(request);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(): void {
    const id = this.posted.at(-1)?.id ?? "";
    this.onmessage?.({ data: { id, refused: [] } } as unknown as MessageEvent<Answer>);
  }
}

let workers: StillWorker[] = [];
let workshop: Workshop;

beforeEach(() => {
  vi.useFakeTimers();
  workers = [];
  workshop = new Workshop(() => {
    const worker = new StillWorker();
    workers.push(worker);
    return worker;
  });
});
afterEach(() => vi.useRealTimers());

describe("the worker behind the playground", () => {
  it("is not made before there is something to read", async () => {
    expect(workers).toHaveLength(0);
    const answer = workshop.ask(["a"]);
    workers[0]?.answer();
    expect((await answer).id).toBe("1");
  });

  it("reads one text at a time; of those that wait only the newest is read", async () => {
    const first = workshop.ask(["a"]);
    const second = workshop.ask(["b"]).catch((failure: unknown) => failure);
    const third = workshop.ask(["c"]);
    workers[0]?.answer();
    await first;
    expect(await second).toBeInstanceOf(Superseded);
    expect(workers[0]?.posted.map(({ attempts }) => attempts)).toEqual([["a"], ["c"]]);
    workers[0]?.answer();
    await third;
  });

  it("is ended when a text takes too long, and the next text gets a new one", async () => {
    const warm = workshop.ask(["a"]);
    workers[0]?.answer();
    await warm;
    const hung = workshop.ask(["b"]).catch((failure: unknown) => failure);
    await vi.advanceTimersByTimeAsync(ANSWER_MS_MAX);
    expect(await hung).toBeInstanceOf(WorkshopFailure);
    expect(workers[0]?.ended).toBe(true);
    const next = workshop.ask(["c"]);
    workers[1]?.answer();
    await next;
  });

  it("has more time for its first answer, which brings the chunk", async () => {
    const first = workshop.ask(["a"]).catch((failure: unknown) => failure);
    await vi.advanceTimersByTimeAsync(ANSWER_MS_MAX + 1);
    expect(workers[0]?.ended).toBe(false);
    await vi.advanceTimersByTimeAsync(LOAD_MS_MAX);
    expect(await first).toBeInstanceOf(WorkshopFailure);
  });
});
