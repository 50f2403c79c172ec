/**
 * What is known before a run starts: the rate of each source over time, and when faults change.
 * Twin of `atlas_core.sim.flow.timeline`.
 */
import type { Fault, FaultKind, Scenario, Source } from "../model/flow.js";

export const TICKS_PER_S = 1e9;
const DRAW_MAX = 9e15;

/** From `start` (tick) on this rate, in requests a tick. */
export interface Segment {
  start: number;
  rate: number;
}

/** A fault begins or ends. `ticks` is how long it lasts, 0 where it has no end. */
export interface Change {
  tick: number;
  fault: number;
  kind: FaultKind;
  target: string;
  begins: boolean;
  amount: number;
  ticks: number;
  /** The stations on one side of a partition. */
  side: readonly string[];
}

export function ticksOf(seconds: number): number {
  return Math.floor(Math.min(seconds * 1e9, DRAW_MAX) + 0.5);
}

/** The rate of an open source, spikes included; nothing for a closed one. */
export function segmentsOf(source: Source, scenario: Scenario): Segment[] {
  const rates = ratesOf(source, scenario.duration_s);
  const spikes = scenario.faults.filter(
    ({ kind, target }) => kind === "spike" && target === source.id,
  );
  if (rates.length === 0) return [];
  const starts = new Set(rates.map(([tick]) => tick));
  for (const { start_s, end_s } of spikes) {
    starts.add(ticksOf(start_s));
    if (end_s !== null) starts.add(ticksOf(end_s));
  }
  return [...starts]
    .sort((a, b) => a - b)
    .map((start) => {
      const rate = rates.findLast(([tick]) => tick <= start)?.[1] ?? 0;
      return { start, rate: (rate * spikeFactor(spikes, start)) / TICKS_PER_S };
    });
}

function spikeFactor(spikes: readonly Fault[], tick: number): number {
  let factor = 1;
  for (const { start_s, end_s, amount } of spikes) {
    const ended = end_s !== null && ticksOf(end_s) <= tick;
    if (ticksOf(start_s) <= tick && !ended) factor *= amount;
  }
  return factor;
}

/** Rates a second, from which tick on, in order. */
function ratesOf({ arrivals }: Source, duration_s: number): [number, number][] {
  switch (arrivals.shape) {
    case "closed":
      return [];
    case "steps":
      return arrivals.steps.map(([start, rate]) => [ticksOf(start), rate]);
    case "bursts": {
      const { rate_per_s, burst_per_s, every_s, lasts_s } = arrivals;
      const found: [number, number][] = [[0, rate_per_s]];
      for (let turn = 1; turn <= Math.trunc(duration_s / every_s); turn++) {
        found.push([ticksOf(turn * every_s), burst_per_s]);
        found.push([ticksOf(turn * every_s + lasts_s), rate_per_s]);
      }
      return found;
    }
    case "poisson":
    case "regular":
      return [[0, arrivals.rate_per_s]];
  }
}

/** All changes by faults in order of time; at one tick, ends come before beginnings. */
export function changesOf(scenario: Scenario): Change[] {
  const found: Change[] = [];
  scenario.faults.forEach(({ kind, target, start_s, end_s, amount, side }, fault) => {
    const start = ticksOf(start_s);
    const end = end_s === null ? null : ticksOf(end_s);
    if (start === end) return;
    const ticks = end === null ? 0 : end - start;
    const change = { fault, kind, target, amount, ticks, side };
    found.push({ ...change, tick: start, begins: true });
    if (end !== null) found.push({ ...change, tick: end, begins: false });
  });
  return found.sort((a, b) => a.tick - b.tick || Number(a.begins) - Number(b.begins));
}
