/** What stands at a station's door: order, room, limits, shedding, scaling, and a cache's own. */
import { DISCIPLINES, type Station } from "../../model/flow.js";
import { COUNT_MAX, DAY_S, type Defence, field, ORDINARY } from "./defence.js";

/** In the order of the menu. */
export const OF_STATIONS: readonly Defence<Station>[] = [
  {
    ...ORDINARY,
    kind: "order",
    word: "Who is served first",
    does: "the order in which those that wait are served",
    fields: [
      field("order", null, 0, 3, {
        choices: ["first come", "last come", "by priority", "sources in turn"],
      }),
    ],
    always: true,
    starts: () => [0],
    fits: ({ servers }) => servers !== null,
    read: ({ discipline }) => [DISCIPLINES.indexOf(discipline)],
    write: (of, values) => ({ ...of, discipline: DISCIPLINES[values?.[0] ?? 0] ?? "fifo" }),
  },
  {
    ...ORDINARY,
    kind: "room",
    word: "Room to wait",
    does: "refuses what finds so many waiting",
    fields: [field("at most", null, 0, COUNT_MAX)],
    starts: ({ servers }) => [Math.min(COUNT_MAX, 10 * (servers ?? 10))],
    fits: ({ servers }) => servers !== null,
    read: ({ queue_max: most }) => (most === null ? null : [most]),
    write: (of, values) => ({ ...of, queue_max: values?.[0] ?? null }),
  },
  {
    ...ORDINARY,
    kind: "limit",
    word: "Rate limit",
    does: "a token bucket: refuses what comes faster",
    fields: [field("at most", "1/s", 0.001, 1e9), field("burst", null, 1, COUNT_MAX)],
    scaled: [0, 1],
    starts: (_, rate_per_s) => [rounded(rate_per_s), Math.max(1, Math.ceil(rate_per_s / 10))],
    read: ({ rate_limit: limit }) => limit && [limit.rate_per_s, limit.burst],
    write: (of, values) => ({
      ...of,
      rate_limit: values && {
        rate_per_s: values[0] ?? 1,
        burst: values[1] ?? 1,
        each_source: of.rate_limit?.each_source ?? false,
      },
    }),
  },
  {
    ...ORDINARY,
    kind: "shed",
    word: "Shed load",
    does: "refuses new requests while many wait, or who has waited too long",
    fields: [
      field("from waiting", null, 0, COUNT_MAX, { endless: true }),
      field("or after", "s", 0, DAY_S, { endless: true }),
    ],
    starts: ({ servers }) => [Math.min(COUNT_MAX, 5 * (servers ?? 10)), 1],
    fits: ({ servers }) => servers !== null,
    read: ({ shedding }) =>
      shedding && [shedding.waiting ?? COUNT_MAX, shedding.waited_max_s ?? DAY_S],
    write: (of, values) => ({
      ...of,
      shedding: values && {
        waiting: values[0] === COUNT_MAX ? null : (values[0] ?? 0),
        waited_max_s: values[1] === DAY_S ? null : (values[1] ?? null),
        priority: of.shedding?.priority ?? 0,
      },
    }),
  },
  {
    ...ORDINARY,
    kind: "scaling",
    word: "Autoscaler",
    does: "adds and takes servers by how busy they are; new ones come late",
    fields: [
      field("from", null, 1, COUNT_MAX),
      field("to servers", null, 1, COUNT_MAX),
      field("busy", "ratio", 0.01, 1),
      field("looks every", "s", 0.001, DAY_S),
      field("new ones after", "s", 0, DAY_S),
    ],
    scaled: [0, 1],
    starts: ({ servers }) => [servers ?? 1, 4 * (servers ?? 1), 0.6, 5, 10],
    fits: ({ servers }) => servers !== null,
    read: ({ scaling: at }) =>
      at && [at.servers_min, at.servers_max, at.target, at.every_s, at.lag_s],
    write: (of, values) => {
      if (values === null) return { ...of, scaling: null };
      const [least = 1, most = 1, target = 0.6, every_s = 5, lag_s = 10] = values;
      const servers_max = Math.max(least, most);
      return { ...of, scaling: { servers_min: least, servers_max, target, every_s, lag_s } };
    },
  },
  {
    ...ORDINARY,
    kind: "cache",
    word: "Cache",
    does: "how many keys it holds, and each for how long",
    fields: [
      field("keys", null, 1, COUNT_MAX),
      field("each for", "s", 0.001, DAY_S, { endless: true }),
    ],
    always: true,
    starts: () => [1000, DAY_S],
    fits: ({ cache }) => cache !== null,
    read: ({ cache }) => cache && [cache.capacity, cache.ttl_s ?? DAY_S],
    write: (of, values) => ({
      ...of,
      cache: of.cache && {
        ...of.cache,
        capacity: values?.[0] ?? of.cache.capacity,
        ttl_s: values?.[1] === DAY_S ? null : (values?.[1] ?? of.cache.ttl_s),
      },
    }),
  },
  {
    ...ORDINARY,
    kind: "flight",
    word: "Single flight",
    does: "those that miss the same key wait for the first of them",
    fields: [],
    starts: () => [],
    fits: ({ cache }) => cache !== null,
    read: ({ cache }) => (cache?.single_flight ? [] : null),
    write: (of, values) => ({
      ...of,
      cache: of.cache && { ...of.cache, single_flight: values !== null },
    }),
  },
  {
    ...ORDINARY,
    kind: "stagger",
    word: "Staggered expiry",
    does: "leaves out a random part of each key's time to live",
    fields: [field("up to", "ratio", 0, 1)],
    starts: () => [0.2],
    fits: ({ cache }) => cache !== null && cache.ttl_s !== null,
    read: ({ cache }) => (cache?.jitter_ratio ? [cache.jitter_ratio] : null),
    write: (of, values) => ({
      ...of,
      cache: of.cache && { ...of.cache, jitter_ratio: values?.[0] ?? 0 },
    }),
  },
];

function rounded(rate: number): number {
  return Number(Math.max(1, rate).toPrecision(2));
}
