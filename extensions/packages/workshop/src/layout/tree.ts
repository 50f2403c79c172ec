/** The nesting of a drawing: who lies in which group, and which edges meet at which level. */
import type { Drawing, DrawnEdge, DrawnGroup, DrawnNode } from "../drawing";

export const ROOT = "";

export class Tree {
  readonly nodes = new Map<string, DrawnNode>();
  readonly groups = new Map<string, DrawnGroup>();
  readonly children = new Map<string, string[]>();
  private readonly parents = new Map<string, string>();

  constructor(drawing: Drawing) {
    for (const group of drawing.groups) this.groups.set(group.id, group);
    for (const node of drawing.nodes) this.nodes.set(node.id, node);
    for (const group of drawing.groups) this.add(group.id, group.parent ?? ROOT);
    for (const node of drawing.nodes) this.add(node.id, node.group ?? ROOT);
    this.children.forEach((ids) => this.sortAsWritten(ids, drawing));
  }

  private add(id: string, parent: string): void {
    this.parents.set(id, parent);
    this.children.set(parent, [...(this.children.get(parent) ?? []), id]);
  }

  /** A group comes where the first of its nodes was first named. */
  private sortAsWritten(ids: string[], drawing: Drawing): void {
    const rank = new Map(drawing.nodes.map((node, index) => [node.id, index]));
    const first = (id: string): number => {
      const own = rank.get(id);
      if (own !== undefined) return own;
      return Math.min(Infinity, ...(this.children.get(id) ?? []).map(first));
    };
    const ranks = new Map(ids.map((id) => [id, first(id)]));
    ids.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || 0);
  }

  childrenOf(id: string): string[] {
    return this.children.get(id) ?? [];
  }

  isGroup(id: string): boolean {
    return this.groups.has(id);
  }

  has(id: string): boolean {
    return this.parents.has(id);
  }

  /** The child of `container` that holds `id` or is it; null when `id` is not inside. */
  childHolding(container: string, id: string): string | null {
    let at = id;
    for (let parent = this.parents.get(at); parent !== undefined; parent = this.parents.get(at)) {
      if (parent === container) return at;
      at = parent;
    }
    return null;
  }

  inside(container: string, id: string): boolean {
    return container === ROOT || this.childHolding(container, id) !== null;
  }
}

/** An edge that joins a group with something inside it, which no layout can draw as a route. */
export function joinsOwnGroup(tree: Tree, edge: DrawnEdge): boolean {
  if (edge.source === edge.target) return tree.isGroup(edge.source);
  return (
    (tree.isGroup(edge.source) && tree.inside(edge.source, edge.target)) ||
    (tree.isGroup(edge.target) && tree.inside(edge.target, edge.source))
  );
}

export interface Component {
  items: string[];
  /** Edges with both ends inside the container that join or touch `items`. */
  edges: DrawnEdge[];
  /** True where some edge runs between two items, or from an item out of the container. */
  joined: boolean;
  /** True where an edge leaves the container. */
  leaves: boolean;
}

/**
 * The items of `container` that hang together by edges, in the order of their first item.
 * An edge that leaves the container makes all components that it touches `leaves`.
 */
export function componentsOf(tree: Tree, container: string, edges: DrawnEdge[]): Component[] {
  const items = tree.childrenOf(container);
  const leader = new Map(items.map((item) => [item, item]));
  const find = (item: string): string => {
    const next = leader.get(item) as string;
    return next === item ? item : find(next);
  };
  const joined = new Set<string>();
  const leaving = new Set<string>();
  for (const edge of edges) {
    const source = tree.childHolding(container, edge.source);
    const target = tree.childHolding(container, edge.target);
    if (source !== null && target !== null) {
      if (source !== target || source === edge.source) joined.add(source);
      leader.set(find(source), find(target));
    } else if (source !== null) leaving.add(source);
    else if (target !== null) leaving.add(target);
  }
  const found = new Map<string, Component>();
  for (const item of items) {
    const key = find(item);
    const component = found.get(key) ?? { items: [], edges: [], joined: false, leaves: false };
    component.items.push(item);
    component.joined ||= joined.has(item);
    component.leaves ||= leaving.has(item);
    found.set(key, component);
  }
  for (const edge of edges) {
    const source = tree.childHolding(container, edge.source);
    const target = tree.childHolding(container, edge.target);
    if (source !== null && target !== null) found.get(find(source))?.edges.push(edge);
  }
  return [...found.values()];
}
