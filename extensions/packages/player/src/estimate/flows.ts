/**
 * How many requests a second come to each station, before anything is simulated. Calls multiply or
 * thin out the stream: probability, caches, several targets, errors, attempts that are repeated.
 * Twin of `atlas_core.sim.flow.estimate.flows`.
 */
import { meanOf, scvOf } from "../model/duration.js";
import { callsOf, type Call, type FlowModel, type Source, type Station } from "../model/flow.js";
import { departureScv } from "./queueing.js";

const PASSES_MAX = 200;
const CONVERGED = 1e-10;

/** What comes to a station: requests a second, how unsteadily, and the share it answers badly. */
export interface Flow {
  rate: number;
  scv: number;
  failing: number;
}

/** A call as seen by its caller: how often it is made for each request, and its attempts. */
export interface Share {
  call: Call;
  stage: number;
  made: number;
  attempts: number;
  failing: number;
}

/** `order` lists the stations so that callers come before callees. */
export interface Flows {
  stations: Map<string, Flow>;
  shares: Map<string, Share[]>;
  order: Station[];
  circular: boolean;
}

/** The rate of a source and its scv, by source. */
export type Rates = ReadonlyMap<string, readonly [rate: number, scv: number]>;

/** Mean rate, its scv, and the highest rate over the mean. */
export function sourceRate({ arrivals }: Source, duration_s: number): [number, number, number] {
  switch (arrivals.shape) {
    case "closed":
      return [arrivals.users / Math.max(meanOf(arrivals.think), 1e-9), 1, 1];
    case "regular":
      return [arrivals.rate_per_s, 0, 1];
    case "steps": {
      const { steps } = arrivals;
      const last = steps[steps.length - 1]?.[0] ?? 0;
      const ends = [...steps.slice(1).map(([start]) => start), Math.max(duration_s, last)];
      const spans = steps.map(([start, rate], index): [number, number] => [
        rate,
        Math.max(0, Math.min(ends[index] ?? 0, duration_s) - start),
      ]);
      const mean = spans.reduce((sum, [rate, span]) => sum + rate * span, 0) / duration_s;
      return [mean, 1, mean > 0 ? Math.max(...spans.map(([rate]) => rate)) / mean : 1];
    }
    case "bursts": {
      const { rate_per_s, burst_per_s, every_s, lasts_s } = arrivals;
      const mean = rate_per_s + ((burst_per_s - rate_per_s) * lasts_s) / every_s;
      return [mean, 1, mean > 0 ? Math.max(rate_per_s, burst_per_s) / mean : 1];
    }
    case "poisson":
      return [arrivals.rate_per_s, 1, 1];
  }
}

/** The flow to each station. */
export function flowsOf(model: FlowModel, rates: Rates): Flows {
  const { order, circular } = ordered(model);
  const stations = new Map(
    order.map(({ id }): [string, Flow] => [id, { rate: 0, scv: 1, failing: 0 }]),
  );
  const found: Flows = { stations, shares: new Map(), order, circular };
  for (let pass = 0; pass < (circular ? PASSES_MAX : 1); pass++) {
    const before = [...stations.values()].map(({ rate }) => rate);
    for (const station of order.toReversed()) {
      const shares = sharesOf(station, model, stations);
      found.shares.set(station.id, shares);
      flowAt(stations, station.id).failing = failingOf(station, shares);
    }
    spread(model, found, rates);
    const after = [...stations.values()].map(({ rate }) => rate);
    if (after.every((rate, at) => Math.abs(rate - (before[at] ?? 0)) <= CONVERGED * Math.max(rate, 1)))
      break;
  }
  if (!circular) steady(model, found, rates);
  return found;
}

/** How often the station makes each of its calls for one request. */
function sharesOf(
  station: Station,
  model: FlowModel,
  flows: ReadonlyMap<string, Flow>,
): Share[] {
  const hits = new Map(model.stations.map(({ id, hit_ratio }) => [id, hit_ratio]));
  const found: Share[] = [];
  let reached = (1 - station.error_ratio) * (1 - station.hit_ratio);
  let missed = 1;
  station.stages.forEach((calls, stage) => {
    let still = reached;
    let unhit = missed;
    for (const call of calls) {
      const made = reached * call.probability * (call.only_on_miss ? missed : 1);
      const average = (value: (target: string) => number) =>
        call.targets.reduce((sum, target) => sum + value(target), 0) / call.targets.length;
      const bad = average((target) => flowAt(flows, target).failing);
      const single = 1 - (1 - bad) * (1 - call.loss_ratio);
      const tries = call.retry?.attempts_max ?? 1;
      const failing = single ** tries;
      const attempts = single >= 1 ? tries : (1 - failing) / (1 - single);
      found.push({ call, stage, made, attempts, failing });
      if (call.asynchronous) continue;
      unhit *= 1 - call.probability * average((target) => hits.get(target) ?? 0);
      if (!call.optional) still *= 1 - call.probability * failing;
    }
    reached = still;
    missed = unhit;
  });
  return found;
}

