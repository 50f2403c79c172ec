import type { Grade } from "@atlas/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Submission } from "../src/client/answers.js";
import { Refusal } from "../src/client/refusal.js";
import { type ExerciseCalls, ExerciseModel, POLL_MS } from "../src/exercise/model.js";
import { exerciseAt, exercisePath } from "../src/exercise/place.js";

const GRADE: Grade = {
  submission: "s1",
  exercise: "e",
  check_set: "c",
  points: 7,
  max_points: 10,
  checks: [],
  sentence: "",
  graded_by: "grader",
  version: 1,
};

function submission(state: Submission["state"]): Submission {
  const grade = state === "graded" ? GRADE : null;
  return { id: "s1", attempt: 1, state, submitted_at: "2026-01-01T00:00:00Z", grade };
}

/** A server whose list of submissions is what `lists` gives, call by call; the last one stays. */
function world(lists: (Submission[] | Refusal)[], there = true) {
  const done: string[] = [];
  const calls: ExerciseCalls = {
    fetchExercise: (id) => {
      done.push("fetch");
      return Promise.resolve({ path: exercisePath(id), created: true });
    },
    validate: () => Promise.resolve({ ok: true, findings: [] }),
    submit: () => {
      done.push("submit");
      return Promise.resolve({ submission: "s1", attempt: 1, state: "queued" });
    },
    submissions: () => {
      done.push("list");
      const next = (lists.length > 1 ? lists.shift() : lists[0]) ?? [];
      return next instanceof Refusal ? Promise.reject(next) : Promise.resolve(next);
    },
  };
  const notebooks = {
    open: (path: string) => Promise.resolve(void done.push(`open ${path}`)),
    save: () => Promise.resolve(void done.push("save")),
    exists: () => Promise.resolve(there),
  };
  const onGraded = vi.fn();
  return { model: new ExerciseModel("e", { calls, notebooks, onGraded }), done, onGraded };
}

describe("an exercise", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("submitting saves first, then asks each second until the grade is there", async () => {
    const lists = [[submission("queued")], [submission("judging")], [submission("graded")]];
    const { model, done, onGraded } = world(lists);
    await model.submit();
    expect(done).toEqual(["save", "submit"]);
    expect(model.pending?.attempt).toBe(1);
    await vi.advanceTimersByTimeAsync(2 * POLL_MS);
    expect([model.pending?.state, onGraded.mock.calls.length]).toEqual(["judging", 0]);
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect([model.pending, model.submissions?.[0]?.grade?.points]).toEqual([null, 7]);
    expect(onGraded).toHaveBeenCalledTimes(1);
    const asked = done.length;
    await vi.advanceTimersByTimeAsync(60 * POLL_MS);
    expect(done.length).toBe(asked);
  });

  it("a lost connection while judging is no failure: it goes on asking, less often", async () => {
    const gone = new Refusal("offline", "Nobody answers.");
    const { model, onGraded } = world([gone, gone, [submission("graded")]]);
    await model.submit();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect([model.waitsForServer, model.trouble]).toEqual([true, null]);
    await vi.advanceTimersByTimeAsync(30 * POLL_MS);
    expect([model.waitsForServer, model.pending]).toEqual([false, null]);
    expect(onGraded).toHaveBeenCalledTimes(1);
  });

  it("a submission that was pending before a reload is followed to its grade", async () => {
    const { model } = world([[submission("judging")], [submission("graded")]]);
    await model.load();
    expect(model.pending).not.toBeNull();
    await vi.advanceTimersByTimeAsync(POLL_MS);
    expect(model.pending).toBeNull();
  });

  it("getting the notebook opens it; without it there is nothing to hand in", async () => {
    const { model, done } = world([[]], false);
    await model.load();
    expect(model.fetched).toBe(false);
    await model.open();
    expect([model.fetched, done.at(-1)]).toEqual([true, "open exercises/e/e.ipynb"]);
  });

  it("a failure stands with its sentence until the same step is tried again", async () => {
    const { model } = world([[]]);
    const refused = new Refusal("full", "Your home is full.", 507);
    const validate = vi.spyOn(model["options"].calls, "validate").mockRejectedValueOnce(refused);
    await model.validate();
    expect([model.trouble?.sentence, model.busy]).toEqual(["Your home is full.", null]);
    model.trouble?.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect([model.trouble, model.validation?.ok, validate.mock.calls.length]).toEqual([null, true, 2]);
  });
});

describe("the notebook of an exercise", () => {
  it("is known by its place, and no other notebook is", () => {
    expect(exerciseAt(exercisePath("retry-budget"))).toBe("retry-budget");
    expect(exerciseAt("exercises/a/b.ipynb")).toBeNull();
    expect(exerciseAt("lessons/exercises/a/a.ipynb")).toBeNull();
  });
});
