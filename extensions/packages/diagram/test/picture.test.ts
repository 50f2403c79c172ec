import { describe, expect, it } from "vitest";

import { toMarkup } from "../src/draw/mark.js";
import { drawPicture } from "../src/draw/picture.js";
import { renderStatic } from "../src/index.js";
import { bundleOf, galleryBundles } from "./bundle.js";

const drawn = galleryBundles().filter(([, bundle]) => bundle.geometry !== null);

describe.each(drawn)("the picture of: %s", (_, bundle) => {
  const { diagram, geometry } = bundle;
  const markup = geometry === null ? "" : toMarkup(drawPicture(diagram, geometry));

  it("shows every node and every visible edge once", () => {
    const ids = [...markup.matchAll(/class="node" data-node="([^"]*)"/g)].map((found) => found[1]);
    const edges = [...markup.matchAll(/class="edge" data-edge="([^"]*)"/g)].map(
      (found) => found[1],
    );
    const visible = diagram.edges.filter((edge) => edge.stroke !== "invisible");

    expect(ids.toSorted()).toEqual(diagram.nodes.map((node) => node.id).toSorted());
    expect(edges.toSorted()).toEqual(visible.map((edge) => edge.id).toSorted());
  });

  it("looks as it did", async () => {
    const name = `${diagram.id.replace(/\W+/g, "-")}-${diagram.kind}.svg`;
    const lines = `${markup.replaceAll("><", ">\n<")}\n`;
    await expect(lines).toMatchFileSnapshot(`snapshots/${name}`);
  });

  it("has a number wherever it needs one", () => {
    expect(markup).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it("is whole without a browser and carries its own style", () => {
    const svg = renderStatic(bundle);

    expect(svg).toMatch(/^<svg class="atlas-static"|^<svg /);
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain("prefers-color-scheme: dark");
    expect(svg).not.toMatch(/https?:(?!\/\/www\.w3\.org\/2000\/svg)/);
  });
});

it("sets metrics apart from the words around them", () => {
  const annotation = { name: "latency", value: 0.01, unit: "s", text: "p99: 10ms" };
  const span = { line: 1, start: 5, end: 14, bound: "exact", percentile: 99, upper: null } as const;
  const node = { id: "a", name: "A", lines: ["A", "read p99: 10ms fast"] };
  const { diagram, geometry } = bundleOf({
    nodes: [{ ...node, annotations: [{ ...annotation, ...span }] }],
    edges: [],
  });

  const markup = geometry === null ? "" : toMarkup(drawPicture(diagram, geometry));

  expect(markup).toContain('>read <tspan class="metric">p99: 10ms</tspan> fast</text>');
});

it("keeps markup in a label as text", () => {
  const { diagram, geometry } = bundleOf({
    nodes: [{ id: 'a"><script>', name: "<script>alert(1)</script>" }],
    edges: [],
  });

  const markup = geometry === null ? "" : toMarkup(drawPicture(diagram, geometry));

  expect(markup).not.toContain("<script");
  expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
});

it("puts nodes in reading order, whatever the order of the source", () => {
  const nodes = ["c", "a", "b", "d"].map((id) => ({ id, name: id }));
  const { diagram, geometry } = bundleOf({ nodes, edges: [] });
  if (geometry === null) throw new Error("the bundle has no geometry");
  const places = [
    [300, 5],
    [10, 0],
    [150, 9],
    [10, 80],
  ] as const;
  const boxes = geometry.nodes.map((box, at) => ({ ...box, x: places[at]![0], y: places[at]![1] }));

  const markup = toMarkup(drawPicture(diagram, { ...geometry, nodes: boxes }));

  expect([...markup.matchAll(/data-node="(.)"/g)].map((found) => found[1]).join("")).toBe("abcd");
});
