// @vitest-environment happy-dom
import { expect, it, vi } from "vitest";

import { Minimap } from "../src/explore/view/minimap.js";
import { renderDiagram } from "../src/index.js";
import { bundleOf } from "./bundle.js";

const { geometry } = bundleOf({ nodes: [{ id: "a", name: "A" }], edges: [] });
const frame = (map: Minimap) =>
  ["x", "y", "width", "height"].map((name) =>
    Number(map.box.querySelector(".window")?.getAttribute(name)),
  );

it("is there while the picture does not fit, and frames what can be seen", () => {
  const map = new Minimap(document, geometry!, vi.fn());

  map.show({ x: 0, y: 0, zoom: 1, width: 440, height: 360 });
  expect(map.box.hidden).toBe(true);
  map.show({ x: -100, y: -50, zoom: 2, width: 400, height: 300 });
  expect(map.box.hidden).toBe(false);
  expect(frame(map)).toEqual([50, 25, 200, 150]);
  map.show({ x: 200, y: 150, zoom: 1, width: 400, height: 300 });
  expect(frame(map)).toEqual([0, 0, 200, 150]);
  map.show({ x: 0, y: 0, zoom: 2, width: 200, height: 150 });
  expect(map.box.hidden).toBe(true);
});

it("Shift and an arrow pan instead of walking", () => {
  const host = document.createElement("div");
  document.body.append(host);
  const view = renderDiagram(host, bundleOf({ nodes: [{ id: "a", name: "A" }], edges: [] }));
  const stage = host.querySelector<HTMLElement>(".stage")!;
  Object.defineProperty(stage, "clientWidth", { value: 400 });
  Object.defineProperty(stage, "clientHeight", { value: 300 });
  const x = () =>
    Number(/translate\(([-\d.]+)px/.exec(stage.querySelector<HTMLElement>(".plate")!.style.transform)?.[1]);
  view.fit();
  const before = x();

  const event = { key: "ArrowRight", shiftKey: true, bubbles: true, cancelable: true };
  expect(stage.dispatchEvent(new KeyboardEvent("keydown", event))).toBe(false);

  expect(x()).toBe(before - 80);
});
