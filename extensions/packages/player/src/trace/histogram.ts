/**
 * Counts latencies in buckets 3 % wide (32 for each doubling), as `atlas_core.sim.flow.sums` does:
 * percentiles of a station without keeping every latency.
 */
import { TICKS_PER_S } from "../program/timeline.js";
import type { Latency } from "./folded.js";

const BUCKETS = 1920;
const EXACT = 64;
const TWO_32 = 2 ** 32;

export class Histogram {
  readonly #buckets = new Float64Array(BUCKETS);
  #count = 0;
  #ticks = 0;

  add(ticks: number): void {
    this.#count += 1;
    this.#ticks += ticks;
    const bucket = bucketOf(ticks);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  get latency(): Latency | null {
    if (this.#count === 0) return null;
    const mean_s = this.#ticks / this.#count / TICKS_PER_S;
    const [p50_s, p95_s, p99_s] = [this.#at(0.5), this.#at(0.95), this.#at(0.99)];
    return { mean_s, p50_s, p95_s, p99_s };
  }

  #at(share: number): number {
    const rank = share * this.#count;
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const number = this.#buckets[bucket] ?? 0;
      seen += number;
      if (number === 0 || seen < rank) continue;
      const [low, above] = boundsOf(bucket);
      return (low + (above - low) * (1 - (seen - rank) / number)) / TICKS_PER_S;
    }
    return 0;
  }
}

function bucketOf(ticks: number): number {
  if (ticks < EXACT) return ticks;
  const high = Math.floor(ticks / TWO_32);
  const bits = high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(ticks);
  const shift = bits - 6;
  return 32 * shift + Math.floor(ticks / 2 ** shift);
}

function boundsOf(bucket: number): [low: number, above: number] {
  if (bucket < EXACT) return [bucket, bucket + 1];
  const shift = Math.floor(bucket / 32) - 1;
  const low = (bucket - 32 * shift) * 2 ** shift;
  return [low, low + 2 ** shift];
}
