/**
 * Users who wait for their answer before they ask again: how many requests they bring. The
 * approximation of Schweitzer and Bard to mean value analysis; twin of
 * `atlas_core.sim.flow.estimate.closed`, which names the sources.
 */
import { meanOf } from "../model/duration.js";
import type { FlowModel } from "../model/flow.js";
import { flowAt, flowsOf, type Rates } from "./flows.js";

const PASSES_MAX = 500;

interface Demand {
  /** Seconds of service that all requests of a second ask of a station. */
  demand: number;
  servers: number | null;
}

/** The rates of all sources, those of users as mean value analysis gives them. */
export function closedRates(model: FlowModel, rates: Rates): Rates {
  const answer = new Map(rates);
  const isClosed = new Set(
    model.sources.filter(({ arrivals }) => arrivals.shape === "closed").map(({ id }) => id),
  );
  const opened = new Map(
    [...rates].map(([id, rate]) => [id, isClosed.has(id) ? ([0, 1] as const) : rate]),
  );
  const busy = demandsOf(model, opened);
  for (const { id, arrivals } of model.sources) {
    if (arrivals.shape !== "closed") continue;
    const alone = new Map(model.sources.map((s) => [s.id, [s.id === id ? 1 : 0, 1] as const]));
    const demands = demandsOf(model, alone).map(({ demand, servers }, at) => {
      const taken = busy[at] ?? { demand: 0, servers: null };
      const free = Math.max(1 - taken.demand / (taken.servers ?? 1), 1e-6);
      return { demand: demand / free, servers };
    });
    answer.set(id, [throughput(demands, arrivals.users, meanOf(arrivals.think)), 1]);
  }
  return answer;
}

function demandsOf(model: FlowModel, rates: Rates): Demand[] {
  const { stations } = flowsOf(model, rates);
  return model.stations.map(({ id, service, servers }) => ({
    demand: flowAt(stations, id).rate * meanOf(service),
    servers,
  }));
}

/** Requests a second of `users` who think for `think_s` between requests. */
function throughput(demands: readonly Demand[], users: number, think_s: number): number {
  let delay = think_s;
  const queues: number[] = [];
  for (const { demand, servers } of demands) {
    if (servers === null) delay += demand;
    else if (demand > 0) {
      delay += (demand * (servers - 1)) / servers;
      queues.push(demand / servers);
    }
  }
  let lengths = queues.map(() => users / Math.max(queues.length, 1));
  let rate = users / Math.max(delay, 1e-9);
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    const times = queues.map((demand, at) => demand * (1 + ((lengths[at] ?? 0) * (users - 1)) / users));
    rate = users / Math.max(delay + times.reduce((sum, time) => sum + time, 0), 1e-9);
    const fresh = times.map((time) => rate * time);
    if (fresh.every((length, at) => Math.abs(length - (lengths[at] ?? 0)) < 1e-7 * users)) break;
    lengths = fresh;
  }
  return rate;
}
