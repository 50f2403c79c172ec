/** The words of groups, and what makes their titles buttons. */
import { nodesInside, type Diagram, type Group } from "@atlas/contracts";

import { partsBy } from "../overlay.js";

export function groupName(group: Group): string {
  return group.lines.join(" ");
}

/** How many nodes are inside, in words. */
export function groupCount(diagram: Diagram, group: string): string {
  const { length } = nodesInside(diagram, group);
  return `${length} node${length === 1 ? "" : "s"}`;
}

/** Make every title that has words a button that is not folded. */
export function nameGroups(svg: SVGElement, diagram: Diagram): void {
  if (diagram.groups.length === 0) return;
  const parts = partsBy(svg, "data-group");
  for (const group of diagram.groups) {
    const title = titleAmong(parts.get(group.id));
    title?.setAttribute("tabindex", "0");
    title?.setAttribute("role", "button");
    title?.setAttribute("aria-expanded", "true");
    title?.setAttribute(
      "aria-label",
      `Group ${groupName(group)}, ${groupCount(diagram, group.id)}`,
    );
  }
}

/** The part that holds a group's words; a group without any can't be folded. */
export function titleAmong(parts: readonly Element[] = []): Element | null {
  return parts.find((part) => part.querySelector(".title")) ?? null;
}
