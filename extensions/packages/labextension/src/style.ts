/** The style sheets of all views, put into the document once. */
import catalogue from "../style/catalogue.css";
import exercise from "../style/exercise.css";
import parts from "../style/parts.css";
import reader from "../style/reader.css";
import tutor from "../style/tutor.css";

export function addStyle(): void {
  const sheet = document.createElement("style");
  sheet.id = "atlas-style";
  sheet.textContent = [parts, catalogue, reader, exercise, tutor].join("\n");
  document.head.append(sheet);
}
