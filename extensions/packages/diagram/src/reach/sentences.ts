/** A blast radius in words. The Python twin, `sentences.py`, says exactly the same. */
import type { Diagram, Edge, Node } from "@atlas/contracts";

import { controls, equals } from "./dependency.js";
import type { BlastRadius, FaultPath } from "./model.js";

const NAMED_MAX = 4;
const PATHS_MAX = 3;

/**
 * The first line of a node's label; where several share it, with the title of the innermost of
 * its groups that tells it from one of the others.
 */
export function nameOf(diagram: Diagram, id: string): string {
  const node = diagram.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return id;
  const name = firstLine(node);
  const others = diagram.nodes
    .filter((other) => other !== node && firstLine(other) === name)
    .map((other) => titlesOf(diagram, other));
  const title = titlesOf(diagram, node).find((own, level) =>
    others.some((titles) => titles[level] !== own),
  );
  return title === undefined ? name : `${name} (${title})`;
}

function firstLine(node: Node): string {
  return node.lines[0] ?? node.id;
}

/** The titles of the groups around a node, the innermost first. */
function titlesOf(diagram: Diagram, node: Node): string[] {
  const groups = new Map(diagram.groups.map((group) => [group.id, group]));
  const titles: string[] = [];
  let at = groups.get(node.group ?? "");
  while (at !== undefined && titles.length <= groups.size) {
    titles.push(at.lines.join(" "));
    at = groups.get(at.parent ?? "");
  }
  return titles;
}

/** Names joined as a sentence does; past four of them the rest is counted. */
export function listed(names: readonly string[]): string {
  const rest = names.length - NAMED_MAX + 1;
  const kept =
    names.length > NAMED_MAX ? [...names.slice(0, NAMED_MAX - 1), `${rest} more`] : [...names];
  const last = kept.pop() ?? "";
  return kept.length === 0 ? last : `${kept.join(", ")} and ${last}`;
}

export function worded(
  diagram: Diagram,
  needs: readonly Edge[],
  entries: readonly string[],
  answer: BlastRadius,
): string[] {
  const names = (ids: readonly string[]) => listed(ids.map((id) => nameOf(diagram, id)));
  const paths = answer.paths.filter(({ nodes: [entry] }) => answer.hit.includes(entry ?? ""));
  const more = paths.length - PATHS_MAX;
  return [
    headline(names, served(diagram, entries), answer),
    ...paths
      .slice(0, PATHS_MAX)
      .map(({ nodes }) => `${nodes.map((id) => nameOf(diagram, id)).join(" → ")}.`),
    ...(more > 0 ? [`And ${more} more path${more > 1 ? "s" : ""}.`] : []),
    ...partlyServed(names, answer, (path) => standIn(diagram, needs, path, answer, names)),
    ...(answer.unreachable.length > 0 ? [`No request reaches ${names(answer.unreachable)}.`] : []),
  ];
}

/** The entries that matter: not the dashboards, where there is anybody else. */
function served(diagram: Diagram, entries: readonly string[]): readonly string[] {
  const watching = new Set(diagram.nodes.filter(controls).map((node) => node.id));
  const people = entries.filter((entry) => !watching.has(entry));
  return people.length > 0 ? people : entries;
}

type Names = (ids: readonly string[]) => string;

function headline(names: Names, entries: readonly string[], answer: BlastRadius): string {
  const start = `Crashing ${names(answer.crashed)}:`;
  const cutOff = entries.filter((entry) => answer.hit.includes(entry));
  const alive = entries.filter(
    (entry) => !answer.hit.includes(entry) && !answer.crashed.includes(entry),
  );
  if (cutOff.length > 0) return `${start} ${names(cutOff)} can't be served.`;
  if (answer.hit.length > 0 && alive.length > 0) {
    const still = `${names(alive)} still ${alive.length === 1 ? "is" : "are"}`;
    return `${start} ${names(answer.hit)} can't be served; ${still}.`;
  }
  if (answer.hit.length > 0) return `${start} ${names(answer.hit)} can't be served.`;
  if (answer.partly.length > 0) return `${start} nobody is cut off.`;
  return `${start} everybody else is still served.`;
}

/** For each partly served entry who stands in; entries with one reason share a sentence. */
function partlyServed(
  names: Names,
  answer: BlastRadius,
  reasonOf: (path: FaultPath) => string,
): string[] {
  const byReason = new Map<string, string[]>();
  for (const path of answer.paths) {
    const entry = path.nodes[0];
    if (entry === undefined || !answer.partly.includes(entry)) continue;
    const reason = reasonOf(path);
    byReason.set(reason, [...(byReason.get(reason) ?? []), entry]);
  }
  return [...byReason].map(
    ([reason, entries]) =>
      `${names(entries)} ${entries.length === 1 ? "is" : "are"} only partly served: ${reason}.`,
  );
}

/** What is left at the node of the path that loses one of several equals. */
function standIn(
  diagram: Diagram,
  needs: readonly Edge[],
  path: FaultPath,
  answer: BlastRadius,
  names: Names,
): string {
  const gone = new Set([...answer.crashed, ...answer.hit]);
  const at = path.nodes.findIndex((_, index) => gone.has(path.nodes[index + 1] ?? ""));
  const caller = path.nodes[at] ?? "";
  const lost = diagram.nodes.find((node) => node.id === path.nodes[at + 1]);
  const callees = new Set(
    needs.filter((edge) => edge.source === caller).map((edge) => edge.target),
  );
  const left = diagram.nodes.filter(
    (node) =>
      callees.has(node.id) && !gone.has(node.id) && lost !== undefined && equals(node, lost),
  );
  return `${names([caller])} still has ${names(left.map((node) => node.id))}`;
}
