/** The gallery page: every fixture bundle, live, in the theme that the reader picks. */
import type { Bundle } from "@atlas/contracts";

import { renderDiagram } from "../src/index.js";

const bundles = JSON.parse(document.querySelector("#bundles")?.textContent ?? "[]") as Bundle[];
const main = document.querySelector("main");
const log = document.querySelector("output");

for (const [index, bundle] of bundles.entries()) {
  const { diagram } = bundle;
  const section = document.createElement("section");
  section.id = `d${index}`;
  const heading = document.createElement("h2");
  heading.textContent = diagram.title === "" ? diagram.id : diagram.title;
  const about = document.createElement("p");
  about.textContent = `${diagram.id}, ${diagram.nodes.length} nodes, ${diagram.edges.length} edges`;
  const host = document.createElement("div");
  section.append(heading, about, host);
  main?.append(section);
  const fonts = () => Promise.resolve(document.querySelector("#fonts")?.textContent ?? "");
  const link = (node: string) => `${location.href.split("#")[0] ?? ""}#node=${index + 1}:${node}`;
  renderDiagram(host, bundle, { fonts, link });
}

document.addEventListener("atlas:fact", (event) => {
  if (log !== null)
    log.textContent = `Not recorded: ${JSON.stringify((event as CustomEvent).detail)}`;
});
document.querySelector("#theme")?.addEventListener("change", (event) => {
  document.documentElement.dataset["theme"] = (event.target as HTMLSelectElement).value;
});
