/** Text on what it lies on keeps a contrast of 4.5, shapes one of 3, in both themes (WCAG 2.1). */
import { describe, expect, it } from "vitest";

import { FALLBACKS, PLANE_COLOURS, TINTS } from "../src/style/tokens.js";

type Colour = readonly [number, number, number];

const THEMES = {
  ...FALLBACKS,
  "JupyterLab light": { paper: "#ffffff", ink: "#212121", quiet: "#757575", accent: "#1976d2" },
  "JupyterLab dark": { paper: "#212121", ink: "#ffffff", quiet: "#bcbcbc", accent: "#42a5f5" },
};

const parse = (hex: string): Colour => {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
};
const mix = (a: Colour, share: number, b: Colour): Colour => {
  const at = (index: 0 | 1 | 2) => (a[index] * share + b[index] * (100 - share)) / 100;
  return [at(0), at(1), at(2)];
};
const luminance = (colour: Colour): number => {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: Colour, other: Colour): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
};

describe.each(Object.entries(THEMES))("in %s", (_, theme) => {
  const [paper, ink] = [parse(theme.paper), parse(theme.ink)];
  const quiet = mix(parse(theme.quiet), TINTS.quiet, ink);

  it.each(Object.entries(PLANE_COLOURS))("the %s plane can be read", (_plane, hex) => {
    const plane = parse(hex);
    const fill = mix(plane, TINTS.fill, paper);

    expect(contrast(ink, fill)).toBeGreaterThan(7);
    expect(contrast(quiet, fill)).toBeGreaterThan(4.5);
    expect(contrast(mix(plane, TINTS.text, ink), fill)).toBeGreaterThan(4.5);
  });

  it("a pressed button can be read, and a token and the frame of the minimap be seen", () => {
    const accent = parse(theme.accent);

    expect(contrast(mix(accent, 80, ink), paper)).toBeGreaterThan(4.5);
    expect(contrast(accent, paper)).toBeGreaterThan(3);
  });

  it("a badge and a warning can be read", () => {
    expect(contrast(parse("#dc2626"), [255, 255, 255])).toBeGreaterThan(4.5);
    expect(contrast(mix(parse("#dc2626"), 70, ink), paper)).toBeGreaterThan(4.5);
  });
});
