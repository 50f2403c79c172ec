/** How the marks of a chart look: eight tones, the first four being the planes' own colours. */
import { PLANE_COLOURS } from "./tokens.js";

export const TONE_COLOURS: readonly string[] = [
  ...Object.values(PLANE_COLOURS),
  "#ec4899",
  "#06b6d4",
  "#84cc16",
  "#f97316",
];

const tone = (share: number) => `color-mix(in srgb, var(--tone) ${share}%, var(--paper))`;

/** Rules with "&" for the scope. */
export function chartStyle(): string {
  const tones = TONE_COLOURS.map(
    (colour, index) => `& [data-tone="${index}"] { --tone: ${colour}; }`,
  );
  return `${RULES}${tones.join("\n")}\n`;
}

const RULES = `
& .marks { --tone: var(--accent); }
& .marks text { fill: var(--quiet); }
& .marks text.title { font-weight: 600; fill: var(--ink); }
& .marks text.caption, & .marks text.value { fill: var(--ink); }
& .marks .slice { fill: ${tone(55)}; stroke: var(--paper); stroke-width: 1.5; }
& .marks .bar { fill: ${tone(58)}; }
& .marks .bar.done { fill: ${tone(28)}; }
& .marks .bar.crit { stroke: var(--danger); stroke-width: 1.75; }
& .marks .line { fill: none; stroke: var(--tone); stroke-width: 2; stroke-linejoin: round; }
& .marks .dot { fill: var(--tone); stroke: var(--paper); stroke-width: 1.5; }
& .marks .axis { fill: none; stroke: color-mix(in srgb, var(--ink) 45%, var(--paper)); }
& .marks .grid { fill: none; stroke: var(--hairline); }
& .marks .band { fill: ${tone(9)}; }
& .marks .card { fill: ${tone(6)}; stroke: ${tone(45)}; }
`;
