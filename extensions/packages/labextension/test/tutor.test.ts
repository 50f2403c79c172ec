import { describe, expect, it } from "vitest";

import { ask, fail, hear, KEPT_MAX, memory, revive, stop, type Thread, withdraw } from "../src/tutor/thread.js";

const PAGE = { id: "course", title: "Course" };
const citation = { n: 1, page: "p", anchor: "a", title: "T", heading: "H", excerpt: "e" };

function answered(thread: Thread, question: string, text: string): Thread {
  const asked = ask(thread, question, null);
  return hear(hear(asked, { kind: "delta", text }), { kind: "done" });
}

describe("a thread with the tutor", () => {
  it("grows by the events of the answer", () => {
    let thread = ask([], "Why?", PAGE);
    thread = hear(thread, { kind: "meta", mode: "model", note: "n" });
    thread = hear(thread, { kind: "citation", citation });
    thread = hear(thread, { kind: "delta", text: "Because " });
    thread = hear(thread, { kind: "delta", text: "[1]." });
    expect(thread[0]).toMatchObject({ text: "Because [1].", state: "streaming", mode: "model" });
    expect(hear(thread, { kind: "done" })[0]).toMatchObject({ state: "done", citations: [citation] });
  });

  it("the tutor is reminded of finished answers only", () => {
    let thread = answered([], "one", "first");
    thread = fail(ask(thread, "two", null), "It broke.");
    thread = stop(hear(ask(thread, "three", null), { kind: "delta", text: "half" }));
    expect(memory(thread)).toEqual([
      { role: "user", text: "one" },
      { role: "assistant", text: "first" },
    ]);
  });

  it("stopping a finished answer changes nothing", () => {
    const thread = answered([], "one", "first");
    expect(stop(thread)).toEqual(thread);
  });

  it("an error keeps what was said before it", () => {
    const half = hear(ask([], "one", null), { kind: "delta", text: "half" });
    const failed = hear(half, { kind: "error", sentence: "The model stopped." });
    expect(failed[0]).toMatchObject({ text: "half", state: "failed", sentence: "The model stopped." });
    expect(withdraw(failed)).toEqual([]);
  });

  it("an answer that a closed tab cut off comes back as stopped", () => {
    const kept: unknown = JSON.parse(JSON.stringify(ask([], "one", PAGE)));
    expect(revive(kept)[0]).toMatchObject({ question: "one", state: "stopped", page: PAGE });
    expect(revive("nonsense")).toEqual([]);
  });

  it("a long thread forgets its beginning", () => {
    let thread: Thread = [];
    for (let n = 0; n < KEPT_MAX + 5; n++) thread = answered(thread, String(n), "x");
    expect([thread.length, thread[0]?.question]).toEqual([KEPT_MAX, "5"]);
  });
});
