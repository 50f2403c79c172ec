/** The reader's guess before a run, and how far it was off. */
import { METRICS, type Run } from "../result/figures.js";
import { digits } from "../result/quantity.js";
import type { Predict } from "./subject.js";

export type Guess = { kind: "number"; value: number } | { kind: "choice"; choice: number };

/** How many of the metric's own unit are one of the question's. */
const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  ms: 0.001,
  min: 60,
  "%": 0.01,
  ratio: 1,
  "1/s": 1,
  "req/s": 1,
};

export interface Verdict {
  /** Right, or within a tenth; near, within half or twice; else off. */
  grade: "right" | "near" | "off";
  sentence: string;
  /** The guess and the answer in the question's unit; null where there is no number. */
  guessed: number | null;
  found: number | null;
}

export function unitFactor(unit: string): number {
  return UNITS[unit] ?? 1;
}

export function verdictOf(predict: Predict, guess: Guess, run: Run): Verdict {
  if (predict.kind === "choice" || guess.kind === "choice") {
    const choice = guess.kind === "choice" ? guess.choice : -1;
    const right = predict.kind === "choice" && predict.right === choice;
    const answer = predict.kind === "choice" ? (predict.choices[predict.right] ?? "") : "";
    const said = predict.kind === "choice" ? (predict.choices[choice] ?? "") : "";
    const sentence = right ? `You said: ${said}.` : `You said: ${said}. It is: ${answer}.`;
    return { grade: right ? "right" : "off", sentence, guessed: null, found: null };
  }
  const { unit, metric, of } = predict;
  const measured = METRICS[metric].measure(run, of);
  const guessed = guess.value;
  if (measured === null) {
    const none =
      metric === "recovery_s"
        ? "it had not recovered when the run ended"
        : "the run gave no such figure";
    return {
      grade: "off",
      sentence: `You said ${amount(guessed, unit)}; ${none}.`,
      guessed,
      found: null,
    };
  }
  const found = measured / unitFactor(unit);
  return { ...compared(guessed, found, unit), guessed, found };
}

function compared(
  guessed: number,
  found: number,
  unit: string,
): { grade: Verdict["grade"]; sentence: string } {
  const said = `You said ${amount(guessed, unit)}; it is ${amount(found, unit)}`;
  if (Math.abs(guessed - found) <= 0.1 * Math.max(found, 1e-9))
    return { grade: "right", sentence: `${said}. Well guessed.` };
  const factor = guessed > 0 && found > 0 ? Math.max(guessed / found, found / guessed) : Infinity;
  const way = found > guessed ? "more" : "less";
  const distance =
    factor === Infinity ? "" : factor < 2 ? `: ${way} than that` : `: ${digits(factor)} times ${way}`;
  return { grade: factor < 2 ? "near" : "off", sentence: `${said}${distance}.` };
}

/** "31 s", "76 %", "1.5 req/s". */
export function amount(value: number, unit: string): string {
  return unit === "" || unit === "1" ? digits(value) : `${digits(value)} ${unit}`;
}