/** The share of the station's answers that are failures. */
function failingOf(station: Station, shares: readonly Share[]): number {
  let good = 1;
  for (const { call, failing } of shares)
    if (!call.asynchronous && !call.optional) good *= 1 - call.probability * failing;
  return 1 - (1 - station.error_ratio) * (station.hit_ratio + (1 - station.hit_ratio) * good);
}

/** Callers before callees as far as that goes, and whether calls go in a circle. */
function ordered(model: FlowModel): { order: Station[]; circular: boolean } {
  const named = new Map(model.stations.map((station) => [station.id, station]));
  const callers = new Map(model.stations.map(({ id }) => [id, 0]));
  for (const { targets } of callsOf(model))
    for (const target of targets) callers.set(target, (callers.get(target) ?? 0) + 1);
  const ready = model.stations.filter(({ id }) => callers.get(id) === 0);
  const order: Station[] = [];
  for (let station = ready.pop(); station !== undefined; station = ready.pop()) {
    order.push(station);
    for (const { targets } of station.stages.flat())
      for (const target of targets) {
        const left = (callers.get(target) ?? 0) - 1;
        callers.set(target, left);
        const next = named.get(target);
        if (left === 0 && next !== undefined) ready.push(next);
      }
  }
  const placed = new Set(order.map(({ id }) => id));
  const rest = model.stations.filter(({ id }) => !placed.has(id));
  return { order: [...order, ...rest], circular: rest.length > 0 };
}

/** Add up what comes to each station from sources and callers. */
function spread(model: FlowModel, flows: Flows, rates: Rates): void {
  const coming = new Map([...flows.stations.keys()].map((id) => [id, 0]));
  const add = (id: string, rate: number) => coming.set(id, (coming.get(id) ?? 0) + rate);
  for (const source of model.sources) add(source.target, rates.get(source.id)?.[0] ?? 0);
  for (const { id } of flows.order) {
    const flow = flowAt(flows.stations, id);
    if (!flows.circular) flow.rate = coming.get(id) ?? 0;
    for (const { call, made, attempts } of flows.shares.get(id) ?? [])
      for (const target of call.targets)
        add(target, (flow.rate * made * attempts) / call.targets.length);
  }
  for (const { id } of flows.order) flowAt(flows.stations, id).rate = coming.get(id) ?? 0;
}

/** The scv of what comes to each station: streams that are split, served and put together. */
function steady(model: FlowModel, flows: Flows, rates: Rates): void {
  const parts = new Map<string, (readonly [rate: number, scv: number])[]>();
  for (const id of flows.stations.keys()) parts.set(id, []);
  for (const source of model.sources)
    parts.get(source.target)?.push(rates.get(source.id) ?? [0, 1]);
  for (const station of flows.order) {
    const flow = flowAt(flows.stations, station.id);
    if (flow.rate > 0) {
      const own = parts.get(station.id) ?? [];
      flow.scv = own.reduce((sum, [rate, scv]) => sum + rate * scv, 0) / flow.rate;
    }
    let leaving = flow.scv;
    if (station.servers !== null) {
      const busy = Math.min((flow.rate * meanOf(station.service)) / station.servers, 1);
      leaving = departureScv(station.servers, busy, flow.scv, scvOf(station.service));
    }
    for (const { call, made, attempts } of flows.shares.get(station.id) ?? []) {
      const part = (made * attempts) / call.targets.length;
      const split = Math.min(part, 1);
      for (const target of call.targets)
        parts.get(target)?.push([flow.rate * part, split * leaving + 1 - split]);
    }
  }
}

export function flowAt(flows: ReadonlyMap<string, Flow>, id: string): Flow {
  const flow = flows.get(id);
  if (flow === undefined) throw new Error(`The model has no station ${id}.`);
  return flow;
}
