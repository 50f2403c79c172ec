/**
 * Mermaid takes front matter, directives, comment lines and leading blank lines out of a text
 * before it parses, and counts lines in what is left. This gives them their lines in the text as
 * written. The patterns are Mermaid's own (its `preprocessDiagram`); a test compares the counts.
 */
const FRONT_MATTER = /^([^\S\n\r]*)-{3}\s*[\n\r](.*?)[\n\r]\1-{3}\s*[\n\r]+/s;
const DIRECTIVE = /%{2}{\s*(?:(\w+)\s*:|(\w+))\s*(?:(\w+)|((?:(?!}%{2}).|\r?\n)*))?\s*(?:}%{2})?/gi;
const COMMENT = /^\s*%%(?!{)[^\n]+\n?/gm;
const LEADING = /^\s+/;

/** For each line that the parser sees, its line in `text`; both count from 1. */
export function linesAsWritten(text: string): number[] {
  let rest = text.replace(/\r\n?/g, "\n");
  let line = 1;
  let lines = [...rest].map((letter) => (letter === "\n" ? line++ : line));
  for (const pattern of [FRONT_MATTER, DIRECTIVE, COMMENT, LEADING]) {
    const gone = rangesOf(rest, pattern);
    if (gone.length === 0) continue;
    // Code points, so that both arrays stay in step.
    const points = [...rest];
    const kept = points.map((_, at) => !gone.some(([from, to]) => at >= from && at < to));
    lines = lines.filter((_, at) => kept[at]);
    rest = points.filter((_, at) => kept[at]).join("");
  }
  return [...rest]
    .flatMap((letter, at, all) => (at === 0 || all[at - 1] === "\n" ? [lines[at] ?? line] : []))
    .concat(rest === "" || rest.endsWith("\n") ? [line] : []);
}

function rangesOf(text: string, pattern: RegExp): [number, number][] {
  const found = pattern.global ? [...text.matchAll(pattern)] : [pattern.exec(text)];
  return found.flatMap((match) => {
    if (!match || match[0] === "") return [];
    const from = [...text.slice(0, match.index)].length;
    return [[from, from + [...match[0]].length] as [number, number]];
  });
}
