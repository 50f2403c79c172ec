import { describe, expect, it } from "vitest";

import { estimate } from "../src/estimate/estimate.js";
import { encodeProgram } from "../src/program/encode.js";
import { blocksIn, TraceError } from "../src/trace/block.js";
import { fold } from "../src/trace/fold.js";
import { buffersOf } from "../src/trace/folded.js";
import { bytesOf, differences, VECTORS } from "./vectors.js";

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

describe("the browser says what Python says", () => {
  it("of the program: the same bytes", () => {
    for (const { model, scenario, program } of VECTORS)
      expect(encodeProgram(model, scenario)).toEqual(bytesOf(program));
  });

  it("of the estimate: the same numbers and the same sentences", () => {
    for (const { model, scenario, estimate: expected } of VECTORS)
      expect(differences(expected, estimate(model, scenario.duration_s))).toEqual([]);
  });

  it("of a trace: the same sums, station by station", () => {
    for (const { model, scenario, trace, sums, latency_mean_s } of VECTORS) {
      const folded = fold(model, scenario, [...blocksIn(bytesOf(trace))], sums.ended);
      expect(folded.entries).toBe(sums.entries);
      expect(folded.requests).toBe(sums.requests);
      expect(folded.good).toBe(sums.windows.reduce((sum, { good }) => sum + good, 0));
      expect(folded.bad).toBe(sums.windows.reduce((sum, { bad }) => sum + bad, 0));
      expect(differences(latency_mean_s, folded.latency?.mean_s ?? null)).toEqual([]);
      const ticks = folded.slice_s * 1e9;
      const found = folded.stations.map((station) => ({
        calls: total(station.came),
        good: total(station.good),
        failed: total(station.failed),
        busy: total(station.busy) * ticks,
        waiting: total(station.waiting) * ticks,
        time: total(station.time_s) * 1e9,
      }));
      const expected = sums.stations.map((station) => ({
        calls: station.calls,
        good: station.outcomes.slice(0, 2).reduce((sum, each) => sum + each, 0),
        failed: station.outcomes.slice(2).reduce((sum, each) => sum + each, 0),
        busy: station.busy_ticks,
        waiting: station.waiting_ticks,
        time: station.time_ticks,
      }));
      expect(differences(expected, found)).toEqual([]);
    }
  });
});

describe("a folded run", () => {
  it("moves from the worker by its buffers, each once", () => {
    const [{ model, scenario, trace, sums }] = VECTORS as [(typeof VECTORS)[number]];
    const buffers = buffersOf(fold(model, scenario, [...blocksIn(bytesOf(trace))], sums.ended));
    expect(new Set(buffers).size).toBe(buffers.length);
    expect(buffers.length).toBe(7 + 6 * model.stations.length + 6 * 2);
  });

  it("is refused where the trace is cut off", () => {
    const [{ model, scenario, trace }] = VECTORS as [(typeof VECTORS)[number]];
    const bytes = bytesOf(trace);
    expect(() => [...blocksIn(bytes.subarray(0, bytes.length - 3))]).toThrow(TraceError);
    const block = bytes.slice();
    block[bytes.length - 1] = 0x80;
    expect(() => fold(model, scenario, [...blocksIn(block)], "time")).toThrow(TraceError);
  });
});
