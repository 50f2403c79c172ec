/** How a station calls another: which target, time-out, retries, breaker, bulkhead, hedge. */
import { BALANCES, type Call } from "../../model/flow.js";
import { NO_RETRY } from "../../model/parameters.js";
import { COUNT_MAX, DAY_S, type Defence, field, ORDINARY } from "./defence.js";

/** In the order of the menu. */
export const OF_CALLS: readonly Defence<Call>[] = [
  {
    ...ORDINARY,
    kind: "balance",
    word: "Which target",
    does: "how the targets share the calls",
    fields: [
      field("target", null, 0, 5, {
        choices: [
          "in turn",
          "at random",
          "fewest open calls",
          "the better of two",
          "by key",
          "the first that is up",
        ],
      }),
    ],
    always: true,
    starts: () => [0],
    fits: ({ targets }) => targets.length > 1,
    read: ({ balance }) => [BALANCES.indexOf(balance)],
    write: (of, values) => ({ ...of, balance: BALANCES[values?.[0] ?? 0] ?? "round_robin" }),
  },
  {
    ...ORDINARY,
    kind: "timeout",
    word: "Time-out",
    does: "gives up on an answer that takes longer",
    fields: [field("after", "s", 0.0001, DAY_S)],
    starts: () => [1],
    read: ({ timeout_s: after }) => (after === null ? null : [after]),
    write: (of, values) => ({
      ...of,
      timeout_s: values?.[0] ?? null,
      // Without one, a lost call would keep the breaker waiting for ever.
      breaker: values === null ? null : of.breaker,
    }),
  },
  {
    ...ORDINARY,
    kind: "retry",
    word: "Retries",
    does: "tries a failed call again",
    fields: [
      field("at most", null, 1, 99),
      field("first after", "s", 0, DAY_S),
      field("jitter", "ratio", 0, 1),
    ],
    starts: () => [2, 0.1, 1],
    read: ({ retry }) =>
      retry && retry.attempts_max > 1
        ? [retry.attempts_max - 1, retry.backoff_s, retry.jitter_ratio]
        : null,
    write: (of, values) => {
      if (values === null) return { ...of, retry: null };
      const [more = 1, backoff_s = 0, jitter_ratio = 0] = values;
      const retry = of.retry ?? NO_RETRY;
      return { ...of, retry: { ...retry, attempts_max: 1 + more, backoff_s, jitter_ratio } };
    },
  },
  {
    ...ORDINARY,
    kind: "budget",
    word: "Retry budget",
    does: "no more retries than this part of the first attempts",
    fields: [field("at most", "ratio", 0, 1)],
    needs: "retry",
    starts: () => [0.1],
    read: ({ retry }) =>
      retry === null || retry.budget_ratio === null ? null : [retry.budget_ratio],
    write: (of, values) => ({
      ...of,
      retry: of.retry && { ...of.retry, budget_ratio: values?.[0] ?? null },
    }),
  },
  {
    ...ORDINARY,
    kind: "breaker",
    word: "Circuit breaker",
    does: "fails at once after so many failures in a row, then probes",
    fields: [field("after failures", null, 1, COUNT_MAX), field("open for", "s", 0, DAY_S)],
    needs: "timeout",
    starts: () => [5, 5],
    fits: ({ asynchronous }) => !asynchronous,
    read: ({ breaker }) => breaker && [breaker.failures, breaker.open_s],
    write: (of, values) => ({
      ...of,
      breaker:
        values === null || of.timeout_s === null
          ? null
          : { failures: values[0] ?? 1, open_s: values[1] ?? 0 },
    }),
  },
  {
    ...ORDINARY,
    kind: "bulkhead",
    word: "Bulkhead",
    does: "lets only so many calls be open at once; a few more wait",
    fields: [
      field("open", null, 1, COUNT_MAX),
      field("in line", null, 0, COUNT_MAX, { endless: true }),
    ],
    starts: () => [10, 10],
    read: ({ bulkhead }) => bulkhead && [bulkhead.in_flight_max, bulkhead.line_max ?? COUNT_MAX],
    write: (of, values) => ({
      ...of,
      bulkhead: values && {
        in_flight_max: values[0] ?? 1,
        line_max: values[1] === COUNT_MAX ? null : (values[1] ?? null),
      },
    }),
  },
  {
    ...ORDINARY,
    kind: "hedge",
    word: "Hedge",
    does: "asks a second time when the answer is late; the first good answer counts",
    fields: [field("after", "s", 0.0001, DAY_S)],
    starts: () => [0.1],
    fits: ({ asynchronous }) => !asynchronous,
    read: ({ hedge_s: after }) => (after === null ? null : [after]),
    write: (of, values) => ({ ...of, hedge_s: values?.[0] ?? null }),
  },
];
