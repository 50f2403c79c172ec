/**
 * An experiment as a word that fits into an address: which scenario, and what was changed on each
 * side. The same word gives the same run, byte for byte, because the seed is in it.
 */
import { FAULT_KINDS, type Fault } from "../model/flow.js";
import type { DefenceValues } from "./defences/defence.js";
import type { Setup } from "./setup.js";

/** What a side differs in from its scenario. */
interface SharedSide {
  load_factor: number;
  seed: number;
  duration_s: number;
  changes: [string, number][];
  faults: Fault[];
  defences: [string, DefenceValues][];
}

export interface Shared {
  scenario: string;
  sides: SharedSide[];
  /** Which side is shown. */
  side: number;
}

type FaultWord = [
  kind: number,
  target: string,
  from: number,
  until: number | null,
  amount: number,
  side?: string[],
];
type SideWord = [
  load: number,
  seed: number,
  duration: number,
  changes: [string, number][],
  faults: FaultWord[],
  defences?: [string, DefenceValues][],
];

const VERSION = 1;
const LENGTH_MAX = 8000;

export function shareWord(scenario: string, setups: readonly Setup[], side: number): string {
  const sides = setups.map(sideWord);
  const bytes = new TextEncoder().encode(JSON.stringify([VERSION, scenario, side, sides]));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The experiment that a word stands for, or null where it is none. */
export function sharedOf(word: string): Shared | null {
  if (word.length > LENGTH_MAX || !/^[\w-]+$/.test(word)) return null;
  try {
    const letters = atob(word.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    return readShared(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null; // Somebody typed it, or cut it off.
  }
}

function sideWord(setup: Setup): SideWord {
  const { load_factor, seed, duration_s, changes, faults, defences } = setup;
  const word: SideWord = [load_factor, seed, duration_s, [...changes], faults.map(faultWord)];
  if (defences.size > 0) word.push([...defences]);
  return word;
}

function faultWord({ kind, target, start_s, end_s, amount, side }: Fault): FaultWord {
  const word: FaultWord = [FAULT_KINDS.indexOf(kind), target, start_s, end_s, amount];
  if (side.length > 0) word.push(side);
  return word;
}

function readShared(value: unknown): Shared | null {
  if (!Array.isArray(value) || value.length !== 4 || value[0] !== VERSION) return null;
  const [, scenario, side, sides] = value as unknown[];
  if (typeof scenario !== "string" || !Array.isArray(sides) || sides.length > 2) return null;
  const read = sides.map(readSide);
  if (read.some((each) => each === null) || read.length === 0) return null;
  return {
    scenario,
    side: side === 1 && read.length === 2 ? 1 : 0,
    sides: read.filter((each) => each !== null),
  };
}

function readSide(value: unknown): SharedSide | null {
  if (!Array.isArray(value) || value.length < 5 || value.length > 6) return null;
  const [load, seed, duration, changes, faults, defences = []] = value as unknown[];
  if (!positive(load) || !positive(duration) || !Number.isSafeInteger(seed)) return null;
  if (!Array.isArray(changes) || !Array.isArray(faults) || !Array.isArray(defences)) return null;
  const numbers = changes.filter(
    (each): each is [string, number] =>
      Array.isArray(each) && typeof each[0] === "string" && notNegative(each[1]),
  );
  const read = faults.map(readFault);
  if (
    numbers.length < changes.length ||
    !defences.every(isDefence) ||
    read.some((each) => each === null)
  )
    return null;
  return {
    load_factor: load,
    seed: seed as number,
    duration_s: duration,
    changes: numbers,
    faults: read.filter((each) => each !== null),
    defences,
  };
}

function isDefence(value: unknown): value is [string, DefenceValues] {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== "string") return false;
  const [, values] = value as unknown[];
  return values === null || (Array.isArray(values) && values.every(notNegative));
}

function readFault(value: unknown): Fault | null {
  if (!Array.isArray(value) || value.length < 5 || value.length > 6) return null;
  const [number, target, from, until, amount, side = []] = value as unknown[];
  const kind = FAULT_KINDS[typeof number === "number" ? number : -1];
  if (kind === undefined || typeof target !== "string") return null;
  if (!notNegative(from) || !notNegative(amount) || !(until === null || notNegative(until)))
    return null;
  if (!Array.isArray(side) || !side.every((each) => typeof each === "string")) return null;
  return { kind, target, start_s: from, end_s: until, amount, side };
}

function notNegative(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function positive(value: unknown): value is number {
  return notNegative(value) && value > 0;
}
