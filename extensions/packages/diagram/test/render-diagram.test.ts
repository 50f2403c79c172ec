// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from "vitest";

import { renderDiagram } from "../src/index.js";
import { bundleOf, galleryBundles } from "./bundle.js";

const shop = bundleOf({
  nodes: [
    { id: "web", name: "Web", role: "client", plane: "edge" },
    { id: "api", name: "API", role: "service", plane: "service" },
    {
      id: "redis",
      name: "Redis",
      lines: ["Redis", "p99: 1ms"],
      role: "cache",
      technology: "Redis",
      plane: "state",
      source_line: 12,
      annotations: [
        {
          name: "latency",
          value: 0.001,
          unit: "s",
          text: "p99: 1ms",
          line: 1,
          start: 0,
          end: 8,
          bound: "exact",
          percentile: 99,
          upper: null,
        },
      ],
    },
  ],
  edges: ["web -> api", "api -> redis"],
});

let host: HTMLElement;
let facts: unknown[];

beforeEach(() => {
  document.body.innerHTML = "";
  host = document.createElement("div");
  document.body.append(host);
  facts = [];
  host.addEventListener("atlas:fact", (event) => facts.push((event as CustomEvent).detail));
});

const node = (id: string) => host.querySelector<SVGElement>(`.node[data-node="${id}"]`)!;
const press = (target: Element, key: string, more: KeyboardEventInit = {}) =>
  target.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
const click = (target: Element | null) =>
  target?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
const panel = () => host.querySelector<HTMLElement>(".specification")!;
const words = () => host.querySelector(".narration .words")?.textContent.trim();
const stateOf = (id: string) => node(id).getAttribute("data-state");

it("a click opens the specification with each metric, its source text and its line", () => {
  const onSelect = vi.fn();
  renderDiagram(host, shop, { onSelect });

  click(node("redis"));

  expect(onSelect).toHaveBeenLastCalledWith("redis");
  expect(panel().hidden).toBe(false);
  expect(panel().querySelector("tr")?.textContent).toBe("latency p991 msp99: 1msstated");
  expect(panel().textContent).toContain("cache \u00b7 Redis \u00b7 state plane");
  expect(panel().textContent).toContain("table.md, line 12");
});

it("callers and callees in the specification move the selection", () => {
  renderDiagram(host, shop, { selection: "redis" });

  click(panel().querySelector('[data-action="go:api"]'));

  expect(panel().querySelector("h3")?.textContent).toBe("API");
  expect(node("api").getAttribute("aria-pressed")).toBe("true");
});

it("a crash shows who is hit, in words and on the nodes, and reviving takes it back", () => {
  const onFaults = vi.fn();
  renderDiagram(host, shop, { onFaults });

  press(node("redis"), "c");

  expect(words()).toBe("Crashing Redis: Web can't be served. Web \u2192 API \u2192 Redis.");
  expect([stateOf("web"), stateOf("api"), stateOf("redis")]).toEqual(["hit", "hit", "crashed"]);
  expect(node("api").getAttribute("aria-label")).toContain("Can't be served.");
  expect([...host.querySelectorAll(".badge text")].map((badge) => badge.textContent)).toEqual([
    "can't be served",
    "can't be served",
    "crashed",
  ]);
  expect(onFaults).toHaveBeenLastCalledWith([{ kind: "crash", node: "redis" }]);

  click(host.querySelector(".narration .revive"));

  expect(words()).toBe("");
  expect(stateOf("api")).toBeNull();
  expect(host.querySelectorAll(".badge, .hatch")).toHaveLength(0);
  expect(onFaults).toHaveBeenLastCalledWith([]);
});

it("raises each fact once for a node in the life of a view", () => {
  renderDiagram(host, shop);

  for (let time = 0; time < 3; time += 1) {
    click(node("redis"));
    press(node("redis"), "c");
  }

  const payload = { node: "redis" };
  expect(facts).toEqual([
    { kind: "diagram.explored", subject: "table#1", payload },
    { kind: "diagram.crashed", subject: "table#1", payload },
  ]);
});

it("what the host sets is shown but is no act of the reader", () => {
  const [onSelect, onFaults] = [vi.fn(), vi.fn()];
  const view = renderDiagram(host, shop, { onSelect, onFaults });

  view.select("api");
  view.setFaults([
    { kind: "crash", node: "redis" },
    { kind: "crash", node: "nobody" },
  ]);
  view.select("nobody");

  expect(stateOf("redis")).toBe("crashed");
  expect(panel().hidden).toBe(true);
  expect([facts, onSelect.mock.calls, onFaults.mock.calls]).toEqual([[], [], []]);
});

