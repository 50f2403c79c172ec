/**
 * A talk with the tutor as values: pure, so that it can be kept, restored and tested. An exchange
 * is a question and its answer; only finished exchanges go back to the tutor as its memory.
 */
import type { Citation, PageLink, Turn, TutorEvent } from "../client/answers.js";

export type AnswerState = "asking" | "streaming" | "done" | "stopped" | "failed";

export interface Exchange {
  question: string;
  page: PageLink | null;
  text: string;
  citations: Citation[];
  mode: "model" | "offline" | null;
  note: string;
  state: AnswerState;
  /** Why it failed. */
  sentence: string;
}

export type Thread = readonly Exchange[];

/** How many finished exchanges the tutor is reminded of. */
const MEMORY_MAX = 6;
/** How many are kept in the browser. */
export const KEPT_MAX = 40;

export function ask(thread: Thread, question: string, page: PageLink | null): Thread {
  const fresh: Exchange = {
    question,
    page,
    text: "",
    citations: [],
    mode: null,
    note: "",
    state: "asking",
    sentence: "",
  };
  return [...thread, fresh].slice(-KEPT_MAX);
}

/** The thread after one event of the answer to its last question. */
export function hear(thread: Thread, event: TutorEvent): Thread {
  return changeLast(thread, (last) => {
    switch (event.kind) {
      case "meta":
        return { ...last, mode: event.mode, note: event.note };
      case "citation":
        return { ...last, citations: [...last.citations, event.citation] };
      case "delta":
        return { ...last, text: last.text + event.text, state: "streaming" };
      case "done":
        return { ...last, state: "done" };
      case "error":
        return { ...last, state: "failed", sentence: event.sentence };
    }
  });
}

/** The reader stopped the answer, or it ended without a word of its end. */
export function stop(thread: Thread): Thread {
  return changeLast(thread, (last) => (isOpen(last) ? { ...last, state: "stopped" } : last));
}

export function fail(thread: Thread, sentence: string): Thread {
  return changeLast(thread, (last) => ({ ...last, state: "failed", sentence }));
}

/** Takes the last question back, to ask it again. */
export function withdraw(thread: Thread): Thread {
  return thread.slice(0, -1);
}

export function isOpen({ state }: Exchange): boolean {
  return state === "asking" || state === "streaming";
}

/** What the tutor is reminded of: the finished exchanges before the open one. */
export function memory(thread: Thread): Turn[] {
  const finished = thread.filter(({ state, text }) => state === "done" && text !== "");
  return finished.slice(-MEMORY_MAX).flatMap(({ question, text }): Turn[] => [
    { role: "user", text: question },
    { role: "assistant", text },
  ]);
}

/** Reads a kept thread; what a closed tab cut off counts as stopped. */
export function revive(kept: unknown): Thread {
  if (!Array.isArray(kept)) return [];
  return (kept as Exchange[])
    .filter((each) => typeof each.question === "string" && typeof each.text === "string")
    .map((each) => (isOpen(each) ? { ...each, state: "stopped" } : each));
}

function changeLast(thread: Thread, change: (last: Exchange) => Exchange): Thread {
  const last = thread.at(-1);
  return last ? [...thread.slice(0, -1), change(last)] : thread;
}
