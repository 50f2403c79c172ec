/** The picture as text: every node and edge in lists, for those who read rather than look. */
import type { Diagram } from "@atlas/contracts";

import { dataOf } from "../../draw/chart.js";
import { datumSentence } from "../../draw/datum.js";
import { element } from "../element.js";
import { edgeLabel, nodeLabel, nodeSentence } from "../words.js";

export function makeAlternative(document: Document, diagram: Diagram): HTMLElement {
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  const name = (id: string) => {
    const node = nodes.get(id);
    return node === undefined ? id : nodeLabel(diagram, node);
  };
  const list = (tag: "ul" | "ol", items: readonly string[]) =>
    element(
      document,
      tag,
      {},
      items.map((item) => element(document, "li", {}, [item])),
    );
  const edges = diagram.edges
    .filter((edge) => edge.stroke !== "invisible")
    .map((edge) => {
      const label = edge.lines.length === 0 ? "" : `: ${edgeLabel(edge)}`;
      return `${name(edge.source)} to ${name(edge.target)}${label}`;
    });
  const data = dataOf(diagram);
  if (data.length > 0) {
    const rows = data.map((datum) => datumSentence(diagram, datum));
    return element(document, "div", { class: "alternative" }, [list("ul", rows)]);
  }
  return element(document, "div", { class: "alternative" }, [
    list("ul", diagram.nodes.map(nodeSentence)),
    list(diagram.kind === "sequence" ? "ol" : "ul", edges),
  ]);
}
