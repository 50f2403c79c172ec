/**
 * Draws the rows of the catalogue as an ARIA tree: arrow keys walk it, Enter opens, one row is in
 * the tab order. It owns which rows are folded; what a row means it asks the model.
 */
import type { CataloguePage } from "../client/answers.js";
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { capitalised, cut } from "../dom/words.js";
import type { Standing } from "../facts/progress.js";
import { describeBranch, describePage, type ExercisePoints } from "./row-text.js";
import { pathTo, type Row, step, type TreeNode, visibleRows } from "./tree.js";

export interface TreeViewOptions {
  onOpen: (page: string, fresh: boolean) => void;
  onFold: (folded: Record<string, boolean>) => void;
  standing: (page: string) => Standing;
  exercise: (id: string) => ExercisePoints | null;
}

const STANDING: Record<Standing, string> = {
  unread: "not opened",
  opened: "opened",
  read: "read",
};

export class TreeView {
  readonly node = element("div", {
    class: "atlas-Tree",
    role: "tree",
    "aria-label": "Pages",
    "data-atlas": "tree",
  });
  private nodes: readonly TreeNode[] = [];
  private rows: Row[] = [];
  private folded: Record<string, boolean> = {};
  private focused: string | null = null;
  private current: string | null = null;
  private unfoldAll = false;

  constructor(private readonly options: TreeViewOptions) {
    this.node.addEventListener("keydown", (event) => this.onKey(event));
    this.node.addEventListener("click", (event) => this.onClick(event));
    this.node.addEventListener("auxclick", (event) => {
      if (event.button === 1) this.onClick(event);
    });
  }

  /** While a filter is on, everything that it kept shows. */
  show(nodes: readonly TreeNode[], unfoldAll: boolean): void {
    this.nodes = nodes;
    this.unfoldAll = unfoldAll;
    this.draw();
  }

  restore(folded: Record<string, boolean>): void {
    this.folded = { ...folded };
    this.draw();
  }

  /** Marks the page that the reader shows, and unfolds the way to it. */
  mark(page: string | null): void {
    if (page === this.current) return;
    this.current = page;
    if (page !== null) {
      const way = pathTo(this.nodes, page);
      for (const key of way.slice(0, -1)) this.folded[key] = false;
      this.focused = way.at(-1) ?? this.focused;
    }
    this.draw();
    this.node.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }

  /** Puts the keyboard on the tree. */
  focus(): void {
    this.node.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  draw(): void {
    const focusedHere = this.node.contains(document.activeElement);
    this.rows = visibleRows(this.nodes, (key) => this.isOpen(key));
    if (!this.rows.some((row) => row.node.key === this.focused)) {
      this.focused = this.rows[0]?.node.key ?? null;
    }
    this.node.replaceChildren(...this.rows.map((row) => this.drawRow(row)));
    if (focusedHere) this.focus();
  }

  private isOpen(key: string): boolean {
    if (this.unfoldAll) return true;
    // Trees are open at first, folders are not.
    return !(this.folded[key] ?? key.endsWith("/"));
  }

  private drawRow(row: Row): HTMLElement {
    const { node, level, expanded } = row;
    const page = node.page?.id ?? null;
    return element(
      "div",
      {
        class: `atlas-Row atlas-mod-${node.kind}`,
        role: "treeitem",
        "data-atlas": node.kind === "page" ? "page-row" : "folder-row",
        "data-key": node.key,
        "data-page": page,
        "aria-level": level,
        "aria-posinset": row.position,
        "aria-setsize": row.siblings,
        "aria-expanded": expanded === null ? null : String(expanded),
        "aria-current": page !== null && page === this.current ? "page" : null,
        "aria-selected": String(node.key === this.focused),
        tabindex: node.key === this.focused ? 0 : -1,
        style: `--atlas-level:${level - 1}`,
      },
      [
        element("span", { class: "atlas-Row-caret", "data-fold": expanded !== null }, [
          expanded !== null && icon("caret"),
        ]),
        node.page && this.drawStanding(node.page),
        element("span", { class: "atlas-Row-text" }, [
          element("span", { class: "atlas-Row-title", title: cut(node.title, 300) }, [cut(node.title)]),
          element("span", { class: "atlas-Row-detail" }, this.drawDetail(node)),
        ]),
      ],
    );
  }

  private drawStanding(page: CataloguePage): HTMLElement {
    const standing = this.options.standing(page.id);
    const name = STANDING[standing];
    return element(
      "span",
      {
        class: "atlas-Row-standing",
        "data-standing": standing,
        role: "img",
        "aria-label": name,
        title: capitalised(name),
      },
      [icon(standing)],
    );
  }

  private drawDetail(node: TreeNode): Node[] {
    const { standing, exercise } = this.options;
    return node.kind === "page" && node.page
      ? describePage(node.page, exercise)
      : describeBranch(node, standing);
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || this.focused === null) return;
    if (event.ctrlKey && event.key !== "Enter") return;
    const next = step(this.rows, this.focused, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    switch (next.kind) {
      case "focus":
        this.focused = next.key;
        this.draw();
        this.focus();
        break;
      case "expand":
      case "collapse":
        this.fold(next.key, next.kind === "collapse");
        break;
      case "open":
        this.open(next.key, event.ctrlKey);
        break;
    }
  }

  private onClick(event: MouseEvent): void {
    const target = event.target as Element;
    const key = target.closest<HTMLElement>(".atlas-Row")?.dataset["key"];
    if (key === undefined) return;
    this.focused = key;
    if (target.closest("[data-fold]")) this.toggle(key);
    else this.open(key, event.ctrlKey || event.metaKey || event.button === 1);
    this.focus();
  }

  private open(key: string, fresh: boolean): void {
    const row = this.rows.find((each) => each.node.key === key);
    if (row?.node.page) {
      if (row.expanded === false) this.fold(key, false);
      else this.draw();
      this.options.onOpen(row.node.page.id, fresh);
    } else {
      this.toggle(key);
    }
  }

  private toggle(key: string): void {
    this.fold(key, this.isOpen(key));
  }

  private fold(key: string, folded: boolean): void {
    if (this.unfoldAll) return;
    this.folded[key] = folded;
    this.options.onFold({ ...this.folded });
    this.draw();
  }
}

