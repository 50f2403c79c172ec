// @vitest-environment happy-dom
import { describe, expect, it } from "vitest";

import { toMarkup, toSvgNode } from "../src/draw/mark.js";
import { drawPicture } from "../src/draw/picture.js";
import { detail, sketchOf } from "../src/draw/sketch.js";
import { galleryBundles } from "./bundle.js";

const drawn = galleryBundles().flatMap(([name, { diagram, geometry }]) =>
  geometry === null ? [] : [{ name, picture: drawPicture(diagram, geometry) }],
);
/** Every subpath of a picture, and every text, in no order. */
const pieces = (markup: string) => [
  ...[...markup.matchAll(/ d="([^"]*)"/g)].flatMap(([, d]) => (d ?? "").split(/(?=M)/)).toSorted(),
  ...[...markup.matchAll(/>([^<>]+)</g)].map(([, text]) => text ?? "").toSorted(),
];

describe.each(drawn)("the sketch of: $name", ({ picture }) => {
  it("shows all that the picture shows", () => {
    expect(pieces(toMarkup(sketchOf(picture)))).toEqual(pieces(toMarkup(picture)));
  });

  it("becomes the picture", () => {
    const svg = toSvgNode(document, sketchOf(picture));
    detail(svg, picture);
    expect(svg.outerHTML).toBe(toSvgNode(document, picture).outerHTML);
  });
});

it("a node that has the focus keeps it when the picture gets its parts", () => {
  const [first] = drawn;
  const svg = toSvgNode(document, sketchOf(first!.picture));
  const node = svg.querySelector(".node");
  detail(svg, first!.picture);
  expect(svg.querySelector(".node")).toBe(node);
});
