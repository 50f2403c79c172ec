/**
 * Changing one number of a model: what a parameter's owner and name mean in it. `SETTERS` is the
 * whole list of what a reader can change; a parameter that is not in it is shown only.
 */
import { meanOf, withMean } from "./duration.js";
import type { Arrivals, Call, FlowModel, Parameter, Station } from "./flow.js";

type SetStation = (station: Station, value: number, before: number, scale: number) => Station;
type SetCall = (call: Call, value: number) => Call;

/** One attempt; what a reader adds starts from here. */
export const NO_RETRY = {
  attempts_max: 1,
  backoff_s: 0,
  factor: 2,
  backoff_max_s: 60,
  jitter_ratio: 0,
  budget_ratio: null,
};

const OF_STATIONS: Readonly<Record<string, SetStation>> = {
  service_s: (station, value) => ({ ...station, service: withMean(station.service, value) }),
  latency_s: (station, value, before) => {
    const mean = meanOf(station.service) * (before > 0 ? value / before : 1);
    return { ...station, service: withMean(station.service, mean) };
  },
  servers: (station, value, _, scale) => ({
    ...station,
    servers: Math.max(1, Math.round(value * scale)),
  }),
  concurrency: (station, value, before) => ({
    ...station,
    servers: Math.max(1, Math.round((station.servers ?? 1) * (before > 0 ? value / before : 1))),
  }),
  instances: (station, value, before) => ({
    ...station,
    servers: Math.max(1, Math.round((station.servers ?? 1) * (before > 0 ? value / before : 1))),
  }),
  queue_max: (station, value) => ({ ...station, queue_max: Math.round(value) }),
  hit_ratio: (station, value) => ({ ...station, hit_ratio: value }),
  error_ratio: (station, value) => ({ ...station, error_ratio: value }),
};

const OF_CALLS: Readonly<Record<string, SetCall>> = {
  probability: (call, value) => ({ ...call, probability: value }),
  timeout_s: (call, value) => ({ ...call, timeout_s: value }),
  loss_ratio: (call, value) => ({ ...call, loss_ratio: value }),
  delay_s: (call, value) => ({ ...call, delay: withMean(call.delay, value) }),
  detection_s: (call, value) => ({ ...call, detection_s: value }),
  retries: (call, value) => ({
    ...call,
    retry: { ...(call.retry ?? NO_RETRY), attempts_max: 1 + Math.round(value) },
  }),
  attempts: (call, value) => ({
    ...call,
    retry: { ...(call.retry ?? NO_RETRY), attempts_max: Math.max(1, Math.round(value)) },
  }),
  backoff_s: (call, value) => ({
    ...call,
    retry: { ...(call.retry ?? NO_RETRY), backoff_s: value },
  }),
};

/** Time-outs that all calls of a kind share stand under this owner. */
const SHARED = "model";

/** Whether a reader can change this parameter. */
export function canSet({ owner, name }: Parameter): boolean {
  if (owner === "load") return name === "rate_per_s";
  if (owner === SHARED) return name === "timeout_s" || name === "client_timeout_s";
  return baseName(name) in OF_STATIONS || name in OF_CALLS;
}

/** "latency_s (p99)" is a latency. */
export function baseName(name: string): string {
  return name.replace(/ \(.*\)$/, "");
}

/** What load and servers of the diagram were multiplied with, so that it can be simulated. */
export function scaleOf(model: FlowModel): number {
  const found = model.parameters.find(({ owner, name }) => owner === SHARED && name === "scale");
  return found?.value ?? 1;
}

/** The model with this parameter at another value; its list of parameters stays as it was. */
export function withParameter(model: FlowModel, parameter: Parameter, value: number): FlowModel {
  const { owner, name, value: before } = parameter;
  if (owner === "load" && before > 0) return withLoad(model, value / before);
  const setStation = OF_STATIONS[baseName(name)];
  const setCall = OF_CALLS[name];
  const scale = scaleOf(model);
  const shared = owner === SHARED && name.endsWith("timeout_s");
  const concerns = (call: Call) =>
    call.id === owner || (shared && call.timeout_s === before && !call.asynchronous);
  const change = (call: Call): Call => {
    if (!concerns(call)) return call;
    return shared ? { ...call, timeout_s: value } : (setCall?.(call, value) ?? call);
  };
  return {
    ...model,
    stations: model.stations.map((station) => {
      const own = station.id === owner ? setStation?.(station, value, before, scale) : undefined;
      const changed = own ?? station;
      return { ...changed, stages: changed.stages.map((stage) => stage.map(change)) };
    }),
  };
}

/** The model with `factor` times the load, whatever its shape. */
export function withLoad(model: FlowModel, factor: number): FlowModel {
  const sources = model.sources.map((source) => ({
    ...source,
    arrivals: loaded(source.arrivals, factor),
  }));
  return { ...model, sources };
}

function loaded(arrivals: Arrivals, factor: number): Arrivals {
  switch (arrivals.shape) {
    case "steps":
      return { ...arrivals, steps: arrivals.steps.map(([at, rate]) => [at, rate * factor]) };
    case "bursts": {
      const { rate_per_s, burst_per_s } = arrivals;
      return { ...arrivals, rate_per_s: rate_per_s * factor, burst_per_s: burst_per_s * factor };
    }
    case "closed":
      return { ...arrivals, users: Math.max(1, Math.round(arrivals.users * factor)) };
    case "poisson":
    case "regular":
      return { ...arrivals, rate_per_s: arrivals.rate_per_s * factor };
  }
}
