/**
 * A label as Mermaid's parser keeps it becomes plain lines of text: its entity placeholders
 * decoded, HTML and Markdown marks dropped, breaks made lines. What is huge is cut.
 */
import { decodeHTML } from "entities";

const LINES_MAX = 24;
const CHARACTERS_MAX = 400;

/** Mermaid hides `#35;` and `&lt;` from its grammar behind these. */
function revealEntities(text: string): string {
  return text.replaceAll("ﬂ°°", "&#").replaceAll("ﬂ°", "&").replaceAll("¶ß", ";");
}

const BREAK = /<br\s*\/?\s*>|<\/(?:p|div|li|h[1-6]|tr)>|<hr\s*\/?>|\\n|\r?\n/gi;
const TAGS =
  "a b big center code del div em font h[1-6] hr i img ins kbd li mark ol p pre q s small span " +
  "strike strong sub sup table tbody td th thead tr tt u ul var";
const TAG = new RegExp(`</?(?:${TAGS.replaceAll(" ", "|")})(?:\\s[^<>]*)?/?>`, "gi");
const ICON = /\bfa[bklrs]?:fa-[\w-]+\s*/g;

/** Control signs, and those that turn or hide text: they make a label say what it does not. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

function withoutMarks(line: string): string {
  return line
    .replace(/\*\*(.+?)\*\*/g, "$1")
    .replace(/(^|[\s(])__(\S.*?\S|\S)__(?=$|[\s).,:;])/g, "$1$2")
    .replace(/(^|[\s(])\*(\S.*?\S|\S)\*(?=$|[\s).,:;])/g, "$1$2")
    .replace(/`([^`]+)`/g, "$1");
}

function shortened(line: string): string {
  return line.length > CHARACTERS_MAX ? `${line.slice(0, CHARACTERS_MAX - 1)}…` : line;
}

/** The lines of a label, without empty ones; [] when nothing is left. */
export function linesOf(label: string | undefined | null): string[] {
  if (!label) return [];
  const decoded = revealEntities(label).replace(BREAK, "\n").replace(TAG, "");
  const quoted = /^"`([^]*)`"$|^`([^]*)`$/.exec(decoded.trim());
  const lines = decodeHTML(quoted?.[1] ?? quoted?.[2] ?? decoded)
    .replace(ICON, "")
    .replace(UNSEEN, "")
    .split("\n")
    .map((line) => withoutMarks(line.replace(/\s+/g, " ").trim()))
    .filter((line) => line !== "")
    .map(shortened);
  return lines.length > LINES_MAX ? [...lines.slice(0, LINES_MAX - 1), "…"] : lines;
}

/** The label as one line, for the frames of a sequence diagram. */
export function lineOf(label: string | undefined | null): string {
  return linesOf(label).join(" ");
}
