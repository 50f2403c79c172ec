/** The runs that Python wrote down (tests/fixtures/player-runs.json). */
import { readFileSync } from "node:fs";

import type { Estimate } from "../src/estimate/estimate.js";
import type { Ending } from "../src/engine/open-engine.js";
import type { FlowModel, Scenario } from "../src/model/flow.js";

export interface Vector {
  model: FlowModel;
  scenario: Scenario;
  program: string;
  estimate: Estimate;
  trace: string;
  latency_mean_s: number | null;
  sums: {
    ended: Ending;
    entries: number;
    requests: number;
    windows: { good: number; bad: number }[];
    stations: {
      calls: number;
      outcomes: number[];
      busy_ticks: number;
      waiting_ticks: number;
      time_ticks: number;
    }[];
  };
}

const FILE = new URL("../../../../tests/fixtures/player-runs.json", import.meta.url);

export const VECTORS = JSON.parse(readFileSync(FILE, "utf8")) as Vector[];

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Every number of `found` is within a billionth of that of `expected`, all else is equal. */
export function differences(expected: unknown, found: unknown, path = ""): string[] {
  if (typeof expected === "number" && typeof found === "number")
    return Math.abs(expected - found) <= 1e-9 * Math.max(1, Math.abs(expected))
      ? []
      : [`${path}: ${expected} and ${found}`];
  if (typeof expected === "object" && expected !== null && typeof found === "object" && found !== null)
    return [...new Set([...Object.keys(expected), ...Object.keys(found)])].flatMap((key) =>
      differences(
        (expected as Record<string, unknown>)[key],
        (found as Record<string, unknown>)[key],
        `${path}.${key}`,
      ),
    );
  return expected === found ? [] : [`${path}: ${String(expected)} and ${String(found)}`];
}
