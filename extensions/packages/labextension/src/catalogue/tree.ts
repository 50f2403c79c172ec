/**
 * The catalogue as a tree of rows: pure, so that keys, filters and folding can be tested without
 * a browser. A folder's own page (its index.md) is the folder's row, not a row beneath it.
 */
import type { CataloguePage, CatalogueTree } from "../client/answers.js";
import { capitalised } from "../dom/words.js";

export interface TreeNode {
  /** Unique: a tree's or page's id, "<tree>/<folder>/" for a folder (foo.md may stand beside foo/). */
  key: string;
  kind: "tree" | "folder" | "page";
  title: string;
  page: CataloguePage | null;
  children: TreeNode[];
}

export interface Row {
  node: TreeNode;
  /** From 1, as aria-level counts. */
  level: number;
  /** Null where there is nothing to unfold. */
  expanded: boolean | null;
  parent: string | null;
  position: number;
  siblings: number;
}

/** Trees in their order; folders stand where their first page stands. */
export function growTrees(trees: readonly CatalogueTree[]): TreeNode[] {
  return trees.map((tree) => {
    const root: TreeNode = {
      key: tree.id,
      kind: "tree",
      title: tree.title || titleOf(tree.id),
      page: null,
      children: [],
    };
    for (const page of tree.pages) place(root, tree.id, page);
    settle(root);
    return root;
  });
}

function place(root: TreeNode, tree: string, page: CataloguePage): void {
  const parts = page.path.replace(/\.(md|markdown|mdx)$/i, "").split("/");
  const name = parts.pop() ?? "";
  const own = name.toLowerCase() === "index";
  let at = root;
  let key = `${tree}/`;
  for (const part of parts) {
    key = `${key}${part}/`;
    at = childFolder(at, key, part);
  }
  if (own) {
    at.page = page;
    return;
  }
  at.children.push({ key: page.id, kind: "page", title: page.title, page, children: [] });
}

function childFolder(parent: TreeNode, key: string, part: string): TreeNode {
  const known = parent.children.find((child) => child.key === key && child.kind === "folder");
  if (known) return known;
  const made: TreeNode = { key, kind: "folder", title: titleOf(part), page: null, children: [] };
  parent.children.push(made);
  return made;
}

/** A folder takes its page's title; one that holds nothing but its own page is that page. */
function settle(node: TreeNode): void {
  for (const child of node.children) settle(child);
  if (node.kind !== "folder" || !node.page) return;
  node.title = node.page.title;
  if (node.children.length === 0) node.kind = "page";
}

/** "retry-storm" or "01_basics" to words. */
function titleOf(name: string): string {
  const words = name.replace(/^\d+[-_. ]+/, "").replace(/[-_]+/g, " ");
  return capitalised(words.trim() || name);
}

/** The nodes that hold a page that is kept, down to it. */
export function prune(
  nodes: readonly TreeNode[],
  keep: (page: CataloguePage) => boolean,
): TreeNode[] {
  return nodes.flatMap((node) => {
    const children = prune(node.children, keep);
    const page = node.page && keep(node.page) ? node.page : null;
    return page || children.length > 0 ? [{ ...node, page, children }] : [];
  });
}

/** The rows that show, top down. */
export function visibleRows(
  nodes: readonly TreeNode[],
  expanded: (key: string) => boolean,
  level = 1,
  parent: string | null = null,
): Row[] {
  return nodes.flatMap((node, index) => {
    const open = node.children.length > 0 ? expanded(node.key) : null;
    const row: Row = {
      node,
      level,
      expanded: open,
      parent,
      position: index + 1,
      siblings: nodes.length,
    };
    return open ? [row, ...visibleRows(node.children, expanded, level + 1, node.key)] : [row];
  });
}

/** The pages of a node and of everything beneath it. */
export function pagesOf(node: TreeNode): CataloguePage[] {
  return [...(node.page ? [node.page] : []), ...node.children.flatMap(pagesOf)];
}

/** The keys of the nodes that hold a page, outermost first; empty where it is not in the tree. */
export function pathTo(nodes: readonly TreeNode[], page: string): string[] {
  for (const node of nodes) {
    if (node.page?.id === page) return [node.key];
    const below = pathTo(node.children, page);
    if (below.length > 0) return [node.key, ...below];
  }
  return [];
}

/** Where a key of the keyboard leads in the rows, as the ARIA tree pattern has it. */
export type Step =
  | { kind: "focus"; key: string }
  | { kind: "expand"; key: string }
  | { kind: "collapse"; key: string }
  | { kind: "open"; key: string };

export function step(rows: readonly Row[], focused: string, key: string): Step | null {
  const at = rows.findIndex((row) => row.node.key === focused);
  const row = rows[at];
  if (!row) return null;
  const focus = (target: Row | undefined): Step | null =>
    target ? { kind: "focus", key: target.node.key } : null;
  switch (key) {
    case "ArrowDown":
      return focus(rows[at + 1]);
    case "ArrowUp":
      return focus(rows[at - 1]);
    case "Home":
      return focus(rows[0]);
    case "End":
      return focus(rows[rows.length - 1]);
    case "ArrowRight":
      if (row.expanded === false) return { kind: "expand", key: focused };
      return row.expanded ? focus(rows[at + 1]) : null;
    case "ArrowLeft":
      if (row.expanded) return { kind: "collapse", key: focused };
      return row.parent === null ? null : { kind: "focus", key: row.parent };
    case "Enter":
    case " ":
      return { kind: "open", key: focused };
    default:
      return null;
  }
}
