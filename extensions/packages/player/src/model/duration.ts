/**
 * How long something takes: service times, think times, delays on the way. Each has a mean and a
 * squared coefficient of variation, which is all that the estimate needs. Twin of
 * `atlas_core.sim.flow.duration`.
 */
import type { Station } from "@atlas/contracts";

export type Duration = Station["service"];

export const NONE: Duration = { shape: "constant", mean_s: 0 };

export function isNone(duration: Duration): boolean {
  return duration.shape === "constant" && duration.mean_s === 0;
}

/** The expected duration in seconds. */
export function meanOf(duration: Duration): number {
  switch (duration.shape) {
    case "hyperexponential": {
      const { first_ratio, first_mean_s, second_mean_s } = duration;
      return first_ratio * first_mean_s + (1 - first_ratio) * second_mean_s;
    }
    case "lognormal":
      return duration.median_s * Math.exp((duration.sigma * duration.sigma) / 2);
    case "empirical":
      return total(duration.values_s) / duration.values_s.length;
    case "constant":
    case "exponential":
    case "erlang":
      return duration.mean_s;
  }
}

/** Variance over squared mean: 0 for constant, 1 for exponential durations. */
export function scvOf(duration: Duration): number {
  const mean = meanOf(duration);
  return mean === 0 ? 0 : Math.max(0, meanSquare(duration, mean) / (mean * mean) - 1);
}

function meanSquare(duration: Duration, mean: number): number {
  switch (duration.shape) {
    case "constant":
      return mean * mean;
    case "exponential":
      return 2 * mean * mean;
    case "erlang":
      return mean * mean * (1 + 1 / duration.stages);
    case "hyperexponential": {
      const { first_ratio, first_mean_s, second_mean_s } = duration;
      return 2 * (first_ratio * first_mean_s ** 2 + (1 - first_ratio) * second_mean_s ** 2);
    }
    case "lognormal":
      return mean * mean * Math.exp(duration.sigma * duration.sigma);
    case "empirical":
      return total(duration.values_s.map((value) => value * value)) / duration.values_s.length;
  }
}

/** The same duration, of another mean: what a reader means who sets "the service time". */
export function withMean(duration: Duration, mean_s: number): Duration {
  if (duration.shape === "erlang") return { ...duration, mean_s };
  const before = meanOf(duration);
  const factor = before > 0 ? mean_s / before : 0;
  switch (duration.shape) {
    case "constant":
      return before > 0 || mean_s === 0 ? { ...duration, mean_s } : { shape: "exponential", mean_s };
    case "exponential":
      return { ...duration, mean_s };
    case "hyperexponential": {
      const { first_mean_s, second_mean_s } = duration;
      return {
        ...duration,
        first_mean_s: first_mean_s * factor,
        second_mean_s: second_mean_s * factor,
      };
    }
    case "lognormal":
      return { ...duration, median_s: duration.median_s * factor };
    case "empirical":
      return { ...duration, values_s: duration.values_s.map((value) => value * factor) };
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
