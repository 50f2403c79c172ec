// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from "vitest";

import { lineage } from "../src/explore/focus/lineage.js";
import { matching } from "../src/explore/find/matching.js";
import { renderDiagram } from "../src/index.js";
import { bundleOf } from "./bundle.js";
import { diagramOf } from "./vector.js";

const shop = bundleOf({
  nodes: [
    { id: "web", name: "Web" },
    { id: "api", name: "API", lines: ["API", "p99: 20 ms"] },
    { id: "mail", name: "Courriel différé" },
    { id: "redis", name: "Redis" },
    { id: "hidden", name: "Elsewhere" },
  ],
  edges: ["web -> api", "api -> redis", "api .> mail", "hidden ~ redis"],
});

let host: HTMLElement;
beforeEach(() => {
  document.body.innerHTML = "";
  host = document.createElement("div");
  document.body.append(host);
});

const node = (id: string) => host.querySelector<SVGElement>(`.node[data-node="${id}"]`)!;
const press = (target: Element, key: string, more: KeyboardEventInit = {}) =>
  target.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
const dimmed = () =>
  [...host.querySelectorAll(".node[data-dimmed]")].map((one) => one.getAttribute("data-node"));

describe("focus", () => {
  it("a cycle ends, an edge with two heads leads both ways, an invisible one nowhere", () => {
    const diagram = diagramOf({
      nodes: ["a", "b", "c", "d"].map((id) => ({ id, name: id })),
      edges: ["a -> b", "b -> a", "c -> b", "c ~ d"],
    });
    const both = { ...diagram, edges: diagram.edges.map((e) => ({ ...e, tail: e.head })) };

    expect([...lineage(diagram, "a", ["downstream"]).nodes]).toEqual(["a", "b"]);
    expect([...lineage(diagram, "a", ["upstream"]).edges]).toEqual(["e1", "e0", "e2"]);
    expect([...lineage(both, "a", ["downstream"]).nodes]).toEqual(["a", "b", "c"]);
  });

  it("u and d let the rest step back; Escape shows all again, then closes", () => {
    renderDiagram(host, shop);

    press(node("api"), "u");
    expect(dimmed().toSorted()).toEqual(["hidden", "mail", "redis"]);
    press(node("api"), "d");
    expect(dimmed()).toEqual(["hidden"]);
    expect(host.querySelector(".voice")?.textContent).toContain("upstream or downstream of API");
    const pressed = host.querySelector('[data-action="downstream"]');
    expect(pressed?.textContent).toBe("Downstream 2");
    expect(pressed?.getAttribute("aria-pressed")).toBe("true");

    press(node("api"), "Escape");
    expect(dimmed()).toEqual([]);
    expect(host.querySelector<HTMLElement>(".specification")?.hidden).toBe(false);
    press(node("api"), "Escape");
    expect(host.querySelector<HTMLElement>(".specification")?.hidden).toBe(true);
  });

  it("offers no way that leads nowhere", () => {
    renderDiagram(host, shop, { selection: "web" });

    expect(host.querySelector('[data-action="upstream"]')).toBeNull();
    expect(host.querySelector('[data-action="downstream"]')).not.toBeNull();
  });
});

describe("find", () => {
  const input = () => host.querySelector<HTMLInputElement>(".finder input")!;
  const type = (text: string) => {
    input().value = text;
    input().dispatchEvent(new Event("input"));
  };
  const count = () => host.querySelector(".finder .count")?.textContent;
  const current = () =>
    host.querySelector('[data-found="current"]')?.getAttribute("data-node") ?? null;

  it("looks at every line of a label, without case and accents", () => {
    const { diagram, geometry } = shop;
    const find = (words: string) => (geometry === null ? [] : matching(diagram, geometry, words));

    expect(find("P99")).toEqual(["api"]);
    expect(find("differe COURRIEL")).toEqual(["mail"]);
    expect(find("  ")).toEqual([]);
  });

  it("/ and Ctrl+F open the box, Enter goes round the matches, Escape stays at one", () => {
    renderDiagram(host, shop);

    expect(press(node("web"), "f", { ctrlKey: true })).toBe(false);
    expect(document.activeElement).toBe(input());
    type("e");
    expect(count()).toBe("1 of 4");
    press(input(), "Enter");
    expect([count(), current()]).toEqual(["2 of 4", "mail"]);
    press(input(), "Enter", { shiftKey: true });
    press(input(), "Enter", { shiftKey: true });
    expect(count()).toBe("4 of 4");
    type("nobody");
    expect([count(), current()]).toEqual(["none", null]);
    type("redis");
    press(input(), "Escape");

    expect(document.activeElement).toBe(node("redis"));
    expect(host.querySelectorAll("[data-found]")).toHaveLength(0);
    press(node("redis"), "/");
    expect(host.querySelector<HTMLElement>(".finder")?.hidden).toBe(false);
  });
});

it("copies the address of a node where the host gives one", async () => {
  const copied: string[] = [];
  Object.defineProperty(navigator, "clipboard", {
    configurable: true,
    value: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
  });
  renderDiagram(host, shop, { selection: "api", link: (id) => `https://lab/?atlas=p%231:${id}` });

  const press = host.querySelector<HTMLButtonElement>('[data-action="copy-link"]')!;
  press.click();
  await Promise.resolve();
  await Promise.resolve();

  expect(copied).toEqual(["https://lab/?atlas=p%231:api"]);
  expect(host.querySelector(".voice")?.textContent).toBe("Link copied");
});
