/**
 * The style sheets of all views and the typeface that diagrams were measured with, put into the
 * document once. The fonts come with the extension; nothing is asked of another machine.
 */
import catalogue from "../style/catalogue.css";
import exercise from "../style/exercise.css";
import pageParts from "../style/page-parts.css";
import parts from "../style/parts.css";
import reader from "../style/reader.css";
import tutor from "../style/tutor.css";

const REGULAR = new URL("../../diagram/fonts/inter-400.woff2", import.meta.url);
const SEMIBOLD = new URL("../../diagram/fonts/inter-600.woff2", import.meta.url);

export function addStyle(): void {
  const sheet = document.createElement("style");
  sheet.id = "atlas-style";
  const faces = [face(400, REGULAR), face(600, SEMIBOLD)];
  sheet.textContent = [...faces, parts, catalogue, reader, pageParts, exercise, tutor].join("\n");
  document.head.append(sheet);
}

function face(weight: number, file: URL): string {
  const source = `url("${file.href}") format("woff2")`;
  return `@font-face { font-family: "Atlas Inter"; font-weight: ${weight}; src: ${source}; }`;
}
