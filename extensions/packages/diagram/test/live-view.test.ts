// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { renderDiagram } from "../src/index.js";
import { bundleOf } from "./bundle.js";

const bundle = bundleOf({
  nodes: [
    { id: "web", name: "Web" },
    { id: "api", name: "API" },
  ],
  edges: ["web -> api"],
});
let host: HTMLElement;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(700);
  host = document.createElement("div");
  document.body.replaceChildren(host);
});
afterEach(() => vi.restoreAllMocks());

const explored = () => host.querySelector(".specification") !== null;

it("a picture that nobody touched has its bar, its names and its text, and no more", async () => {
  renderDiagram(host, bundle);
  await Promise.resolve();

  expect(explored()).toBe(false);
  expect(host.querySelectorAll(".bar button").length).toBeGreaterThan(3);
  expect(host.querySelector('[data-node="api"]')!.getAttribute("aria-label")).toMatch(/^API/);
  expect(host.querySelector(".alternative")!.textContent).toContain("Web to API");
});

it.each(["pointerover", "click", "focusin", "keydown", "wheel"])("%s makes it answer", (touch) => {
  renderDiagram(host, bundle);
  expect(host.querySelectorAll("[data-edge]").length).toBe(0);
  host.querySelector(".stage")!.dispatchEvent(new Event(touch, { bubbles: true }));
  expect(explored()).toBe(true);
  expect(host.querySelectorAll(".edge[data-edge]").length).toBe(1);
});

it("a host that asks for a node, or gives one at first, needs no touch", () => {
  const view = renderDiagram(host, bundle);
  view.select("api");
  expect(host.querySelector(".specification h3")!.textContent).toBe("API");
  view.dispose();

  renderDiagram(host, bundle, { selection: "web" });
  expect(host.querySelector(".specification h3")!.textContent).toBe("Web");
});

it("what comes behind the picture leaves a selection alone, and a view that is gone", async () => {
  renderDiagram(host, bundle, { selection: "web" });
  const view = renderDiagram(host, bundle);
  view.dispose();
  await Promise.resolve();

  const web = host.querySelectorAll('[data-node="web"]');
  expect([...web].map((part) => part.getAttribute("aria-pressed"))).toEqual(["true"]);
  expect(host.querySelectorAll(".alternative").length).toBe(1);
});

it("a button of the bar works at the first press", async () => {
  renderDiagram(host, bundle);
  await Promise.resolve();
  host.querySelector<HTMLElement>('.bar [aria-label="Find in diagram"]')!.click();
  expect(host.querySelector<HTMLElement>(".finder")!.hidden).toBe(false);
});

it("disposing takes everything out, touched or not", () => {
  const view = renderDiagram(host, bundle);
  view.dispose();
  expect(host.childElementCount).toBe(0);
});
