/** One station of the estimate: its wait, its response and how loose they are. */
import { meanOf, scvOf } from "../model/duration.js";
import type { Station } from "../model/flow.js";
import type { Flow, Share } from "./flows.js";
import { limitedQueue, longestTime, samplingError, waitingTime } from "./queueing.js";

const SERVERS_MAX = 2000;
const QUEUE_MAX = 20_000;

/** What was found so far; `loose` is the relative error of the response. */
export interface Found {
  waiting: number;
  response: number;
  utilisation: number;
  loose: number;
}

export const NOTHING: Found = { waiting: 0, response: 0, utilisation: 0, loose: 0 };

/** Sentences that say what widened the bar. */
export type Because = Set<string>;

/** The mean time that a request spends in calls, and its error, in seconds. */
export interface CallTime {
  total: number;
  error: number;
}

export function timeOfCalls(
  shares: readonly Share[],
  found: ReadonlyMap<string, Found>,
  because: Because,
): CallTime {
  let [total, error] = [0, 0];
  const byStage = new Map<number, [made: number, one: number, loose: number][]>();
  for (const share of shares) {
    if (share.call.asynchronous) continue;
    const [one, loose] = timeOfCall(share, found, because);
    byStage.set(share.stage, [...(byStage.get(share.stage) ?? []), [share.made, one, loose]]);
  }
  for (const parts of byStage.values()) {
    const loose = parts.reduce((sum, [made, , each]) => sum + made * each, 0);
    if (parts.length > 1) {
      because.add("Parallel calls are taken as independent and exponential.");
      const time = longestTime(parts.map(([made, one]) => made * one));
      total += time;
      error += loose + 0.3 * time;
    } else {
      total += parts.reduce((sum, [made, one]) => sum + made * one, 0);
      error += loose;
    }
  }
  return { total, error };
}

/** How long one call takes, attempts included, and how loose that is. */
function timeOfCall(
  { call, attempts }: Share,
  found: ReadonlyMap<string, Found>,
  because: Because,
): [one: number, loose: number] {
  const targets = call.targets.map((target) => found.get(target) ?? NOTHING);
  const average = (value: (target: Found) => number) =>
    targets.reduce((sum, target) => sum + value(target), 0) / targets.length;
  let one = meanOf(call.delay) + average(({ response }) => response);
  let loose = average((target) => target.response * target.loose);
  if (targets.length > 1) {
    because.add("Balanced calls are taken as if each target had a random part.");
    loose += 0.1 * one;
  }
  if (call.timeout_s !== null && one > 0.15 * call.timeout_s) {
    because.add("Time-outs are near the response times and may cut or repeat calls.");
    loose += one;
  }
  if (attempts > 1 && call.retry !== null) {
    because.add("The time between attempts is taken at its mean.");
    const again = (attempts - 1) * (one + call.retry.backoff_s * (1 - call.retry.jitter_ratio / 2));
    loose += again * 0.5;
    one += again;
  }
  return [one, loose];
}

/** A station that gets `flow` and spends `calls` in its calls. */
export function timeOfStation(
  station: Station,
  flow: Flow,
  calls: CallTime,
  duration_s: number,
  because: Because,
): Found {
  const own = meanOf(station.service);
  const keeps = station.holds_server && station.stages.length > 0;
  if (keeps) because.add("Servers that are kept during calls are taken as busy for their mean time.");
  const held = keeps ? own + calls.total : own;
  const spread = keeps ? Math.max(scvOf(station.service), 1) : scvOf(station.service);
  if (station.servers === null || held === 0)
    return { ...NOTHING, response: own + calls.total, loose: share(calls.error, own + calls.total) };
  const utilisation = (flow.rate * held) / station.servers;
  const queue = queueOf(station, station.servers, { flow, held, spread, duration_s }, because);
  let loose = calls.error + queue.loose;
  if (keeps) loose += 0.5 * queue.waiting + 0.1 * calls.total;
  const response = queue.waiting + own + calls.total;
  if (queue.refused > 0.001) {
    because.add("Refused requests make some calls fail; that is not followed up.");
    loose += 3 * queue.refused * response;
  }
  return { waiting: queue.waiting, response, utilisation, loose: share(loose, response) };
}

interface Load {
  flow: Flow;
  held: number;
  spread: number;
  duration_s: number;
}

/** The wait, the share that is refused, and how loose the wait is. */
function queueOf(
  station: Station,
  all: number,
  { flow, held, spread, duration_s }: Load,
  because: Because,
): { waiting: number; refused: number; loose: number } {
  const servers = Math.min(all, SERVERS_MAX);
  const rate = (flow.rate * servers) / all;
  const utilisation = (flow.rate * held) / all;
  if (station.queue_max !== null) {
    const limit = Math.min(station.queue_max, QUEUE_MAX);
    const [refused, wait] = limitedQueue(servers, rate, held, limit);
    const unsteady = Math.abs((flow.scv + spread) / 2 - 1);
    if (unsteady <= 1e-9) return { waiting: wait, refused, loose: 0 };
    because.add("A limited queue is taken as if all times were exponential.");
    const waiting = (wait * (flow.scv + spread)) / 2;
    return { waiting, refused, loose: (0.3 + unsteady) * waiting + 0.1 * held };
  }
  if (utilisation >= 1) return { waiting: 0, refused: 0, loose: 0 };
  const waiting = waitingTime(servers, rate, held, flow.scv, spread);
  let loose =
    3 * waiting * samplingError(utilisation, flow.rate * duration_s, (1 + spread) / 2);
  const unsteady = Math.abs(flow.scv - 1);
  if (unsteady > 1e-9 || (spread !== 1 && servers > 1)) {
    because.add("Waiting with unsteady arrivals or service is approximated.");
    loose += (0.2 + 0.6 * unsteady) * waiting;
  }
  return { waiting, refused: 0, loose };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
