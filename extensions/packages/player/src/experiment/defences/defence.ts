/** What a defence is to the reader: a word, its numbers, and how they stand in a model. */
/** One number of a defence, as it stands in a field. */
export interface DefenceField {
  word: string;
  /** "s" and "ratio" are shown as seconds and percent; null: a count. */
  unit: "s" | "ratio" | "1/s" | null;
  least: number;
  most: number;
  whole: boolean;
  /** At `most` there is no limit: its field is empty. */
  endless: boolean;
  /** Words to choose from; the number is the index. */
  choices: readonly string[] | null;
}

/** Its numbers, in the order of its fields; null: the defence is not there. */
export type DefenceValues = readonly number[] | null;

export interface Defence<Of> {
  kind: string;
  word: string;
  does: string;
  fields: readonly DefenceField[];
  /** What it starts with, as simulated; `rate_per_s` is what comes in now. */
  starts(of: Of, rate_per_s: number): readonly number[];
  /** Whether it makes sense here. */
  fits(of: Of): boolean;
  read(of: Of): DefenceValues;
  write(of: Of, values: DefenceValues): Of;
  /** The fields that count servers or requests a second, and so are scaled, by index. */
  scaled: readonly number[];
  /** Another defence that it can't be without. */
  needs: string | null;
  /** A choice that is always made: there is nothing to take away. */
  always: boolean;
}

/** The longest time in a field. */
export const DAY_S = 86_400;
/** The largest count in a field. */
export const COUNT_MAX = 1_000_000;

export const field = (
  word: string,
  unit: DefenceField["unit"],
  least: number,
  most: number,
  more: Partial<DefenceField> = {},
): DefenceField => ({
  ...{ word, unit, least, most, whole: unit === null },
  ...{ endless: false, choices: null },
  ...more,
});

/** What most defences have in common. */
export const ORDINARY = { fits: () => true, scaled: [], needs: null, always: false };
