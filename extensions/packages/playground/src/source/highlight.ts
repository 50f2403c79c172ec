/** Splits a line of Mermaid into coloured pieces. Looks only: reading is the parser's business. */
export type Ink = "comment" | "keyword" | "arrow" | "label" | "plain";

const INKS = ["comment", "label", "arrow", "keyword"] as const;

const PIECES =
  /(?<comment>%%.*$)|(?<label>"[^"]*"|\|[^|]*\||(?<=[[({>|])[^[\](){}|"]+(?=[\])}|]))|(?<arrow><?[ox]?(?:--+|==+|-\.+-?|~~~+)[->ox)]*>?|<<?->>?|-?->>?\+?)|(?<keyword>\b(?:flowchart|graph|sequenceDiagram|stateDiagram(?:-v2)?|classDiagram|erDiagram|gantt|pie|journey|mindmap|timeline|gitGraph|subgraph|end|direction|participant|actor|as|note|over|loop|alt|else|opt|par|and|critical|break|rect|activate|deactivate|state|class|classDef|style|linkStyle|click|title|autonumber|TB|TD|BT|LR|RL)\b)/gu;

/** The pieces of a line, in order; joined they are the line. */
export function inked(line: string): [Ink, string][] {
  const pieces: [Ink, string][] = [];
  let at = 0;
  for (const match of line.matchAll(PIECES)) {
    if (match.index > at) pieces.push(["plain", line.slice(at, match.index)]);
    const groups: Record<string, string | undefined> = match.groups ?? {};
    const ink = INKS.find((name) => groups[name] !== undefined) ?? "plain";
    pieces.push([ink, match[0]]);
    at = match.index + match[0].length;
  }
  if (at < line.length) pieces.push(["plain", line.slice(at)]);
  return pieces;
}
