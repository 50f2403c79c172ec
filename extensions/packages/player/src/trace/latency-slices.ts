/** Latencies of good answers, as they come: their percentiles in each slice and over all. */
import { TICKS_PER_S } from "../program/timeline.js";
import { BINS, type Latency } from "./folded.js";

export interface Slices {
  mean_s: Float64Array;
  p50_s: Float64Array;
  p95_s: Float64Array;
  p99_s: Float64Array;
}

export class LatencySlices {
  readonly #count = new Float64Array(BINS);
  readonly #slices: Slices = {
    mean_s: new Float64Array(BINS).fill(NaN),
    p50_s: new Float64Array(BINS).fill(NaN),
    p95_s: new Float64Array(BINS).fill(NaN),
    p99_s: new Float64Array(BINS).fill(NaN),
  };
  #ticks = new Float64Array(1 << 14);
  #length = 0;
  #start = 0;
  #closed = 0;

  add(ticks: number): void {
    if (this.#length === this.#ticks.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#ticks);
      this.#ticks = larger;
    }
    this.#ticks[this.#length++] = ticks;
  }

  /** The slice is over: what came since the last one belongs to it. */
  close(bin: number): void {
    const own = this.#ticks.subarray(this.#start, this.#length).sort();
    this.#start = this.#length;
    this.#closed = bin + 1;
    if (bin >= BINS || own.length === 0) return;
    const figures = figuresOf(own);
    this.#count[bin] = own.length;
    for (const name of ["mean_s", "p50_s", "p95_s", "p99_s"] as const)
      this.#slices[name][bin] = figures[name];
  }

  end(): { whole: Latency | null; slices: Slices; count: Float64Array } {
    if (this.#closed < BINS) this.close(this.#closed);
    const all = this.#ticks.subarray(0, this.#length).sort();
    const whole = all.length === 0 ? null : figuresOf(all);
    return { whole, slices: this.#slices, count: this.#count };
  }
}

/** `sorted` holds at least one. */
function figuresOf(sorted: Float64Array): Latency {
  const at = (share: number) =>
    (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0) / TICKS_PER_S;
  const mean_s = sorted.reduce((sum, ticks) => sum + ticks, 0) / sorted.length / TICKS_PER_S;
  return { mean_s, p50_s: at(0.5), p95_s: at(0.95), p99_s: at(0.99) };
}
