/** A run as it is shown: figures of equal slices of time, small enough to hand from a worker. */
import type { Ending } from "../engine/open-engine.js";

/** How many slices a run has: fine enough to scrub, coarse enough for a chart. */
export const BINS = 200;

/** Latencies of good answers, in seconds. */
export interface Latency {
  mean_s: number;
  p50_s: number;
  p95_s: number;
  p99_s: number;
}

/** One station; each array has a number for each slice. */
export interface StationSeries {
  id: string;
  /** Busy servers, on average. */
  busy: Float64Array;
  /** Requests that wait, on average. */
  waiting: Float64Array;
  came: Float64Array;
  good: Float64Array;
  failed: Float64Array;
  /** The time that answered requests spent here, added up, in seconds. */
  time_s: Float64Array;
  /** The most that waited at once. */
  waiting_max: number;
  /** Answers from its cache. */
  hits: number;
  /** Of good answers, within 3 %; null where there were none. */
  latency: Latency | null;
}

/** One call. */
export interface CallSeries {
  id: string;
  /** Attempts, retries included. */
  sent: Float64Array;
  retried: Float64Array;
  good: Float64Array;
  failed: Float64Array;
  timeouts: Float64Array;
  /** Calls that the breaker let not through. */
  short: Float64Array;
}

/** NaN stands in latencies where nothing was answered well. */
export interface Folded {
  duration_s: number;
  slice_s: number;
  ended: Ending;
  entries: number;
  requests: number;
  good: number;
  bad: number;
  /** Latency over the whole run; null where nothing was answered well. */
  latency: Latency | null;
  arrived: Float64Array;
  answered: Float64Array;
  refused: Float64Array;
  mean_s: Float64Array;
  p50_s: Float64Array;
  p95_s: Float64Array;
  p99_s: Float64Array;
  stations: StationSeries[];
  calls: CallSeries[];
}

/** The buffers of a folded run, to move it from a worker without a copy. */
export function buffersOf(folded: Folded): ArrayBuffer[] {
  const rows: object[] = [folded, ...folded.stations, ...folded.calls];
  return rows.flatMap((row) =>
    Object.values(row).flatMap((value: unknown) =>
      value instanceof Float64Array ? [value.buffer as ArrayBuffer] : [],
    ),
  );
}
