/** How far the learner is with the whole catalogue. Pure. */
import type { Catalogue, Progress } from "../client/answers.js";

export interface Summary {
  pages: number;
  read: number;
  points: number;
  max_points: number;
}

/** Pages that left the catalogue do not count as read. */
export function summarise(catalogue: Catalogue, progress: Progress): Summary {
  const pages = catalogue.trees.flatMap((tree) => tree.pages);
  const read = pages.filter((page) => progress.pages[page.id]?.read_at).length;
  return {
    pages: pages.length,
    read,
    points: progress.points,
    max_points: progress.max_points,
  };
}
