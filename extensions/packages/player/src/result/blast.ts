/**
 * The blast radius of a run: which stations answered worse while faults lasted, and after, than
 * before. Measured, not guessed from the arrows.
 */
import type { Fault } from "../model/flow.js";
import type { Folded, StationSeries } from "../trace/folded.js";

/** The failed share of a station's answers before, during and after the faults, null where none. */
export interface Hit {
  id: string;
  before: number | null;
  during: number | null;
  after: number | null;
  /** The most that waited there. */
  waiting_max: number;
}

const NOTABLE = 0.01;

/** Every station, the worst hit first. */
export function hitsOf(folded: Folded, faults: readonly Fault[]): Hit[] {
  const [from, until] = spanOf(folded, faults);
  return folded.stations
    .map((station) => ({
      id: station.id,
      before: failedShare(station, 0, from),
      during: failedShare(station, from, until),
      after: failedShare(station, until, station.good.length),
      waiting_max: Math.max(...station.waiting),
    }))
    .sort((a, b) => worst(b) - worst(a));
}

/** Those that answer notably worse. */
export function isHit({ before, during, after }: Hit): boolean {
  return Math.max(during ?? 0, after ?? 0) > (before ?? 0) + NOTABLE;
}

/** The slices from the first fault's begin to the last one's end. */
export function spanOf(folded: Folded, faults: readonly Fault[]): [from: number, until: number] {
  const bins = folded.arrived.length;
  if (faults.length === 0) return [bins, bins];
  const starts = faults.map(({ start_s }) => start_s);
  const ends = faults.map(({ end_s }) => end_s ?? folded.duration_s);
  const bin = (seconds: number) => Math.min(bins, Math.round(seconds / folded.slice_s));
  return [bin(Math.min(...starts)), bin(Math.max(...ends))];
}

/** The share of answers from slice to slice that were failures. */
export function failedShare(
  { good, failed }: Pick<StationSeries, "good" | "failed">,
  from: number,
  until: number,
): number | null {
  let [well, badly] = [0, 0];
  for (let bin = from; bin < until; bin++) {
    well += good[bin] ?? 0;
    badly += failed[bin] ?? 0;
  }
  return well + badly === 0 ? null : badly / (well + badly);
}

function worst({ during, after }: Hit): number {
  return Math.max(during ?? 0, after ?? 0);
}
