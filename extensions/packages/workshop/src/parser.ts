/**
 * Mermaid's own parser, without a browser: text in, Mermaid's typed database of the block out.
 *
 * Labels come back as written: `dompurify` is replaced in the bundle by a pass-through, since a
 * label only ever becomes plain text here (see labels.ts).
 */
import mermaid from "mermaid";

mermaid.initialize({
  startOnLoad: false,
  securityLevel: "loose",
  suppressErrorRendering: true,
  logLevel: "fatal",
  maxTextSize: 1_000_000,
  maxEdges: 5_000,
});

export interface Parsed {
  type: string;
  db: unknown;
  title: string;
}

interface Titled {
  getDiagramTitle?: () => string | undefined;
  /** A timeline keeps its title elsewhere. */
  getCommonDb?: () => Titled;
}

/** The title that the text itself gives, "" where it gives none. */
export function titleOf(db: unknown): string {
  const titled = db as Titled;
  return titled.getDiagramTitle?.() ?? titled.getCommonDb?.().getDiagramTitle?.() ?? "";
}

/** Throws Mermaid's own error when it can't read the text. */
export async function parse(text: string): Promise<Parsed> {
  // The public parse() says only whether a text is sound; this gives what it read.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const { type, db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  return { type, db, title: titleOf(db) };
}
