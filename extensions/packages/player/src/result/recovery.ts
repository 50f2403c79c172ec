/**
 * When a run is back to normal after its faults: from when on a tenth of its windows in a row show
 * at most twice the mean latency and twice the failures that were usual before the first fault.
 */
import type { Fault } from "../model/flow.js";
import { BINS, type Folded } from "../trace/folded.js";

/** A window is a hundredth of the run. */
const WINDOWS = 100;
const IN_A_ROW = WINDOWS / 10;
const WORSE = 2;
/** Where nothing failed before, one in a hundred is as good as nothing. */
const FAILING_MIN = 0.01;

export interface Recovery {
  /** When the last fault ends. */
  from_s: number;
  /** How long it then takes, null where the run ends before. */
  recovery_s: number | null;
}

/** Answers of each window: well, badly, and the time that the good ones took. */
interface Windows {
  good: number[];
  bad: number[];
  time_s: number[];
}

/** Of all requests, or of the answers of one station. Null where nothing ends. */
export function recoveryOf(
  folded: Folded,
  faults: readonly Fault[],
  station: string | null = null,
): Recovery | null {
  if (faults.length === 0) return null;
  const first_s = Math.min(...faults.map(({ start_s }) => start_s));
  const from_s = Math.max(...faults.map(({ end_s }) => end_s ?? Infinity));
  const width_s = (folded.slice_s * BINS) / WINDOWS;
  const start = Math.ceil(from_s / width_s - 1e-6);
  if (start >= WINDOWS) return null;
  const windows = windowsOf(folded, station);
  const before = Math.floor(first_s / width_s);
  const usual = figureOf(windows, 0, before);
  if (usual === null) return { from_s, recovery_s: null };
  const isNormal = (at: number) => {
    const now = figureOf(windows, at, at + 1);
    if (now === null) return false;
    const slow = now.mean_s === null || usual.mean_s === null ? 0 : now.mean_s / usual.mean_s;
    return slow <= WORSE && now.failing <= Math.max(WORSE * usual.failing, FAILING_MIN);
  };
  for (let at = start, row = 0; at < WINDOWS; at++) {
    row = isNormal(at) ? row + 1 : 0;
    if (row < IN_A_ROW) continue;
    const after_s = (at - row + 1) * width_s - from_s;
    return { from_s, recovery_s: after_s < width_s / 2 ? 0 : after_s };
  }
  return { from_s, recovery_s: null };
}

function windowsOf(folded: Folded, id: string | null): Windows {
  const station = folded.stations.find((each) => each.id === id);
  const slices =
    station === undefined
      ? {
          good: folded.answered,
          bad: folded.refused,
          time_s: folded.mean_s.map((mean, at) =>
            Number.isNaN(mean) ? 0 : mean * (folded.answered[at] ?? 0),
          ),
        }
      : { good: station.good, bad: station.failed, time_s: station.time_s };
  const paired = (values: Float64Array) =>
    Array.from({ length: WINDOWS }, (_, at) => (values[2 * at] ?? 0) + (values[2 * at + 1] ?? 0));
  return { good: paired(slices.good), bad: paired(slices.bad), time_s: paired(slices.time_s) };
}

/** Mean time and failing share from window to window, null where nothing was answered. */
function figureOf(
  { good, bad, time_s }: Windows,
  from: number,
  until: number,
): { mean_s: number | null; failing: number } | null {
  const total = (values: readonly number[]) =>
    values.slice(from, until).reduce((sum, value) => sum + value, 0);
  const [well, badly] = [total(good), total(bad)];
  if (well + badly === 0) return null;
  return { mean_s: well === 0 ? null : total(time_s) / well, failing: badly / (well + badly) };
}
