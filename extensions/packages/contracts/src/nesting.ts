/** Which nodes and groups lie in which group. Pure. */
import type { Diagram } from "./generated.js";

/** The group and those that hold it, innermost first; a group that holds itself ends the walk. */
export function groupsAbove(diagram: Diagram, group: string | null): string[] {
  const above: string[] = [];
  for (let id = group; id !== null && !above.includes(id);) {
    const found = diagram.groups.find((one) => one.id === id);
    if (found === undefined) break;
    above.push(id);
    id = found.parent;
  }
  return above;
}

/** The ids of all nodes in a group, those of the groups in it included, in source order. */
export function nodesInside(diagram: Diagram, group: string): string[] {
  return diagram.nodes
    .filter((node) => groupsAbove(diagram, node.group).includes(group))
    .map((node) => node.id);
}
