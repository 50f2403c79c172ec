/**
 * The worker that reads and lays out, seen from the page. One text at a time; of those that come
 * meanwhile only the newest waits. A text that takes too long costs the worker its life, and the
 * next one gets a new worker.
 */
import type { Answer, Request } from "@atlas/workshop/drawing";

export const ANSWER_MS_MAX = 10_000;
/** The first answer includes loading the chunk: 5 MB, once a session. */
export const LOAD_MS_MAX = 40_000;

/** What is needed of a Worker. */
export interface WorkerLike {
  postMessage(message: Request): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

/** Why there is no answer. */
export class WorkshopFailure extends Error {}

/** A newer text took its place. */
export class Superseded extends Error {}

interface Job {
  request: Request;
  resolve: (answer: Answer) => void;
  reject: (reason: Error) => void;
}

const HUNG = "This text takes longer than 10 s to read and lay out. Make it simpler or split it.";
const LOST =
  "The diagram reader could not be loaded. Reload this tab; if that does not help, ask whoever runs this server.";

export class Workshop {
  private worker: WorkerLike | null = null;
  private warm = false;
  private current: Job | null = null;
  private next: Job | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private count = 0;

  constructor(private readonly make: () => WorkerLike) {}

  /**
   * The answer to the first of `attempts` that can be read, laid out as the text before it or, with
   * `settled`, as the build would. Rejects with one of the two above.
   */
  ask(attempts: readonly string[], settled = false): Promise<Answer> {
    this.count += 1;
    const request: Request = {
      id: String(this.count),
      attempts: [...attempts],
      lay: settled || "quick",
    };
    return new Promise((resolve, reject) => {
      this.next?.reject(new Superseded());
      this.next = { request, resolve, reject };
      if (this.current === null) this.start();
    });
  }

  dispose(): void {
    this.stop();
    for (const job of [this.current, this.next]) job?.reject(new Superseded());
    this.current = this.next = null;
  }

  private start(): void {
    const job = this.next;
    this.next = null;
    this.current = job;
    if (!job) return;
    const worker = (this.worker ??= this.open());
    const limit_ms = this.warm ? ANSWER_MS_MAX : LOAD_MS_MAX;
    this.timer = setTimeout(() => this.fail(HUNG), limit_ms);
    worker.postMessage(job.request);
  }

  private open(): WorkerLike {
    const worker = this.make();
    this.warm = false;
    worker.onmessage = ({ data }) => {
      this.warm = true;
      this.settle()?.resolve(data);
      this.start();
    };
    worker.onerror = () => this.fail(LOST);
    return worker;
  }

  private fail(sentence: string): void {
    this.stop();
    this.settle()?.reject(new WorkshopFailure(sentence));
    this.start();
  }

  private settle(): Job | null {
    clearTimeout(this.timer);
    const job = this.current;
    this.current = null;
    return job;
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.worker?.terminate();
    this.worker = null;
  }
}
