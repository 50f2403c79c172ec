import { describe, expect, it } from "vitest";

import { growTrees, pathTo, prune, step, type TreeNode, visibleRows } from "../src/catalogue/tree.js";
import type { CataloguePage, CatalogueTree } from "../src/client/answers.js";

function page(path: string, difficulty: string | null = null): CataloguePage {
  const id = `t/${path.replace(/\.md$/, "").replace(/\/?index$/, "")}`.replace(/\/$/, "");
  const title = `Title of ${path}`;
  return { id, path, title, difficulty, minutes: 5, tags: [], exercises: [] };
}

const TREE: CatalogueTree = {
  id: "t",
  title: "Tree",
  pages: [
    page("index.md"),
    page("storm/index.md", "expert"),
    page("deep/one.md", "beginner"),
    page("deep/two.md", "expert"),
    page("deep/er/index.md"),
    page("deep/er/three.md"),
    page("last.md"),
  ],
};

const outline = (nodes: readonly TreeNode[]): unknown[] =>
  nodes.map((node) =>
    node.children.length === 0 ? node.key : { [node.key]: outline(node.children) },
  );
const rows = (open: string[]) => visibleRows(growTrees([TREE]), (key) => open.includes(key));

describe("the catalogue as a tree", () => {
  it("folders stand where their first page stands, index pages are their folder", () => {
    expect(outline(growTrees([TREE]))).toEqual([
      { t: ["t/storm/", { "t/deep/": ["t/deep/one", "t/deep/two", { "t/deep/er/": ["t/deep/er/three"] }] }, "t/last"] },
    ]);
  });

  it("a folder that holds only its own page is a page", () => {
    const storm = growTrees([TREE])[0]!.children[0]!;
    expect([storm.kind, storm.page?.id]).toEqual(["page", "t/storm"]);
  });

  it("a folder without a page is named by its folder, one with a page by the page", () => {
    const deep = growTrees([TREE])[0]!.children[1]!;
    expect([deep.title, deep.page]).toEqual(["Deep", null]);
    expect(deep.children[2]!.title).toBe("Title of deep/er/index.md");
  });

  it("a page beside a folder of the same name keeps a key of its own", () => {
    const tree = { id: "t", title: "T", pages: [page("a.md"), page("a/b.md")] };
    const keys = growTrees([tree])[0]!.children.map((node) => node.key);
    expect(keys).toEqual(["t/a", "t/a/"]);
  });

  it("only what is unfolded shows, with its level", () => {
    expect(rows([]).map((row) => row.node.key)).toEqual(["t"]);
    expect(rows(["t", "t/deep/"]).map((row) => [row.node.key, row.level])).toEqual([
      ["t", 1],
      ["t/storm/", 2],
      ["t/deep/", 2],
      ["t/deep/one", 3],
      ["t/deep/two", 3],
      ["t/deep/er/", 3],
      ["t/last", 2],
    ]);
  });

  it("a filter keeps the way down to what it keeps, and nothing else", () => {
    const kept = prune(growTrees([TREE]), ({ difficulty }) => difficulty === "expert");
    expect(outline(kept)).toEqual([{ t: ["t/storm/", { "t/deep/": ["t/deep/two"] }] }]);
    expect(kept[0]!.page).toBeNull();
  });

  it("the way to a page names the rows to unfold", () => {
    const way = pathTo(growTrees([TREE]), "t/deep/er/three");
    expect(way).toEqual(["t", "t/deep/", "t/deep/er/", "t/deep/er/three"]);
    expect(pathTo(growTrees([TREE]), "t/none")).toEqual([]);
  });
});

describe("the keyboard in the tree", () => {
  const open = rows(["t", "t/deep/"]);

  it("up and down walk the rows that show, and stop at the ends", () => {
    expect(step(open, "t/storm/", "ArrowDown")).toEqual({ kind: "focus", key: "t/deep/" });
    expect(step(open, "t", "ArrowUp")).toBeNull();
    expect(step(open, "t/last", "ArrowDown")).toBeNull();
    expect(step(open, "t/deep/", "End")).toEqual({ kind: "focus", key: "t/last" });
  });

  it("right unfolds, then goes in; left folds, then goes out", () => {
    expect(step(open, "t/deep/er/", "ArrowRight")).toEqual({ kind: "expand", key: "t/deep/er/" });
    expect(step(open, "t/deep/", "ArrowRight")).toEqual({ kind: "focus", key: "t/deep/one" });
    expect(step(open, "t/deep/", "ArrowLeft")).toEqual({ kind: "collapse", key: "t/deep/" });
    expect(step(open, "t/deep/two", "ArrowLeft")).toEqual({ kind: "focus", key: "t/deep/" });
    expect(step(open, "t/deep/two", "ArrowRight")).toBeNull();
  });

  it("Enter opens; other keys are left to others", () => {
    expect(step(open, "t/last", "Enter")).toEqual({ kind: "open", key: "t/last" });
    expect(step(open, "t/last", "x")).toBeNull();
  });
});
