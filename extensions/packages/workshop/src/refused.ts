/**
 * Why Mermaid's parser did not take a text: the line as the author counts it, and one sentence that
 * says what is wrong there and what to write instead.
 */
import type { Refused } from "./drawing";
import { linesAsWritten } from "./preprocessed";

/** What the parser's generator (jison) hangs on its errors. Token 1 is the end of the text. */
interface Hash {
  text?: string;
  token?: string | number;
  loc?: { first_line: number; last_line: number };
  expected?: string[];
}

/** What the newer grammars (Langium: pie, gitGraph, packet, ...) hang on theirs. */
interface Result {
  lexerErrors?: { line?: number; message: string }[];
  parserErrors?: { message: string; token: { startLine?: number } }[];
}

const NO_KIND =
  "The first line names no kind of diagram that Mermaid knows. " +
  "Begin with flowchart TB, sequenceDiagram or stateDiagram-v2.";

export function refusedBy(error: unknown, text: string): Refused {
  const message = error instanceof Error ? error.message : String(error);
  const { hash, result } = error as { hash?: Hash; result?: Result };
  const lines = linesAsWritten(text);
  const written = (line: number | undefined) => {
    if (line === undefined || Number.isNaN(line)) return null;
    return lines[Math.min(line, lines.length) - 1] ?? null;
  };
  if (message.startsWith("No diagram type detected")) {
    return { line: lines[0] ?? 1, sentence: NO_KIND };
  }
  if (hash) return { line: written(hash.loc?.first_line), sentence: ofHash(hash) };
  if (result) {
    const lexer = result.lexerErrors?.[0];
    const parser = result.parserErrors?.[0];
    const line = lexer?.line ?? parser?.token.startLine ?? lines.length;
    return {
      line: written(line),
      sentence: sentence(lexer?.message ?? parser?.message ?? message),
    };
  }
  return { line: null, sentence: sentence(message.split("\n")[0] ?? "") };
}

function ofHash({ text = "", token, expected = [] }: Hash): string {
  const wants = new Set(expected.map((name) => name.replaceAll("'", "")));
  const ended = token === 1 || token === "EOF" || token === "EOF_IN_STRUCT";
  const here = text.trim();
  if (wants.has("SQE") || wants.has("PE")) {
    if (ended) return "A label that begins here is not closed. Write its closing bracket.";
    return `${quoted(here)} can't stand in a label by itself. Put the label in double quotes.`;
  }
  if (ended && wants.has("STRUCT_STOP")) return "A { is still open at the end. Write its }.";
  if (ended && wants.has("end")) {
    return "A subgraph or frame is still open at the end of the text. Write its end.";
  }
  if (ended) return "The text ends before this statement is complete. Write what is missing.";
  if (wants.size === 1 && wants.has("TXT")) {
    return "The message has no text. Write a colon and what it says: A->>B: text.";
  }
  if (wants.has("LINK") && /^[-=.<>]/.test(here)) {
    return `${quoted(here)} is no arrow. Arrows are written -->, ---, -.-> or ==>.`;
  }
  if (wants.has("-->") && /^[-=]/.test(here)) {
    return `${quoted(here)} is no arrow. In a state diagram arrows are written -->.`;
  }
  if (here === "") return "The line ends before its statement is complete. Write what is missing.";
  return `${quoted(here)} can't stand here. Check the brackets and the arrow of this line.`;
}

function quoted(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 39)}…` : text}"`;
}

function sentence(text: string): string {
  const said = text.replace(/\s+/g, " ").trim().slice(0, 200);
  if (said === "") return "The parser gave no reason.";
  const whole = said.charAt(0).toUpperCase() + said.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
