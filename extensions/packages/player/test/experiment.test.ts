import { describe, expect, it } from "vitest";

import { headline } from "../src/estimate/sensitivity.js";
import { isOverruled, withDefence } from "../src/experiment/defences/changes.js";
import type { Defence, DefenceValues } from "../src/experiment/defences/defence.js";
import { OF_CALLS } from "../src/experiment/defences/of-calls.js";
import { OF_SOURCES } from "../src/experiment/defences/of-sources.js";
import { OF_STATIONS } from "../src/experiment/defences/of-stations.js";
import { setupOf, loadOf, modelOf, type Setup } from "../src/experiment/setup.js";
import { shareWord, sharedOf } from "../src/experiment/share.js";
import { verdictOf } from "../src/experiment/prediction.js";
import { namesOf, type Predict, type Subject, zonesAround } from "../src/experiment/subject.js";
import type { Call, FlowModel, Parameter, Station } from "../src/model/flow.js";
import { NO_RETRY, withParameter } from "../src/model/parameters.js";
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

describe("a defence", () => {
  const call: Call = {
    id: "api>db",
    targets: ["db"],
    asynchronous: false,
    probability: 1,
    only_on_miss: false,
    optional: false,
    delay: { shape: "constant", mean_s: 0 },
    loss_ratio: 0,
    timeout_s: null,
    retry: null,
    breaker: null,
    balance: "round_robin",
    detection_s: 0,
    bulkhead: null,
    hedge_s: null,
    dead_letter: null,
  };
  const [api] = MODEL.stations;
  const twoTier: FlowModel = {
    ...MODEL,
    stations: [
      { ...api!, stages: [[call]] },
      { ...api!, id: "db" },
    ],
  };
  const given = (...defences: [string, DefenceValues][]) =>
    modelOf({ ...SETUP, base: twoTier, defences: new Map(defences) });
  const called = (model: FlowModel) => model.stations[0]?.stages[0]?.[0];

  it("each is read back as it was written, and goes when it is taken", () => {
    const cached: Station = {
      ...api!,
      cache: { capacity: 9, ttl_s: 5, jitter_ratio: 0, single_flight: false },
    };
    const patient: Call = { ...call, timeout_s: 2, retry: NO_RETRY, targets: ["db", "db2"] };
    const checked = <Of>(table: readonly Defence<Of>[], part: Of) => {
      for (const each of table) {
        expect(each.fits(part), each.kind).toBe(true);
        const values = each.starts(part, 50);
        const written = each.write(part, values);
        expect(each.read(written), each.kind).toEqual(values);
        if (!each.always) expect(each.read(each.write(written, null)), each.kind).toBeNull();
      }
    };
    checked(OF_STATIONS, cached);
    checked(OF_CALLS, patient);
    checked(OF_SOURCES, MODEL.sources[0]!);
  });

  it("reaches the model; what makes no sense is brought into bounds", () => {
    const model = given(
      ["api>db|timeout", [0.25]],
      ["api>db|retry", [2.4, 0.1, 7]],
      ["db|scaling", [9, 4, 0.5, 5, 0]],
      ["db|flight", []],
      ["nobody|limit", [1, 1]],
    );
    expect(called(model)).toMatchObject({
      timeout_s: 0.25,
      retry: { attempts_max: 3, backoff_s: 0.1, jitter_ratio: 1 },
    });
    expect(model.stations[1]?.scaling).toMatchObject({ servers_min: 9, servers_max: 9 });
    expect(model.stations[1]?.cache).toBeNull();
  });

  it("may be what the requests are like, and how much a cache holds", () => {
    const cache = { capacity: 9, ttl_s: 5, jitter_ratio: 0, single_flight: false };
    const base = { ...MODEL, stations: [{ ...api!, cache }] };
    const defences = new Map([
      ["load:api|rank", [9]],
      ["load:api|keys", [500, 1.2, 0.1]],
      ["api|cache", [50, 86_400]],
    ]);
    const { sources, stations } = modelOf({ ...SETUP, base, defences });
    expect(sources[0]).toMatchObject({ priority: 3, keys: 500, skew: 1.2, hot_ratio: 0.1 });
    expect(stations[0]?.cache).toEqual({ ...cache, capacity: 50, ttl_s: null });
  });

  it("brings what it needs and takes along what needs it", () => {
    const breaker = withDefence(new Map(), OF_CALLS, call, "breaker", [5, 5]);
    const guarded = called(given(...breaker));
    expect(guarded).toMatchObject({ timeout_s: 1, breaker: { failures: 5, open_s: 5 } });
    const none = withDefence(breaker, OF_CALLS, guarded!, "timeout", null);
    expect(called(given(...none))).toMatchObject({ timeout_s: null, breaker: null });
  });

  it("counts servers and rates as the diagram does", () => {
    const scale = { ...PARAMETERS[0]!, owner: "model", name: "scale", value: 0.01, unit: "1" };
    const base = { ...twoTier, parameters: [...PARAMETERS, scale] };
    const defences = new Map([["db|limit", [500, 40]]]);
    const [, db] = modelOf({ ...SETUP, base, defences }).stations;
    expect(db?.rate_limit).toEqual({ rate_per_s: 5, burst: 1, each_source: false });
  });

  it("overrules the number that says the same", () => {
    const attempts = { ...PARAMETERS[0]!, owner: "api>db", name: "attempts" };
    const defences = new Map([["api>db|retry", null]]);
    expect(isOverruled(attempts, defences)).toBe(true);
    expect(isOverruled({ ...attempts, owner: "db" }, defences)).toBe(false);
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
      defences: [],
    });
  });

  it("brings back defences that were given and taken", () => {
    const defences = new Map([
      ["api|limit", [20, 4]],
      ["api|room", null],
    ]);
    expect(sharedOf(shareWord("storm", [{ ...SETUP, defences }], 0))?.sides[0]?.defences).toEqual([
      ["api|limit", [20, 4]],
      ["api|room", null],
    ]);
  });

  it("made before there were defences still replays", () => {
    const old = btoa('[1,"storm",0,[[1,7,100,[],[]]]]').replaceAll("=", "");
    expect(sharedOf(old)?.sides[0]?.defences).toEqual([]);
  });

  it("that somebody cut off or made up is none", () => {
    const word = shareWord("storm", [SETUP], 0);
    expect(sharedOf(word.slice(0, -4))).toBeNull();
    expect(sharedOf("../../etc")).toBeNull();
    expect(sharedOf(btoa('[1,"storm",0,[[-1,1,60,[],[]]]]'))).toBeNull();
    expect(sharedOf(btoa('[1,"storm",0,[[1,1,60,[],[],[["api|limit",[-1]]]]]]'))).toBeNull();
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
