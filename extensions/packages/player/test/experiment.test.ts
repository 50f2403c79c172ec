import { describe, expect, it } from "vitest";

import { headline } from "../src/estimate/sensitivity.js";
import { setupOf, loadOf, modelOf, type Setup } from "../src/experiment/setup.js";
import { shareWord, sharedOf } from "../src/experiment/share.js";
import { verdictOf } from "../src/experiment/prediction.js";
import { namesOf, type Predict, type Subject, zonesAround } from "../src/experiment/subject.js";
import type { FlowModel, Parameter } from "../src/model/flow.js";
import { withParameter } from "../src/model/parameters.js";
import { runOf } from "../src/result/figures.js";
import { percent, seconds } from "../src/result/quantity.js";
import { story } from "../src/result/words.js";
import { BINS, type Folded, type StationSeries } from "../src/trace/folded.js";

const PARAMETERS: Parameter[] = [
  { owner: "load", name: "rate_per_s", value: 50, unit: "1/s", provenance: "stated", because: "" },
  { owner: "api", name: "service_s", value: 0.01, unit: "s", provenance: "assumed", because: "" },
  { owner: "api", name: "servers", value: 1, unit: "1", provenance: "stated", because: "" },
];
const MODEL: FlowModel = {
  stations: [
    {
      id: "api",
      service: { shape: "exponential", mean_s: 0.01 },
      servers: 1,
      discipline: "fifo",
      queue_max: null,
      holds_server: false,
      hit_ratio: 0,
      error_ratio: 0,
      rate_limit: null,
      shedding: null,
      cache: null,
      scaling: null,
      stages: [],
    },
  ],
  sources: [
    {
      id: "load:api",
      target: "api",
      arrivals: { shape: "poisson", rate_per_s: 50 },
      priority: 0,
      hot_ratio: 0,
      keys: null,
      skew: 0,
      work: 1,
    },
  ],
  parameters: PARAMETERS,
};
const SCENARIO = {
  duration_s: 100,
  seed: 7,
  requests_max: null,
  entries_max: 1000,
  faults: [{ kind: "pause" as const, target: "api", start_s: 20, end_s: 30, amount: 1, side: [] }],
};
const SETUP: Setup = setupOf("A", MODEL, SCENARIO);

/** A run of 100 s whose answers fail and slow down from 20 s until `healthy_s`. */
function folded(healthy_s: number): Folded {
  const series = (value: (at_s: number) => number) =>
    Float64Array.from({ length: BINS }, (_, bin) => value((bin * 100) / BINS));
  const ill = (at_s: number) => at_s >= 20 && at_s < healthy_s;
  const good = series((at_s) => (ill(at_s) ? 10 : 25));
  const bad = series((at_s) => (ill(at_s) ? 15 : 0));
  const latency = series((at_s) => (ill(at_s) ? 0.5 : 0.02));
  const station: StationSeries = {
    id: "api",
    busy: good,
    waiting: bad,
    came: good,
    good,
    failed: bad,
    time_s: latency.map((each, at) => each * (good[at] ?? 0)),
    waiting_max: 12,
    hits: 0,
    latency: null,
  };
  return {
    duration_s: 100,
    slice_s: 0.5,
    ended: "time",
    entries: 1,
    requests: 5000,
    good: good.reduce((a, b) => a + b),
    bad: bad.reduce((a, b) => a + b),
    latency: { mean_s: 0.1, p50_s: 0.02, p95_s: 0.5, p99_s: 0.5 },
    arrived: series(() => 25),
    answered: good,
    refused: bad,
    mean_s: latency,
    p50_s: latency,
    p95_s: latency,
    p99_s: latency,
    stations: [station],
    calls: [],
  };
}

describe("a change of one number", () => {
  it("reaches the model and leaves the page's own as it was", () => {
    const changed = modelOf({
      ...SETUP,
      load_factor: 2,
      changes: new Map([["api|servers", 4]]),
    });
    expect(changed.stations[0]?.servers).toBe(4);
    expect(changed.sources[0]?.arrivals).toEqual({ shape: "poisson", rate_per_s: 100 });
    expect(MODEL.stations[0]?.servers).toBe(1);
    expect(loadOf({ ...SETUP, load_factor: 2 })).toBe(100);
  });

  it("keeps the shape of a service time", () => {
    const steady = {
      ...MODEL,
      stations: MODEL.stations.map((station) => ({
        ...station,
        service: { shape: "erlang" as const, stages: 3, mean_s: 0.01 },
      })),
    };
    const [station] = withParameter(steady, PARAMETERS[1]!, 0.02).stations;
    expect(station?.service).toEqual({ shape: "erlang", stages: 3, mean_s: 0.02 });
  });
});

