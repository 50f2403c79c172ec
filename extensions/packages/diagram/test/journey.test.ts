// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import type { Annotation } from "@atlas/contracts";
import { journeyOf } from "../src/explore/play/journey.js";
import { along } from "../src/explore/play/tokens-layer.js";
import { renderDiagram } from "../src/index.js";
import { bundleOf, galleryBundles } from "./bundle.js";

const latency = (value: number): Annotation => ({
  name: "latency",
  value,
  unit: "s",
  text: "",
  line: 0,
  start: 0,
  end: 0,
  bound: "exact",
  percentile: 99,
  upper: null,
});
const shop = bundleOf({
  nodes: [
    { id: "web", name: "Web", role: "client" },
    { id: "api", name: "API", role: "service", annotations: [latency(0.04)] },
    { id: "db", name: "DB", role: "database", annotations: [latency(0.02)] },
    { id: "log", name: "Log", role: "stream" },
    { id: "pay", name: "Pay", role: "external" },
  ],
  edges: ["web -> api", "api -> db", "api .> log", "api -> pay"],
});
const talk = bundleOf({
  kind: "sequence",
  nodes: ["User", "API"].map((name) => ({ id: name.toLowerCase(), name })),
  edges: ["user -> api", "api .> user"],
});

describe("a journey", () => {
  it("goes along solid calls at stated latencies, and says the scale", () => {
    const journey = journeyOf(shop.diagram, null)!;

    expect(journey.hops.map((hop) => hop.words)).toEqual([
      "Web to API, 40 ms stated",
      "API to Pay",
      "API to DB, 20 ms stated",
    ]);
    const [first, pay, db] = journey.hops;
    expect(first!.end_s - first!.start_s).toBeCloseTo(2 * (db!.end_s - db!.start_s));
    expect([pay!.start_s, db!.start_s]).toEqual([first!.end_s, first!.end_s]);
    expect(journey.scale).toBe("A second here stands for 16.7 ms. 1 of 3 hops state no latency.");
  });

  it("starts where the reader is, where that calls somebody", () => {
    expect(journeyOf(shop.diagram, "api")?.hops).toHaveLength(2);
    expect(journeyOf(shop.diagram, "db")?.hops).toHaveLength(3);
  });

  it("ends in a cycle, and a state diagram has none", () => {
    const nodes = ["a", "b", "c"].map((id) => ({ id, name: id, role: "service" as const }));
    const ring = bundleOf({ nodes, edges: ["a -> b", "b -> c", "c -> a"] });

    expect(journeyOf(ring.diagram, null)?.hops.length).toBeLessThanOrEqual(3);
    expect(journeyOf({ ...ring.diagram, kind: "state" }, null)).toBeNull();
  });

  it.each(galleryBundles())("through %s has no hop before the one that caused it", (_, bundle) => {
    for (const node of [null, ...bundle.diagram.nodes.map(({ id }) => id)]) {
      const journey = journeyOf(bundle.diagram, node);
      if (journey === null || bundle.diagram.kind === "sequence") continue;
      for (const hop of journey.hops) {
        const cause = journey.hops.some(
          (one) => one.edge.target === hop.edge.source && one.end_s <= hop.start_s,
        );
        expect(hop.start_s === 0 || cause).toBe(true);
        expect(hop.end_s).toBeGreaterThan(hop.start_s);
      }
    }
  });
});

it("a token lies at its share of a bent line", () => {
  const bent = [
    [0, 0],
    [10, 0],
    [10, 10],
  ] as const;

  expect([along(bent, 0), along(bent, 0.75), along(bent, 1)]).toEqual([
    [0, 0],
    [10, 5],
    [10, 10],
  ]);
});

describe("the player", () => {
  let host: HTMLElement;
  beforeEach(() => {
    document.body.innerHTML = "";
    host = document.createElement("div");
    document.body.append(host);
  });
  afterEach(() => vi.unstubAllGlobals());
  const stage = () => host.querySelector(".stage")!;
  const press = (key: string) =>
    stage().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const caption = () => host.querySelector(".player .caption")?.textContent;
  const states = () =>
    [...host.querySelectorAll(".edge")].map((edge) => edge.getAttribute("data-play"));

  it("goes message by message with n and b, and Escape ends it", () => {
    renderDiagram(host, talk);

    press("n");
    expect([caption(), states()]).toEqual(["1 of 2. User to API", ["now", "later"]]);
    press("n");
    expect([caption(), states()]).toEqual(["2 of 2. API to User", ["past", "now"]]);
    press("n");
    expect(caption()).toBe("2 of 2. API to User");
    press("b");
    expect(states()).toEqual(["now", "later"]);
    press("Escape");
    expect(states()).toEqual([null, null]);
    expect(host.querySelector<HTMLElement>(".player")?.hidden).toBe(true);
  });

  it("runs and pauses with p", () => {
    const frames: FrameRequestCallback[] = [];
    vi.stubGlobal("requestAnimationFrame", (act: FrameRequestCallback) => frames.push(act));
    window.requestAnimationFrame = (act) => frames.push(act);
    window.matchMedia = () => ({ matches: false }) as MediaQueryList;
    renderDiagram(host, shop);

    press("p");
    frames.shift()?.(0);
    frames.shift()?.(1200);
    expect(host.querySelectorAll(".token")).toHaveLength(1);
    expect(host.querySelector('.player [aria-label="Pause"]')).not.toBeNull();
    press("p");
    expect(host.querySelector('.player [aria-label="Play"]')).not.toBeNull();
  });

  it("never runs for those who prefer reduced motion: p goes to the next hop", () => {
    const run = vi.fn();
    window.requestAnimationFrame = run;
    window.matchMedia = () => ({ matches: true }) as MediaQueryList;
    renderDiagram(host, shop);

    press("p");

    expect(caption()).toBe("1 of 3. Web to API, 40 ms stated");
    expect(run).not.toHaveBeenCalled();
    expect(host.querySelector<HTMLElement>(".player button")?.hidden).toBe(true);
  });

  it("is absent where nothing travels", () => {
    renderDiagram(host, bundleOf({ kind: "state", nodes: [{ id: "a", name: "A" }], edges: [] }));

    press("n");

    expect(host.querySelector('.buttons [aria-label="Play a request"]')).toBeNull();
    expect(host.querySelector<HTMLElement>(".player")?.hidden).toBe(true);
  });
});
