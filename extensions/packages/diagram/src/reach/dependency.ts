/**
 * Which edges of an architecture are calls, and which of those a node can't do without.
 * Watching is not calling, an answer is not a call, a dotted call is optional, a queue does not
 * need its consumers, a store does not need another of its kind: the reasons, each with its
 * counterexample, stand in `atlas_core/reach/dependency.py`, which this follows line by line.
 */
import type { Diagram, Edge, Node, Role } from "@atlas/contracts";

const BUFFERS: ReadonlySet<Role | null> = new Set<Role>(["queue", "stream"]);
const STORES: ReadonlySet<Role | null> = new Set<Role>([
  "queue",
  "stream",
  "cache",
  "database",
  "object_store",
  "search",
  "coordinator",
]);
const MARKERS: ReadonlySet<string> = new Set(
  (
    "primary replica leader follower master slave standby secondary main backup read write " +
    "active passive instance node shard partition"
  ).split(" "),
);
const SEPARATORS = /[ \t()[\]{}#:,./_-]+/;

/** The edges along which requests travel, optional ones included, in source order. */
export function calls(diagram: Diagram): Edge[] {
  const nodes = partsOf(diagram);
  const kept = diagram.edges.filter((edge) => {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (source === undefined || target === undefined || source === target) return false;
    return edge.stroke !== "invisible" && !watches(source, target) && !pushes(source, target);
  });
  const stores = (node: string) => STORES.has(nodes.get(node)?.role ?? null);
  const asking = new Set(kept.filter(({ source }) => !stores(source)).map(ends));
  const seen = new Set<string>();
  const forward = kept.filter((edge) => {
    const back = ends({ source: edge.target, target: edge.source });
    if (seen.has(back) || (stores(edge.source) && asking.has(back))) return false;
    seen.add(ends(edge));
    return true;
  });
  const starts = uncalled(diagram, forward);
  const ways = waysAlong(forward);
  const before = reached(starts, ways, []);
  return forward.filter((edge) => !returns(edge, ways, starts, before));
}

function ends({ source, target }: Pick<Edge, "source" | "target">): string {
  return `${source.length} ${source}${target}`;
}

/** The calls that their source can't do without. */
export function dependencies(diagram: Diagram): Edge[] {
  const nodes = partsOf(diagram);
  return calls(diagram).filter((edge) => {
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (source === undefined || target === undefined) return false;
    return edge.stroke !== "dotted" && !BUFFERS.has(source.role) && !replicates(source, target);
  });
}

/**
 * The nodes by id, as far as calls are concerned. Where fewer than half of the connected nodes have
 * a role, the diagram shows steps or figures: its colours are no planes, and nobody watches another.
 */
function partsOf(diagram: Diagram): Map<string, Node> {
  const touched = new Set(diagram.edges.flatMap(({ source, target }) => [source, target]));
  const connected = diagram.nodes.filter(({ id }) => touched.has(id));
  const machines = 2 * connected.filter(({ role }) => role !== null).length >= connected.length;
  const plain = (node: Node): Node => ({
    ...node,
    plane: null,
    role: node.role === "monitor" ? null : node.role,
  });
  return new Map(diagram.nodes.map((node) => [node.id, machines ? node : plain(node)]));
}

/**
 * The nodes that call somebody along `edges` and that nobody calls, and the clients. Where
 * everybody is called (one big cycle), the first node that calls stands for them.
 */
export function uncalled(diagram: Diagram, edges: readonly Edge[]): string[] {
  const sources = new Set(edges.map((edge) => edge.source));
  const targets = new Set(edges.map((edge) => edge.target));
  const calling = diagram.nodes.filter((node) => sources.has(node.id));
  const found = calling.filter((node) => !targets.has(node.id) || node.role === "client");
  return (found.length > 0 ? found : calling.slice(0, 1)).map((node) => node.id);
}

/** The targets of each source. */
export type Ways = ReadonlyMap<string, readonly string[]>;

export function waysAlong(edges: readonly Edge[]): Ways {
  const ways = new Map<string, string[]>();
  for (const { source, target } of edges) {
    const others = ways.get(source);
    if (others === undefined) ways.set(source, [target]);
    else others.push(target);
  }
  return ways;
}

/** The nodes that requests from `starts` get to when those in `without` are gone. */
export function reached(
  starts: readonly string[],
  ways: Ways,
  without: readonly string[],
): Set<string> {
  const gone = new Set(without);
  const found = new Set(starts.filter((start) => !gone.has(start)));
  for (const node of found)
    for (const target of ways.get(node) ?? []) if (!gone.has(target)) found.add(target);
  return found;
}

/** True where one can stand in for the other: replicas, shards, siblings of one role. */
export function equals(one: Node, other: Node): boolean {
  const stem = stemOf(one);
  if (stem !== "" && stem === stemOf(other)) return true;
  return one.role !== null && one.role === other.role && !differ(one, other);
}

/** A node's name in lower case without numbers, single letters and words of replication. */
function stemOf(node: Node): string {
  const words = (node.lines[0] ?? node.id)
    .toLowerCase()
    .split(SEPARATORS)
    .map((word) => word.replace(/[0-9]+$/, ""))
    .filter((word) => word !== "");
  const own = words.filter((word) => Array.from(word).length > 1 && !MARKERS.has(word));
  return (own.length > 0 ? own : words).join(" ");
}

function differ(one: Node, other: Node): boolean {
  const known = one.technology !== null && other.technology !== null;
  return known && one.technology !== other.technology;
}

function replicates(source: Node, target: Node): boolean {
  return STORES.has(source.role) && source.role === target.role && !differ(source, target);
}

function watches(source: Node, target: Node): boolean {
  return controls(source) ? !controls(target) : target.role === "monitor";
}

/** True for a node that watches or steers the others instead of serving. */
export function controls(node: Node): boolean {
  return node.plane === "control" || node.role === "monitor";
}

function pushes(source: Node, target: Node): boolean {
  return target.role === "client" && source.role !== "client";
}

/** True where every request that comes to the edge's source went through its target. */
function returns(
  edge: Edge,
  ways: Ways,
  starts: readonly string[],
  before: ReadonlySet<string>,
): boolean {
  if (starts.includes(edge.source) || !before.has(edge.source)) return false;
  return !reached(starts, ways, [edge.target]).has(edge.source);
}
