/** The sign and the word of each thing that can be the matter: never colour alone. */
import type { Matter } from "@atlas/contracts";

export const SIGNS: Readonly<Record<Matter, readonly [sign: string, word: string]>> = {
  missing: ["\u2212", "Missing"],
  extra: ["+", "Too many"],
  misplaced: ["\u21c4", "At the wrong place"],
  mislabelled: ["\u2260", "Named or labelled wrongly"],
};

export const MATTERS = Object.keys(SIGNS) as Matter[];