it("arrow keys walk to the neighbour on that side, Enter opens, Escape closes", () => {
  renderDiagram(host, shop);
  node("web").focus();

  press(node("web"), "ArrowRight");
  expect(document.activeElement).toBe(node("api"));
  press(node("api"), "ArrowLeft");
  press(node("web"), "ArrowUp");
  expect(document.activeElement).toBe(node("web"));

  press(node("web"), "Enter");
  expect(panel().querySelector("h3")?.textContent).toBe("Web");
  press(node("web"), "Enter");
  expect(panel().contains(document.activeElement)).toBe(true);
  press(document.activeElement!, "Escape");
  expect(panel().hidden).toBe(true);
  expect(document.activeElement).toBe(node("web"));
});

it("keys with Ctrl, and Escape where nothing is open, stay the page's own", () => {
  renderDiagram(host, shop);

  expect(press(node("redis"), "c", { ctrlKey: true })).toBe(true);
  expect(press(node("redis"), "Escape")).toBe(true);
  expect(press(node("redis"), "c")).toBe(false);
  expect(words()).toContain("Crashing Redis");
});

it("the wheel scrolls the page, and zooms only with Ctrl or the focus", () => {
  renderDiagram(host, shop);
  const stage = host.querySelector(".stage")!;
  const wheel = (ctrlKey = false) => {
    const event = new WheelEvent("wheel", { deltaY: 100, bubbles: true, cancelable: true });
    // This DOM's wheel event knows no keys and no place.
    Object.assign(event, { ctrlKey, clientX: 0, clientY: 0 });
    return stage.dispatchEvent(event);
  };

  expect(wheel()).toBe(true);
  expect(host.querySelector(".hint")?.classList.contains("noticed")).toBe(true);
  expect(wheel(true)).toBe(false);
  node("web").focus();
  expect(wheel()).toBe(false);
});

it("every node and edge is in the text alternative", async () => {
  renderDiagram(host, shop);
  await Promise.resolve();

  const items = [...host.querySelectorAll(".alternative li")].map((item) => item.textContent);

  expect(items).toEqual([
    "Web, client, edge plane.",
    "API, service, service plane.",
    "Redis, cache, Redis, state plane. latency p99 1 ms.",
    "Web to API",
    "API to Redis",
  ]);
});

it("a sequence strikes the messages that never arrive", () => {
  const nodes = ["User", "API", "Redis"].map((name) => ({ id: name.toLowerCase(), name }));
  const edges = ["user -> api", "api -> redis", "redis .> api"];
  renderDiagram(host, bundleOf({ kind: "sequence", nodes, edges }));

  press(node("redis"), "c");

  const lost = [...host.querySelectorAll('.edge[data-state="lost"]')];
  expect(lost.map((edge) => edge.getAttribute("data-edge"))).toEqual(["e1", "e2"]);
});

it("a state diagram offers no crash", () => {
  const nodes = ["Closed", "Open"].map((name) => ({ id: name, name }));
  renderDiagram(host, bundleOf({ kind: "state", nodes, edges: ["Closed -> Open"] }));

  click(node("Open"));
  press(node("Open"), "c");

  expect(panel().querySelector(".crash")).toBeNull();
  expect(words()).toBe("");
});

it("what was not typed stands as its source text with the reason", () => {
  const problem = { path: "a.md", line: 3, code: "x", sentence: "Mend line 4." };
  const source = { path: "a.md", line: 3, text: "pie <b>title</b>" };
  const changes = { typed: false, kind: "pie" as const, source, problems: [problem] };
  const bundle = { ...bundleOf({ nodes: [], edges: [] }, changes), geometry: null };

  renderDiagram(host, bundle);

  expect(host.querySelector(".reason")?.textContent).toBe("Pie chart. Mend line 4. a.md, line 3");
  expect(host.querySelector("code")?.textContent).toBe("pie <b>title</b>");
  expect(host.querySelector("code")?.children).toHaveLength(0);
});

it("a still picture has nothing to press", () => {
  renderDiagram(host, shop, { interactive: false });

  expect(host.querySelectorAll("button, [tabindex]")).toHaveLength(0);
  expect(host.querySelectorAll(".node")).toHaveLength(3);
});

it("dispose leaves the host as it was and hears nothing any more", () => {
  const onFaults = vi.fn();
  const view = renderDiagram(host, shop, { onFaults });
  const redis = node("redis");

  view.dispose();
  press(redis, "c");

  expect(host.childNodes).toHaveLength(0);
  expect(onFaults).not.toHaveBeenCalled();
});

it("two views in one page don't share ids", () => {
  renderDiagram(host, shop).select(null);
  renderDiagram(host, shop).select(null);

  const ids = [...host.querySelectorAll("[id]")].map((element) => element.id);

  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(0);
});

it.each(galleryBundles())("the gallery's %s can be drawn, crashed and taken away", (_, bundle) => {
  const faults = bundle.diagram.nodes.map(({ id }) => ({ kind: "crash" as const, node: id }));

  const view = renderDiagram(host, bundle);
  view.setFaults(faults);
  view.fit();
  view.dispose();

  expect(host.childNodes).toHaveLength(0);
});
