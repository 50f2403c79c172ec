/** The style sheets of the playground, put into the document with its first use. */
import drawing from "../../style/drawing.css";
import playground from "../../style/playground.css";

let added = false;

export function addPlaygroundStyle(): void {
  if (added) return;
  added = true;
  const style = document.createElement("style");
  style.id = "atlas-playground-style";
  style.textContent = `${playground}\n${drawing}`;
  document.head.append(style);
}
