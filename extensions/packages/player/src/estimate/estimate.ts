/**
 * The analytic estimate of a model without faults, at once instead of a simulation, with its error
 * bar. Twin of `atlas_core.sim.flow.estimate`; both give the same numbers.
 */
import type { FlowModel } from "../model/flow.js";
import { unestimated } from "./beyond.js";
import { closedRates } from "./closed.js";
import { flowAt, flowsOf, sourceRate, type Flows, type Rates } from "./flows.js";
import { NOTHING, timeOfCalls, timeOfStation, type Because, type Found } from "./station.js";

/** One station in the long run: shares 0 to 1, seconds, requests a second. */
export interface StationEstimate {
  id: string;
  rate_per_s: number;
  utilisation: number;
  waiting_s: number;
  response_s: number;
  failed_ratio: number;
}

/**
 * The whole model: `response_s` is the mean over all requests, and lies between `low_s` and
 * `high_s`. `overloaded` names stations that can't keep up: then there is no response time.
 */
export interface Estimate {
  response_s: number | null;
  low_s: number;
  high_s: number | null;
  throughput_per_s: number;
  failed_ratio: number;
  stations: StationEstimate[];
  overloaded: string[];
  /** What widened the bar, one sentence each. */
  because: string[];
}

/** Estimate a sound model, for a run of `duration_s`. */
export function estimate(model: FlowModel, duration_s = 3600): Estimate {
  const because: Because = new Set();
  const own = new Map<string, readonly [number, number]>();
  let peak = 1;
  for (const source of model.sources) {
    const [rate, unsteady, highest] = sourceRate(source, duration_s);
    own.set(source.id, [rate, unsteady]);
    peak = Math.max(peak, highest);
  }
  let rates: Rates = own;
  if (model.sources.some(({ arrivals }) => arrivals.shape === "closed")) {
    because.add("Users who wait for their answers are approximated.");
    rates = closedRates(model, own);
  }
  const flows = flowsOf(model, rates);
  const found = timesOf(flows, duration_s, because);
  const leftOut = unestimated(model);
  if (leftOut) because.add(`${leftOut} can't be estimated; run it.`);
  if (peak > 1.001)
    because.add("The load changes; its mean is used, and the bar reaches to its peak.");
  const said = [...because];
  const answer = whole(model, flows, found, rates, { peak, duration_s, because: said });
  return leftOut ? { ...answer, low_s: 0, high_s: null } : answer;
}

function timesOf(flows: Flows, duration_s: number, because: Because): Map<string, Found> {
  const found = new Map(flows.order.map(({ id }) => [id, NOTHING]));
  if (flows.circular)
    because.add("Calls that come back are taken as independent of each other.");
  for (let pass = 0; pass < (flows.circular ? 20 : 1); pass++)
    for (const station of flows.order.toReversed()) {
      const calls = timeOfCalls(flows.shares.get(station.id) ?? [], found, because);
      const flow = flowAt(flows.stations, station.id);
      found.set(station.id, timeOfStation(station, flow, calls, duration_s, because));
    }
  return found;
}

function whole(
  model: FlowModel,
  flows: Flows,
  found: ReadonlyMap<string, Found>,
  rates: Rates,
  { peak, duration_s, because }: { peak: number; duration_s: number; because: string[] },
): Estimate {
  const at = (id: string) => found.get(id) ?? NOTHING;
  const overloaded = model.stations
    .filter(({ id, queue_max }) => queue_max === null && at(id).utilisation >= 1)
    .map(({ id }) => id);
  const rateOf = (id: string) => rates.get(id)?.[0] ?? 0;
  const total = model.sources.reduce((sum, { id }) => sum + rateOf(id), 0);
  const mean = (value: (target: string) => number) =>
    total > 0
      ? model.sources.reduce((sum, { id, target }) => sum + (rateOf(id) / total) * value(target), 0)
      : 0;
  const response = mean((target) => at(target).response);
  const failed = mean((target) => flowAt(flows.stations, target).failing);
  const busiest = Math.max(0, ...[...found.values()].map(({ utilisation }) => utilisation));
  const room = Math.max(1 - busiest * peak, 0) / Math.max(1 - busiest, 1e-9);
  const loose =
    mean((target) => at(target).response * at(target).loose) +
    response * (3 * Math.sqrt(1 / Math.max(total * duration_s, 1)) + failed);
  return {
    response_s: overloaded.length > 0 ? null : response,
    low_s: Math.max(0, response * 0.99 - loose),
    high_s: overloaded.length > 0 || room === 0 ? null : (response * 1.01 + loose) / room,
    throughput_per_s: total,
    failed_ratio: failed,
    stations: model.stations.map(({ id }) => ({
      id,
      rate_per_s: flowAt(flows.stations, id).rate,
      utilisation: at(id).utilisation,
      waiting_s: at(id).waiting,
      response_s: at(id).response,
      failed_ratio: flowAt(flows.stations, id).failing,
    })),
    overloaded,
    because,
  };
}
