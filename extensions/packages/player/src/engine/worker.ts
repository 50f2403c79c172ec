/**
 * The worker: holds the engine, runs scenarios, and sends back what a run folds to. The trace
 * itself never leaves it.
 */
import engineBytes from "@atlas/engine.wasm";

import { encodeProgram } from "../program/encode.js";
import { blocksIn } from "../trace/block.js";
import { fold } from "../trace/fold.js";
import { buffersOf, type Folded } from "../trace/folded.js";
import type { Answer, Question } from "./message.js";
import { openEngine, type RunProgram } from "./open-engine.js";

const MISSING =
  "The engine is not built here, so only the estimate is shown. Run `make run` again to build it.";

/** The part of a worker's global scope that is used. */
interface Scope {
  onmessage: ((event: MessageEvent<Question>) => void) | null;
  postMessage(answer: Answer, moved?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
let engine: Promise<RunProgram> | null = null;

scope.onmessage = ({ data }) => {
  void answer(data);
};

async function answer(question: Question): Promise<void> {
  const { id } = question;
  try {
    const folded = await found(question);
    scope.postMessage({ id, folded }, buffersOf(folded));
  } catch (failure) {
    scope.postMessage({ id, sentence: failure instanceof Error ? failure.message : MISSING });
  }
}

async function found({ model, scenario, trace }: Question): Promise<Folded> {
  if (trace !== undefined) return fold(model, scenario, [...blocksIn(trace)], "time");
  if (engineBytes.length === 0) throw new Error(MISSING);
  engine ??= openEngine(engineBytes);
  const run = await engine;
  const { blocks, ended } = run(encodeProgram(model, scenario));
  return fold(model, scenario, blocks, ended);
}
