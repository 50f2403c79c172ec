import type { Diagram } from "@atlas/contracts";
import { expect, it } from "vitest";

import type { Run } from "../src/result/figures.js";
import { heatAt } from "../src/view/heat.js";

const flat = (value: number) => Float64Array.of(value, value, value);
const [IDLE, HALF, FULL] = [0, 5, 10].map(flat) as [Float64Array, Float64Array, Float64Array];
const series = (id: string, good: Float64Array, failed: Float64Array) => ({
  ...{ id, sent: FULL, retried: IDLE, good, failed, timeouts: IDLE, short: IDLE },
});
const call = (id: string, ...targets: string[]) => ({ id, targets });

/** The gateway calls one of a zone's two nodes; one of them calls the database, which half fails. */
const DIAGRAM = {
  nodes: [
    { id: "gateway", group: null },
    { id: "a", group: "rack" },
    { id: "b", group: "zone" },
    { id: "db", group: null },
  ],
  groups: [
    { id: "zone", parent: null },
    { id: "rack", parent: "zone" },
    { id: "empty", parent: null },
  ],
  edges: [
    { id: "in", source: "gateway", target: "zone" },
    { id: "in-a", source: "gateway", target: "a" },
    { id: "out", source: "zone", target: "db" },
    { id: "nowhere", source: "gateway", target: "empty" },
  ],
} as unknown as Diagram;
const RUN = {
  folded: {
    arrived: FULL,
    slice_s: 1,
    stations: [],
    calls: [series("spread", FULL, IDLE), series("query", HALF, HALF)],
  },
  model: {
    stations: [
      { id: "gateway", stages: [[call("spread", "a", "b")]] },
      { id: "a", stages: [[call("query", "db")]] },
    ],
  },
  scenario: { faults: [] },
} as unknown as Run;

it("an arrow at a group carries what its nodes send, or are sent", () => {
  expect([...heatAt(RUN, DIAGRAM, 1).edges]).toEqual([
    ["in", { share: 1, failing: 0 }],
    ["in-a", { share: 0.5, failing: 0 }],
    ["out", { share: 1, failing: 0.5 }],
  ]);
});
