/** The figures of a run that people ask for; a prediction is compared with one of them. */
import type { Metric } from "@atlas/contracts";

import { callsOf, type FlowModel, type Scenario } from "../model/flow.js";
import { scaleOf } from "../model/parameters.js";
import { BINS, type CallSeries, type Folded, type Latency, type StationSeries } from "../trace/folded.js";
import { recoveryOf, type Recovery } from "./recovery.js";

/** The share of good answers that is promised where nobody states one; assumed, and said so. */
export const OBJECTIVE = 0.999;

/** How much of what may fail has failed. `spent` 1: all of it. */
export interface Budget {
  objective: number;
  allowed: number;
  failed: number;
  spent: number;
}

export interface Run {
  model: FlowModel;
  scenario: Scenario;
  folded: Folded;
  recovery: Recovery | null;
  budget: Budget;
}

export function runOf(model: FlowModel, scenario: Scenario, folded: Folded): Run {
  const answers = folded.good + folded.bad;
  const allowed = answers * (1 - OBJECTIVE);
  return {
    model,
    scenario,
    folded,
    recovery: recoveryOf(folded, scenario.faults),
    budget: {
      objective: OBJECTIVE,
      allowed,
      failed: folded.bad,
      spent: allowed === 0 ? 0 : folded.bad / allowed,
    },
  };
}

/** `of` names a station, or null for all requests. Null: the run has no such figure. */
type Measure = (run: Run, of: string | null) => number | null;

interface MetricKind {
  unit: string;
  measure: Measure;
}

const latency =
  (name: keyof Latency): Measure =>
  ({ folded }, of) =>
    (of === null ? folded.latency : stationOf(folded, of)?.latency)?.[name] ?? null;

export const METRICS = {
  latency_mean_s: { unit: "s", measure: latency("mean_s") },
  latency_p50_s: { unit: "s", measure: latency("p50_s") },
  latency_p95_s: { unit: "s", measure: latency("p95_s") },
  latency_p99_s: { unit: "s", measure: latency("p99_s") },
  error_ratio: {
    unit: "ratio",
    measure: ({ folded }, of) => {
      const station = stationOf(folded, of);
      const good = station ? sum(station.good) : folded.good;
      const bad = station ? sum(station.failed) : folded.bad;
      return ratio(bad, good + bad);
    },
  },
  throughput_per_s: {
    unit: "1/s",
    measure: ({ folded, model }, of) => {
      const station = stationOf(folded, of);
      const good = station ? sum(station.good) : folded.good;
      return good / folded.duration_s / scaleOf(model);
    },
  },
  utilisation: {
    unit: "ratio",
    measure: ({ folded, model }, of) => {
      const shares = model.stations.flatMap(({ id, servers }) => {
        const busy = stationOf(folded, id)?.busy;
        const asked = of === null || id === of;
        return servers === null || busy === undefined || !asked ? [] : [sum(busy) / BINS / servers];
      });
      return shares.length === 0 ? null : Math.max(...shares);
    },
  },
  queue_max: {
    unit: "1",
    measure: ({ folded }, of) => {
      const found = folded.stations.filter(({ id }) => of === null || id === of);
      return found.length === 0 ? null : Math.max(...found.map(({ waiting_max }) => waiting_max));
    },
  },
  hit_ratio: {
    unit: "ratio",
    measure: ({ folded }, of) => {
      const found = folded.stations.filter(({ id, hits }) => (of === null ? hits > 0 : id === of));
      const hits = found.reduce((total, each) => total + each.hits, 0);
      const all = found.reduce((total, each) => total + sum(each.good) + sum(each.failed), 0);
      return ratio(hits, all);
    },
  },
  retries: {
    unit: "1",
    measure: ({ folded, model }, of) =>
      callsTo(folded, model, of).reduce((total, { retried }) => total + sum(retried), 0),
  },
  calls_per_request: {
    unit: "1",
    measure: ({ folded, model }, of) => {
      const sent = callsTo(folded, model, of).reduce((total, each) => total + sum(each.sent), 0);
      return ratio(sent, folded.requests);
    },
  },
  recovery_s: {
    unit: "s",
    measure: ({ folded, scenario, recovery }, of) =>
      (of === null ? recovery : recoveryOf(folded, scenario.faults, of))?.recovery_s ?? null,
  },
} as const satisfies Record<Metric, MetricKind>;

function stationOf(folded: Folded, of: string | null): StationSeries | undefined {
  return of === null ? undefined : folded.stations.find(({ id }) => id === of);
}

/** The calls that go to a station, or all. */
function callsTo(folded: Folded, model: FlowModel, of: string | null): CallSeries[] {
  const ids = new Set(
    callsOf(model)
      .filter(({ targets }) => of === null || targets.includes(of))
      .map(({ id }) => id),
  );
  return folded.calls.filter(({ id }) => ids.has(id));
}

export function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
