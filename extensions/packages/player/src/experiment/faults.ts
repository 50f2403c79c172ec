/** The faults that a reader can put on a diagram: one entry each, in the order of the menu. */
import type { FaultKind, Station } from "../model/flow.js";

export interface FaultType {
  /** The word on its button. */
  word: string;
  /** What a menu says that it does. */
  does: string;
  /** What is set where the reader sets nothing. */
  amount: number;
  /** The unit of `amount`, null where the fault has none. */
  unit: "times" | "ratio" | null;
  /** What stands in the amount's place of a sentence: "is slow (5 times)". */
  says(amount: number): string;
  /** Whether it makes sense at this station. */
  fits(station: Station, isEntry: boolean): boolean;
}

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
const times = (factor: number) => `${Number(factor.toFixed(2))} times`;
const serves = ({ servers }: Station) => servers !== null;

export const FAULTS: Readonly<Record<FaultKind, FaultType>> = {
  partition: {
    word: "Cut off",
    does: "no call or answer passes between it and the rest",
    amount: 1,
    unit: null,
    says: () => "is cut off",
    fits: (_, isEntry) => !isEntry,
  },
  crash: {
    word: "Crash",
    does: "refuses everything, loses what it held",
    amount: 1,
    unit: null,
    says: () => "is down",
    fits: () => true,
  },
  pause: {
    word: "Pause",
    does: "stands still, then goes on",
    amount: 1,
    unit: null,
    says: () => "stands still",
    fits: () => true,
  },
  slow: {
    word: "Slow",
    does: "serves more slowly",
    amount: 5,
    unit: "times",
    says: (amount) => `takes ${times(amount)} as long`,
    fits: serves,
  },
  error: {
    word: "Errors",
    does: "answers with errors",
    amount: 0.2,
    unit: "ratio",
    says: (amount) => `answers ${percent(amount)} with errors`,
    fits: () => true,
  },
  loss: {
    word: "Loss",
    does: "requests to it get lost",
    amount: 0.1,
    unit: "ratio",
    says: (amount) => `does not get ${percent(amount)} of its requests`,
    fits: (_, isEntry) => !isEntry,
  },
  capacity: {
    word: "Fewer servers",
    does: "has this part of its servers left",
    amount: 0.5,
    unit: "ratio",
    says: (amount) => `has ${percent(amount)} of its servers left`,
    fits: serves,
  },
  flush: {
    word: "Flush",
    does: "a cache that finds nothing",
    amount: 1,
    unit: null,
    says: () => "finds nothing in its cache",
    fits: ({ hit_ratio }) => hit_ratio > 0,
  },
  spike: {
    word: "Spike",
    does: "sends more requests",
    amount: 3,
    unit: "times",
    says: (amount) => `sends ${times(amount)} as much`,
    fits: (_, isEntry) => isEntry,
  },
};
