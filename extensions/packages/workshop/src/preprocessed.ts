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
  let lines = Array.from({ length: rest.length }, (_, at) => (rest[at] === "\n" ? line++ : line));
  for (const pattern of [FRONT_MATTER, DIRECTIVE, COMMENT, LEADING]) {
    const found = pattern.global ? [...rest.matchAll(pattern)] : [pattern.exec(rest)];
    // From the end, so that what stands before keeps its place.
    for (const match of found.reverse()) {
      if (!match || match[0] === "") continue;
      const end = match.index + match[0].length;
      rest = rest.slice(0, match.index) + rest.slice(end);
      lines = [...lines.slice(0, match.index), ...lines.slice(end)];
    }
  }
  const starts = lines.filter((_, at) => at === 0 || rest[at - 1] === "\n");
  return rest === "" || rest.endsWith("\n") ? [...starts, line] : starts;
}
