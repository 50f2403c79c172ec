/**
 * Makes what labels are measured and drawn with, from Inter (SIL OFL 1.1, package inter-ui):
 * a woff2 subset of two weights for the renderer, the table of widths and kerning for the build.
 * Run by hand when Inter or the character set changes; its output is committed.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as fontkit from "fontkit";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const inter = dirname(createRequire(import.meta.url).resolve("inter-ui/package.json"));
const fonts = join(here, "../../diagram/fonts");
const table = join(here, "../src/measure/inter.json");

/** Latin, Greek, Cyrillic, punctuation, currency, letterlike, arrows, mathematics, boxes, marks. */
const RANGES = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x2000, 0x206f],
  [0x2070, 0x209f],
  [0x20a0, 0x20c0],
  [0x2100, 0x218f],
  [0x2190, 0x21ff],
  [0x2200, 0x22ff],
  [0x2300, 0x23ff],
  [0x2500, 0x25ff],
  [0x2600, 0x27bf],
];
const KERNED = Array.from({ length: 0x7f - 0x20 }, (_, i) => String.fromCharCode(0x20 + i)).concat([
  ..."–—’“”…→←±×·°€£µ",
]);
/** Kerning, figures of one width. Ligatures and contextual forms would change widths. */
const FEATURES = ["kern", "tnum"];
const WEIGHTS = { 400: "Inter-Regular.woff2", 600: "Inter-SemiBold.woff2" };

function characters(font) {
  const found = [];
  for (const [first, last] of RANGES)
    for (let code = first; code <= last; code += 1)
      if (font.hasGlyphForCodePoint(code)) found.push(String.fromCodePoint(code));
  return found;
}

const PLAIN = { liga: false, calt: false, clig: false, ccmp: false, kern: true };
const advance = (font, text) => font.layout(text, PLAIN).advanceWidth;

/** In thousandths of an em: {widths: {"<width>": "characters"}, kerning: {"<shift>": "pairs"}}. */
function measure(font) {
  const em = (units) => Math.round((units * 1000) / font.unitsPerEm);
  const single = new Map(characters(font).map((c) => [c, advance(font, c)]));
  const widths = {};
  for (const [c, units] of single) widths[em(units)] = (widths[em(units)] ?? "") + c;
  const kerning = {};
  const known = KERNED.filter((c) => single.has(c));
  for (const left of known)
    for (const right of known) {
      const shift = em(advance(font, left + right) - single.get(left) - single.get(right));
      if (shift !== 0) kerning[shift] = (kerning[shift] ?? "") + left + right;
    }
  return { widths, kerning };
}

mkdirSync(fonts, { recursive: true });
const result = {};
for (const [weight, file] of Object.entries(WEIGHTS)) {
  const bytes = readFileSync(join(inter, "web", file));
  const font = fontkit.create(bytes);
  result[weight] = measure(font);
  const text = characters(font).join("");
  writeFileSync(
    join(fonts, `inter-${weight}.woff2`),
    await subsetFont(bytes, text, { targetFormat: "woff2", keepFeatures: FEATURES }),
  );
}
copyFileSync(join(inter, "LICENSE.txt"), join(fonts, "OFL.txt"));
writeFileSync(table, `${JSON.stringify(result)}\n`);
