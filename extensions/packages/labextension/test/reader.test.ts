import { describe, expect, it } from "vitest";

import { History } from "../src/reader/history.js";
import { ACTIVE_S_MIN, ReadingClock } from "../src/reader/reading-clock.js";

const at = (page: string) => ({ page, anchor: "" });

describe("back and forward", () => {
  it("go through the pages as they were visited", () => {
    const history = new History();
    for (const page of ["a", "b", "c"]) history.visit(at(page));
    expect(history.back()?.page).toBe("b");
    expect(history.back()?.page).toBe("a");
    expect(history.canGoBack).toBe(false);
    expect(history.back()?.page).toBe("a");
    expect(history.forward()?.page).toBe("b");
  });

  it("a new page forgets what lay ahead", () => {
    const history = new History();
    for (const page of ["a", "b"]) history.visit(at(page));
    history.back();
    history.visit(at("c"));
    expect(history.canGoForward).toBe(false);
    expect(history.back()?.page).toBe("a");
  });

  it("the same place twice is one visit; a place remembers how far it was scrolled", () => {
    const history = new History();
    history.visit(at("a"));
    history.visit(at("a"));
    expect(history.canGoBack).toBe(false);
    history.leave(420);
    history.visit(at("b"));
    expect(history.back()?.top).toBe(420);
  });
});

describe("a page counts as read", () => {
  it("when its end was in view and the reader stayed, in either order, once", () => {
    const clock = new ReadingClock();
    expect(clock.reach(1)).toBe(false);
    const ticks = Array.from({ length: ACTIVE_S_MIN + 3 }, () => clock.tick(1000));
    expect(ticks.filter(Boolean)).toHaveLength(1);
    expect(ticks.indexOf(true)).toBe(ACTIVE_S_MIN - 1);
  });

  it("not by waiting at the top", () => {
    const clock = new ReadingClock();
    clock.reach(0.5);
    expect(clock.tick(3_600_000)).toBe(false);
    expect(clock.reach(1)).toBe(true);
  });

  it("at once when the reader says so, and not twice", () => {
    const clock = new ReadingClock();
    expect(clock.finish()).toBe(true);
    expect(clock.finish()).toBe(false);
    clock.reach(1);
    expect(clock.tick(60_000)).toBe(false);
  });
});
