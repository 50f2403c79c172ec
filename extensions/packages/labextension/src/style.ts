/**
 * The style sheets of all views and the typeface that diagrams were measured with, put into the
 * document once. The fonts come with the extension; nothing is asked of another machine.
 */
import { face, FONTS } from "./dom/font.js";
import catalogue from "../style/catalogue.css";
import exercise from "../style/exercise.css";
import pageParts from "../style/page-parts.css";
import parts from "../style/parts.css";
import print from "../style/print.css";
import reader from "../style/reader.css";
import tutor from "../style/tutor.css";

export function addStyle(): void {
  const sheet = document.createElement("style");
  sheet.id = "atlas-style";
  const faces = FONTS.map(({ weight, file }) => face(weight, file.href));
  sheet.textContent = [...faces, parts, catalogue, reader, pageParts, exercise, tutor, print].join("\n");
  document.head.append(sheet);
}
