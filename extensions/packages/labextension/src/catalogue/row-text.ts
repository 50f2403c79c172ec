/** The small second line of a row: level, time and exercises of a page; pages of a folder. */
import type { CataloguePage } from "../client/answers.js";
import { element } from "../dom/element.js";
import { capitalised, count, duration, points } from "../dom/words.js";
import type { Standing } from "../facts/progress.js";
import { pagesOf, type TreeNode } from "./tree.js";

export interface ExercisePoints {
  points: number;
  max_points: number;
}

export function describePage(
  page: CataloguePage,
  exercise: (id: string) => ExercisePoints | null,
): Node[] {
  const parts: Node[] = [];
  if (page.difficulty) parts.push(levelChip(page.difficulty));
  if (page.minutes) parts.push(element("span", {}, [duration(page.minutes)]));
  if (page.exercises.length > 0) parts.push(exerciseText(page.exercises, exercise));
  return parts;
}

/** The level as a word beside bars that say the same without colour. */
export function levelChip(difficulty: string): HTMLElement {
  return element("span", { class: "atlas-Level", "data-level": difficulty }, [
    element("span", { class: "atlas-Level-bars", "aria-hidden": "true" }, [
      element("i"),
      element("i"),
      element("i"),
      element("i"),
    ]),
    capitalised(difficulty),
  ]);
}

function exerciseText(
  ids: readonly string[],
  exercise: (id: string) => ExercisePoints | null,
): HTMLElement {
  const known = ids.map(exercise).filter((each) => each !== null);
  const graded = known.length > 0;
  const reached = known.reduce((sum, each) => sum + each.points, 0);
  const possible = known.reduce((sum, each) => sum + each.max_points, 0);
  const text = graded
    ? `${points(reached)}/${points(possible)} points`
    : count(ids.length, "exercise");
  const full = graded && reached >= possible;
  return element("span", { "data-atlas": "row-points", "data-full": full }, [text]);
}

export function describeBranch(node: TreeNode, standing: (page: string) => Standing): Node[] {
  const pages = pagesOf(node);
  const read = pages.filter((page) => standing(page.id) === "read").length;
  const text = count(pages.length, "page") + (read > 0 ? `, ${read} read` : "");
  return [element("span", {}, [text])];
}
