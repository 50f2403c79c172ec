/** The small line drawings on buttons. */
import { mark, toSvgNode } from "../draw/mark.js";

const GLYPHS = {
  out: "M4 8h8",
  in: "M4 8h8M8 4v8",
  fit: "M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3",
  find: "M7 3a4 4 0 1 0 0 8a4 4 0 1 0 0-8M10 10l3.5 3.5",
  down: "M4 6l4 4l4-4",
  save: "M8 3v7M5 7.5l3 3l3-3M3 13h10",
  play: "M5 3.5v9l7.5-4.5Z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  next: "M4 3.5v9l6-4.5ZM12 3.5v9",
  back: "M12 3.5v9l-6-4.5ZM4 3.5v9",
  stop: "M4 4h8v8H4Z",
} as const;

export type GlyphName = keyof typeof GLYPHS;

export function glyph(document: Document, name: GlyphName): SVGElement {
  return toSvgNode(
    document,
    mark("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, [
      mark("path", { d: GLYPHS[name] }),
    ]),
  );
}
