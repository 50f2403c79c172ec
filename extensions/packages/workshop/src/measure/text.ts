/**
 * The width of a line of text in Inter, from the committed table (scripts/make-font.mjs), and its
 * wrapping. The renderer draws with the same font, which has no ligatures.
 */
import table from "./inter.json";

export const FONT_SIZE_PX = 13;
export const LINE_HEIGHT_PX = 18;
export type Weight = "400" | "600";

interface Font {
  widths: Map<string, number>;
  kerning: Map<string, number>;
}

function fontOf(weight: Weight): Font {
  const { widths, kerning } = table[weight];
  const font: Font = { widths: new Map(), kerning: new Map() };
  for (const [width, characters] of Object.entries(widths))
    for (const character of characters) font.widths.set(character, Number(width));
  for (const [shift, pairs] of Object.entries(kerning))
    for (let at = 0; at < pairs.length; at += 2)
      font.kerning.set(pairs.slice(at, at + 2), Number(shift));
  return font;
}

const FONTS: Record<Weight, Font> = { "400": fontOf("400"), "600": fontOf("600") };
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/;
const BOXES = /[\u2500-\u259f]/;
const INVISIBLE = /^[\u200b-\u200f\u2060]|^\p{Mn}/u;

/** Thousandths of an em for a character that Inter lacks: emoji and ideographs are wide. */
function fallbackWidth(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  if ((character.codePointAt(0) ?? 0) > 0xffff) return 1370;
  if (BOXES.test(character)) return 602;
  return WIDE.test(character) ? 1000 : 700;
}

/** In CSS pixels at 13 px. */
export function widthOf(text: string, weight: Weight = "400"): number {
  const { widths, kerning } = FONTS[weight];
  let total = 0;
  let previous = "";
  for (const character of text) {
    total += widths.get(character) ?? fallbackWidth(character);
    if (previous !== "") total += kerning.get(previous + character) ?? 0;
    previous = character;
  }
  return (total * FONT_SIZE_PX) / 1000;
}

/** Where a line may be broken; a long word breaks after punctuation, or where it must. */
function piecesOf(line: string, width_max: number, weight: Weight): string[] {
  return line.split(/(?<= )/).flatMap((word) => {
    if (widthOf(word, weight) <= width_max) return [word];
    const parts = word.split(/(?<=[/,._\-&|:;=?])|(?<=[a-z])(?=[A-Z])/);
    return parts.flatMap((part) =>
      widthOf(part, weight) <= width_max ? [part] : (part.match(/.{1,24}/gsu) ?? []),
    );
  });
}

/** Greedy filling of lines no wider than `limit`. */
function fill(pieces: string[], limit: number, weight: Weight): string[] {
  const lines: string[] = [];
  let current = "";
  for (const piece of pieces) {
    if (current !== "" && widthOf((current + piece).trimEnd(), weight) > limit) {
      lines.push(current.trim());
      current = piece;
    } else current += piece;
  }
  if (current.trim() !== "") lines.push(current.trim());
  return lines;
}

/** The line broken into as few lines as fit, then narrowed so that they are of like length. */
export function wrapLine(line: string, width_max: number, weight: Weight): string[] {
  if (widthOf(line, weight) <= width_max) return [line];
  const pieces = piecesOf(line, width_max, weight);
  let best = fill(pieces, width_max, weight);
  for (let limit = width_max - 12; limit > width_max / 2; limit -= 12) {
    const narrower = fill(pieces, limit, weight);
    if (narrower.length > best.length) break;
    best = narrower;
  }
  return best;
}

/** The line, or as much of it as fits with an ellipsis. */
export function cutTo(line: string, width_max: number, bold = false): string {
  const weight: Weight = bold ? "600" : "400";
  if (widthOf(line, weight) <= width_max) return line;
  let cut = line;
  while (cut.length > 1 && widthOf(`${cut}…`, weight) > width_max) cut = cut.slice(0, -1);
  return `${cut.trimEnd()}…`;
}

export interface Label {
  lines: string[];
  /** True where `lines` are not the lines that came in. */
  wrapped: boolean;
  width: number;
  height: number;
}

/** A label of `lines`; its first `bold` lines as drawn are of weight 600. */
export function layLabel(lines: string[], width_max: number, bold = 0): Label {
  const weightAt = (index: number): Weight => (index < bold ? "600" : "400");
  const laid = lines.flatMap((line, index) => wrapLine(line, width_max, weightAt(index)));
  const widths = laid.map((line, index) => widthOf(line, weightAt(index)));
  return {
    lines: laid,
    wrapped: laid.length !== lines.length,
    width: Math.ceil(Math.max(0, ...widths)),
    height: laid.length * LINE_HEIGHT_PX,
  };
}
