/** Splits a text into [part, is a hit], in order. Pure. */
export type Part = [string, boolean];

/** At the words of a query; case is ignored, one-letter words do not count. */
export function wordsIn(text: string, query: string): Part[] {
  const words = query.split(/\s+/).filter((word) => word.length > 1);
  if (words.length === 0) return [[text, false]];
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${escaped.join("|")})`, "gi"));
  return parts.map((part, index): Part => [part, index % 2 === 1]).filter(([part]) => part !== "");
}

/** At spans [start, end), in order, counted in code points as Python does. */
export function spansIn(text: string, spans: readonly [number, number][]): Part[] {
  const letters = Array.from(text);
  const parts: Part[] = [];
  let at = 0;
  for (const [start, end] of spans) {
    parts.push([letters.slice(at, start).join(""), false]);
    parts.push([letters.slice(start, end).join(""), true]);
    at = end;
  }
  parts.push([letters.slice(at).join(""), false]);
  return parts.filter(([part]) => part !== "");
}
