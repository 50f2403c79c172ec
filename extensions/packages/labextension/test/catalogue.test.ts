import { describe, expect, it } from "vitest";

import { spansIn, wordsIn } from "../src/catalogue/marks.js";
import { summarise } from "../src/catalogue/summary.js";
import type { Catalogue, Progress } from "../src/client/answers.js";
import { count, cut, duration, points } from "../src/dom/words.js";
import { firstLesson } from "../src/start/first-lesson.js";

function catalogue(trees: Record<string, [string, string[]][]>): Catalogue {
  return {
    version: "v",
    problems: 0,
    trees: Object.entries(trees).map(([id, pages]) => ({
      id,
      title: id,
      pages: pages.map(([page, exercises]) => ({
        id: page,
        path: `${page}.md`,
        title: page,
        difficulty: null,
        minutes: 1,
        tags: [],
        exercises,
      })),
    })),
  };
}

describe("hits", () => {
  it("marks the words of the query whatever their case, and keeps every letter", () => {
    const parts = wordsIn("Retry, then retry (again).", "RETRY (again)");
    expect(parts.filter(([, hit]) => hit).map(([part]) => part)).toEqual(["Retry", "retry", "(again)"]);
    expect(parts.map(([part]) => part).join("")).toBe("Retry, then retry (again).");
  });

  it("a query of signs is no pattern", () => {
    expect(wordsIn("a.*b", ".*")).toEqual([["a", false], [".*", true], ["b", false]]);
  });

  it("spans count in code points, as Python does", () => {
    expect(spansIn("𝛌 is load", [[5, 9]])).toEqual([["𝛌 is ", false], ["load", true]]);
  });
});

describe("the summary", () => {
  it("a page that left the catalogue does not count as read", () => {
    const progress: Progress = {
      pages: { a: { read_at: "now" }, b: { opened_at: "now" }, gone: { read_at: "now" } },
      exercises: {},
      points: 3,
      max_points: 10,
    };
    const { read, pages } = summarise(catalogue({ t: [["a", []], ["b", []]] }), progress);
    expect([read, pages]).toEqual([1, 2]);
  });
});

describe("the first lesson", () => {
  it("is the first page with an exercise in our own course", () => {
    const trees = catalogue({ other: [["x", ["e"]]], course: [["home", []], ["lesson", ["e"]]] });
    expect(firstLesson(trees)?.id).toBe("lesson");
  });

  it("is any first page where there is no lesson, and none where there is no page", () => {
    expect(firstLesson(catalogue({ docs: [["home", []]] }))?.id).toBe("home");
    expect(firstLesson(catalogue({}))).toBeNull();
  });
});

describe("words", () => {
  it("say times, points and counts", () => {
    expect([duration(60), duration(95), duration(120), duration(0.4)]).toEqual([
      "60 min",
      "1 h 35 min",
      "2 h",
      "1 min",
    ]);
    expect([points(7), points(7.5), points(20 / 3)]).toEqual(["7", "7.5", "6.67"]);
    expect([cut("short"), cut("a title as long as a page", 8)]).toEqual(["short", "a title…"]);
    expect([count(1, "page"), count(2, "page")]).toEqual(["1 page", "2 pages"]);
  });
});
