/** A grade: its points, its sentence, and each check with its points and what was seen. */
import type { CheckResult, Grade, Outcome } from "@atlas/contracts";

import type { Submission } from "../client/answers.js";
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { moment, points } from "../dom/words.js";

const OUTCOMES: Record<Outcome, string> = {
  passed: "passed",
  failed: "not passed",
  errored: "stopped with an error",
  timed_out: "took too long",
  refused: "refused",
};

export function gradeView(grade: Grade): HTMLElement {
  const full = grade.points >= grade.max_points;
  return element(
    "section",
    { class: "atlas-Grade", "data-atlas": "grade", "data-points": grade.points },
    [
      element("p", { class: "atlas-Grade-points", "data-full": full }, [
        element("strong", { "data-atlas": "grade-points" }, [points(grade.points)]),
        ` of ${points(grade.max_points)} points`,
      ]),
      grade.sentence && element("p", { class: "atlas-Grade-sentence" }, [grade.sentence]),
      element(
        "ul",
        { class: "atlas-Checks" },
        grade.checks.map((check) => checkView(check, grade.sentence)),
      ),
    ],
  );
}

/** A check's own sentence is left out where it says no more than its mark or the whole grade. */
function checkView(check: CheckResult, said: string): HTMLElement {
  const passed = check.outcome === "passed";
  const more = !passed && check.sentence !== said;
  return element(
    "li",
    { class: "atlas-Check", "data-atlas": "check", "data-outcome": check.outcome },
    [
      icon(passed ? "check" : "cross"),
      element("div", {}, [
        element("span", { class: "atlas-Check-title" }, [check.title]),
        !passed && element("span", { class: "atlas-Check-outcome" }, [OUTCOMES[check.outcome]]),
        more && element("p", {}, [check.sentence]),
      ]),
      element("span", { class: "atlas-Check-points" }, [
        `${points(check.points)}/${points(check.max_points)}`,
      ]),
    ],
  );
}

/** Earlier attempts, newest first; each unfolds to its checks. */
export function attemptsView(submissions: readonly Submission[]): HTMLElement | null {
  const graded = submissions.filter((each) => each.grade);
  if (graded.length === 0) return null;
  const rows = graded.map(({ attempt, submitted_at, grade }) =>
    element("details", { class: "atlas-Attempt", "data-atlas": "attempt" }, [
      element("summary", {}, [
        `Attempt ${attempt}`,
        element("span", {}, [
          grade ? `${points(grade.points)}/${points(grade.max_points)}` : "",
          ` · ${moment(submitted_at)}`,
        ]),
      ]),
      grade ? gradeView(grade) : null,
    ]),
  );
  return element("div", { class: "atlas-Attempts", "data-atlas": "attempts" }, [
    element("h4", {}, ["Earlier attempts"]),
    ...rows,
  ]);
}