describe("the headline", () => {
  it("is a range where an assumed number moves it more than twofold", () => {
    const { is_range, high_s, matters } = headline(MODEL);
    expect(is_range).toBe(true);
    expect(high_s).toBeNull(); // 20 ms at 50/s and one server: it can't keep up
    expect(matters[0]?.name).toBe("service_s");
  });

  it("is one figure where everything is stated", () => {
    const stated = PARAMETERS.map((each) => ({ ...each, provenance: "stated" as const }));
    expect(headline({ ...MODEL, parameters: stated }).is_range).toBe(false);
  });
});

describe("a link", () => {
  it("brings back scenario, seed, faults and numbers", () => {
    const changed = { ...SETUP, seed: 3, changes: new Map([["api|servers", 2]]) };
    const word = shareWord("storm", [changed, SETUP], 1);
    expect(word).toMatch(/^[\w-]+$/);
    const shared = sharedOf(word);
    expect(shared?.scenario).toBe("storm");
    expect(shared?.side).toBe(1);
    expect(shared?.sides[0]).toEqual({
      load_factor: 1,
      seed: 3,
      duration_s: 100,
      changes: [["api|servers", 2]],
      faults: SCENARIO.faults,
    });
  });

  it("that somebody cut off or made up is none", () => {
    const word = shareWord("storm", [SETUP], 0);
    expect(sharedOf(word.slice(0, -4))).toBeNull();
    expect(sharedOf("../../etc")).toBeNull();
    expect(sharedOf(btoa('[1,"storm",0,[[-1,1,60,[],[]]]]'))).toBeNull();
    expect(sharedOf(btoa('[1,"storm",0,[[1,1,60,[],[[99,"api",0,1,1]]]]]'))).toBeNull();
  });
});

describe("a prediction", () => {
  const predict: Predict = {
    kind: "number",
    question: "How long?",
    metric: "recovery_s",
    of: null,
    unit: "s",
  };

  it("is compared with the time from the end of the fault until answers are usual", () => {
    const run = runOf(MODEL, SCENARIO, folded(50));
    expect(run.recovery).toEqual({ from_s: 30, recovery_s: 20 });
    const off = verdictOf(predict, { kind: "number", value: 5 }, run);
    expect(off.grade).toBe("off");
    expect(off.sentence).toBe("You said 5 s; it is 20 s: 4 times more.");
    expect(verdictOf(predict, { kind: "number", value: 20.5 }, run).grade).toBe("right");
  });

  it("meets a run that never recovered", () => {
    const run = runOf(MODEL, SCENARIO, folded(200));
    expect(run.recovery).toEqual({ from_s: 30, recovery_s: null });
    expect(verdictOf(predict, { kind: "number", value: 5 }, run).sentence).toContain(
      "had not recovered",
    );
  });
});

describe("the story of a run", () => {
  it("says what failed, where and until when", () => {
    const said = story(runOf(MODEL, SCENARIO, folded(50)), (id) => id.toUpperCase());
    expect(said[0]).toBe("API stands still from 20 s to 30 s.");
    expect(said[1]).toContain("900 of 5,000 requests failed (18 %)");
    expect(said[2]).toBe("Hit: API (up to 60 % failed).");
    expect(said[3]).toBe("Answers were normal again 20 s after the fault ended.");
  });

  it("takes what rounding leaves for no time at all", () => {
    const run = runOf(MODEL, SCENARIO, folded(50));
    const said = story({ ...run, recovery: { from_s: 30, recovery_s: 7e-8 } }, (id) => id);
    expect(said[3]).toBe("Answers were normal as soon as the fault ended, at 30 s.");
  });
});

describe("quantities", () => {
  it("have three digits and a unit", () => {
    expect([0, 0.0000004, 0.00123, 0.2468, 1.5, 31].map(seconds)).toEqual([
      "0 ms",
      "0.4 \u00b5s",
      "1.23 ms",
      "247 ms",
      "1.5 s",
      "31 s",
    ]);
    expect([0, 0.0004, 0.76, 1].map(percent)).toEqual(["0 %", "under 0.1 %", "76 %", "100 %"]);
  });
});

it("the groups around a node are those that hold more than it and less than all, inner first", () => {
  const node = (id: string, group: string) => ({ id, lines: [id], group });
  const [api] = MODEL.stations;
  const subject = {
    diagram: {
      nodes: [node("a", "zone"), node("b", "zone"), node("c", "all"), node("words", "zone")],
      groups: [
        { id: "all", lines: ["Everything"], parent: null },
        { id: "zone", lines: ["Zone A"], parent: "all" },
      ],
    },
    scenarios: [{ model: { ...MODEL, stations: ["a", "b", "c"].map((id) => ({ ...api, id })) } }],
  } as unknown as Subject;
  expect(zonesAround(subject, "a")).toEqual([{ id: "zone", name: "Zone A", stations: ["a", "b"] }]);
  expect(zonesAround(subject, "c")).toEqual([]);
  expect(namesOf(subject)("zone")).toBe("Zone A");
});
