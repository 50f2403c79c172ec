/** Limits, caches, autoscalers, bulkheads and hedges as words of a program; -1 or 0: there is none. */
import type { Call, Station } from "../model/flow.js";
import { ticksOf } from "./timeline.js";
import type { Words } from "./words.js";

export function writeStationDefences(words: Words, station: Station): void {
  const { rate_limit: limit, shedding, cache, scaling } = station;
  words.whole(limit?.burst ?? 0, limit?.each_source ?? false);
  words.real(limit === null ? 0 : limit.rate_per_s * 1e-9);
  words.whole(shedding?.waiting ?? -1, shedding?.priority ?? 0);
  const waited = shedding?.waited_max_s ?? null;
  words.real(waited === null ? -1 : waited * 1e9);
  words.whole(cache?.capacity ?? 0, cache?.single_flight ?? false);
  const ttl = cache?.ttl_s ?? null;
  words.real(ttl === null ? -1 : ttl * 1e9, cache?.jitter_ratio ?? 0);
  words.whole(
    scaling?.servers_min ?? 0,
    scaling?.servers_max ?? 0,
    scaling === null ? 0 : ticksOf(scaling.every_s),
    scaling === null ? 0 : ticksOf(scaling.lag_s),
  );
  words.real(scaling?.target ?? 0);
}

/** `deadLetter` is the index of the station that gets what failed for the last time. */
export function writeCallDefences(words: Words, call: Call, deadLetter: number): void {
  const { bulkhead, hedge_s: hedge } = call;
  words.whole(
    bulkhead?.in_flight_max ?? -1,
    bulkhead?.line_max ?? -1,
    hedge === null ? -1 : ticksOf(hedge),
    deadLetter,
  );
}
