/** What the numbers in a trace mean: twin of `atlas_core.sim.flow.entries`. */
export const ENTRY = {
  arrive: 0,
  call: 1,
  retry: 2,
  deliver: 3,
  start: 4,
  served: 5,
  reply: 6,
  depart: 7,
  timeout: 8,
  lost: 9,
  short: 10,
  opened: 11,
  closed: 12,
  fault: 13,
  held: 14,
  denied: 15,
  hedge: 16,
  dead: 17,
  parked: 18,
  scaled: 19,
} as const;

/** Answers up to this outcome (OK, HIT) are good ones. */
export const GOOD_MAX = 1;
export const HIT = 1;
