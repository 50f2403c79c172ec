// @vitest-environment happy-dom
import { beforeEach, expect, it } from "vitest";

import type { Box, Geometry } from "@atlas/contracts";
import { fold } from "../src/explore/fold/folding.js";
import { renderDiagram } from "../src/index.js";
import { galleryBundles } from "./bundle.js";

const nested = galleryBundles().find(([title]) => title === "Groups in groups")![1];
const geometry: Geometry = nested.geometry!;
let host: HTMLElement;
beforeEach(() => {
  document.body.innerHTML = "";
  host = document.createElement("div");
  document.body.append(host);
});

const inside = (box: Box, [x, y]: readonly [number, number]) =>
  x > box.x + 0.1 && x < box.x + box.width - 0.1 && y > box.y + 0.1 && y < box.y + box.height - 0.1;

it("an edge ends on the border of the box that stands for its end", () => {
  const { boxes, nodes, groups, edges } = fold(nested.diagram, geometry, new Set(["zone1"]));
  const frame = geometry.groups.find(({ id }) => id === "zone1")!;

  expect([...boxes]).toEqual(["zone1"]);
  expect([...nodes.keys()]).toEqual(["n1", "d1"]);
  expect([...groups]).toEqual([["rack1", "zone1"]]);
  const byEnds = (source: string, target: string) =>
    edges.get(nested.diagram.edges.find((e) => e.source === source && e.target === target)!.id);
  expect(byEnds("n1", "d1")).toBeNull();
  expect(byEnds("n2", "d2")).toBeUndefined();
  for (const route of [byEnds("n1", "n2"), byEnds("client", "n1")]) {
    expect(route!.points.some((point) => inside(frame, point))).toBe(false);
    expect(route!.points.length).toBeGreaterThan(1);
  }
});

it("a folded group in a folded group is one box", () => {
  const both = fold(nested.diagram, geometry, new Set(["region", "zone1"]));

  expect([...both.boxes]).toEqual(["region"]);
  expect(new Set(both.nodes.values())).toEqual(new Set(["region"]));
});

it.each(galleryBundles().filter(([, { geometry: g }]) => (g?.groups.length ?? 0) > 0))(
  "no route of %s runs inside a folded group that it ends at",
  (_, { diagram, geometry: whole }) => {
    for (const box of whole!.groups) {
      const folding = fold(diagram, whole!, new Set([box.id]));
      for (const [id, route] of folding.edges) {
        if (route === null) continue;
        const end = folding.nodes.has(diagram.edges.find((e) => e.id === id)!.target);
        expect(inside(box, route.points.at(end ? -1 : 0)!)).toBe(false);
      }
    }
  },
);

it("Enter on a title folds, and selecting or finding what is inside unfolds", async () => {
  const view = renderDiagram(host, nested);
  await Promise.resolve();
  const title = host.querySelector<SVGElement>('.group[data-group="zone1"][aria-expanded]')!;
  const press = () =>
    title.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }),
    );
  const node = host.querySelector('[data-node="d1"]')!;
  view.select("d1");

  press();
  expect(title.getAttribute("aria-expanded")).toBe("false");
  expect(title.getAttribute("aria-label")).toBe("Group Zone a, 2 nodes");
  expect(node.hasAttribute("data-gone")).toBe(true);
  expect(host.querySelector(".boxes .count")?.textContent).toBe("2 nodes");
  expect(host.querySelector<HTMLElement>(".specification")?.hidden).toBe(true);
  expect(host.querySelector(".voice")?.textContent).toBe("Zone a is folded.");

  view.select("d1");
  expect(node.hasAttribute("data-gone")).toBe(false);
  expect(title.getAttribute("aria-expanded")).toBe("true");
});

it("folding and unfolding gives the picture that was there before", async () => {
  renderDiagram(host, nested);
  await Promise.resolve();
  const edges = host.querySelector(".edges")!.innerHTML;
  const title = host.querySelector('.group[data-group="region"][aria-expanded]')!;

  for (let time = 0; time < 2; time += 1)
    title.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));

  expect(host.querySelector(".edges")!.innerHTML).toBe(edges);
});
