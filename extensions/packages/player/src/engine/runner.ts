/**
 * Runs scenarios in a worker of their own. The worker's source is handed in and started from a
 * blob, so that a page from a file, or from a server that is gone, can simulate as well.
 */
import type { FlowModel, Scenario } from "../model/flow.js";
import type { Folded } from "../trace/folded.js";
import type { Answer, Question } from "./message.js";

/** A run that could not be made; the message is a sentence for the reader. */
export class RunError extends Error {}

/** A run that a newer one has made pointless. */
export class OvertakenError extends Error {}

interface Waiting {
  resolve: (folded: Folded) => void;
  reject: (failure: Error) => void;
}

export class Runner {
  readonly #source: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #asked = 0;

  /** `source` is the script of the worker. */
  constructor(source: string) {
    this.#source = source;
  }

  /** Run; rejects with a RunError. */
  run(model: FlowModel, scenario: Scenario): Promise<Folded> {
    return this.#ask({ model, scenario });
  }

  /** Fold the blocks of a trace that was written elsewhere. */
  fold(model: FlowModel, scenario: Scenario, trace: Uint8Array): Promise<Folded> {
    return this.#ask({ model, scenario, trace });
  }

  /** End the runs that are under way: they reject with an OvertakenError. */
  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const { reject } of this.#waiting.values())
      reject(new OvertakenError("The run was stopped."));
    this.#waiting.clear();
  }

  get busy(): boolean {
    return this.#waiting.size > 0;
  }

  #ask(question: Omit<Question, "id">): Promise<Folded> {
    const id = ++this.#asked;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id } satisfies Question);
    });
  }

  #start(): Worker {
    const address = URL.createObjectURL(new Blob([this.#source], { type: "text/javascript" }));
    const worker = new Worker(address);
    URL.revokeObjectURL(address);
    worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => this.#take(data));
    worker.addEventListener("error", () => {
      for (const { reject } of this.#waiting.values())
        reject(new RunError("The simulation broke off. Reload the page and run it again."));
      this.#waiting.clear();
    });
    return worker;
  }

  #take(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    if ("folded" in answer) waiting.resolve(answer.folded);
    else waiting.reject(new RunError(answer.sentence));
  }
}
