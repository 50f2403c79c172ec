/** Where a newcomer begins: the first lesson of our own course, else the first page there is. */
import type { Catalogue, CataloguePage } from "../client/answers.js";

const COURSE = "course";

export function firstLesson({ trees }: Catalogue): CataloguePage | null {
  const course = trees.find((tree) => tree.id === COURSE) ?? trees[0];
  const pages = course?.pages ?? [];
  return pages.find((page) => page.exercises.length > 0) ?? pages[0] ?? null;
}
