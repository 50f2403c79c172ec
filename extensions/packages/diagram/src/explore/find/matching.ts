/** Finds nodes by what stands on them. Pure. */
import type { Diagram, Geometry } from "@atlas/contracts";

import { readingOrder } from "../../draw/picture.js";
import { nodeName } from "../words.js";

/** The ids of the nodes whose name or label holds every word of `wanted`, in reading order. */
export function matching(diagram: Diagram, geometry: Geometry, wanted: string): string[] {
  const words = plain(wanted).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const nodes = new Map(diagram.nodes.map((node) => [node.id, node]));
  return readingOrder(geometry.nodes)
    .map((box) => nodes.get(box.id))
    .filter((node) => node !== undefined)
    .filter((node) => {
      const text = plain([nodeName(node), node.technology ?? "", ...node.lines].join(" "));
      return words.every((word) => text.includes(word));
    })
    .map((node) => node.id);
}

/** Without case and accents: "Übertrag" is found by "ubertrag". */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
