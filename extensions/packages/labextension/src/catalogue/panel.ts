/**
 * The left panel "Atlas": progress, search, levels and the tree of pages. It puts the views
 * together and feeds them from the stores; opening a page is its host's business.
 */
import { Widget } from "@lumino/widgets";

import type { Hit } from "../client/answers.js";
import { button, element } from "../dom/element.js";
import { atlasIcon, icon } from "../dom/icon.js";
import { notice, skeleton } from "../dom/notice.js";
import type { OpenPage } from "../command.js";
import type { IAtlas } from "../token.js";
import { LevelFilter } from "./level-filter.js";
import { SearchView } from "./search-view.js";
import { summarise } from "./summary.js";
import { SummaryView } from "./summary-view.js";
import { growTrees, prune } from "./tree.js";
import { TreeView } from "./tree-view.js";

export interface PanelOptions {
  atlas: IAtlas;
  onOpen: (args: OpenPage) => void;
  onFold: (folded: Record<string, boolean>) => void;
  onPlayground: () => void;
}

const WAITING =
  "Your progress can't be recorded right now. Read on: what you do is kept and sent later.";

export class CataloguePanel extends Widget {
  private readonly atlas: IAtlas;
  private readonly summary = new SummaryView();
  private readonly search: SearchView;
  private readonly levels: LevelFilter;
  private readonly tree: TreeView;
  private readonly grading = element("div", { class: "atlas-Grading", hidden: true });
  private readonly place = element("div", { class: "atlas-Catalogue-place" });
  private stalled = false;

  constructor(options: PanelOptions) {
    super();
    const { atlas, onOpen } = options;
    this.atlas = atlas;
    this.id = "atlas-catalogue";
    this.title.icon = atlasIcon;
    this.title.caption = "Atlas";
    this.addClass("atlas-Catalogue");
    this.node.dataset["atlas"] = "catalogue";
    this.node.setAttribute("aria-label", "Atlas");
    this.search = new SearchView({
      ask: (query, signal) => atlas.client.search(query, signal),
      onOpen: (hit: Hit, fresh) => onOpen({ page: hit.page, anchor: hit.anchor, fresh }),
      onActive: (active) => {
        this.place.hidden = active;
        this.levels.node.hidden = active;
      },
    });
    this.levels = new LevelFilter(() => this.drawTree());
    this.tree = new TreeView({
      onOpen: (page, fresh) => onOpen({ page, fresh }),
      onFold: options.onFold,
      standing: (page) => atlas.progress.standing(page),
      exercise: (id) => atlas.progress.current?.exercises[id] ?? null,
    });
    const playground = button("Mermaid playground", {
      hook: "open-playground",
      quiet: true,
      icon: icon("diagram"),
      title: "Write Mermaid and see its live diagram",
      onClick: options.onPlayground,
    });
    const top = [this.grading, this.summary.node, this.search.bar, this.levels.node, playground];
    this.node.append(
      element("div", { class: "atlas-Catalogue-top" }, top),
      this.place,
      this.search.hits,
    );
    this.place.replaceChildren(skeleton(8));
    atlas.catalogue.changed.connect(this.redraw);
    atlas.progress.changed.connect(this.redraw);
    atlas.facts.stalled.connect(this.onStalled);
    this.draw();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.search.dispose();
    this.atlas.catalogue.changed.disconnect(this.redraw);
    this.atlas.progress.changed.disconnect(this.redraw);
    this.atlas.facts.stalled.disconnect(this.onStalled);
    super.dispose();
  }

  restoreFolds(folded: Record<string, boolean>): void {
    this.tree.restore(folded);
  }

  /** Marks the page that the reader shows. */
  mark(page: string | null): void {
    this.tree.mark(page);
  }

  focusSearch(query?: string): void {
    this.search.focus(query);
  }

  protected override onActivateRequest(): void {
    if (this.search.active) this.search.focus();
    else this.tree.focus();
  }

  private readonly redraw = (): void => this.draw();

  private readonly onStalled = (_: unknown, stalled: boolean): void => {
    this.stalled = stalled;
    this.drawSummary();
  };

  private draw(): void {
    this.drawSummary();
    this.drawGrading();
    this.drawTree();
  }

  private drawSummary(): void {
    const { catalogue, progress } = this.atlas;
    const known = catalogue.current && progress.current;
    const summary = known ? summarise(catalogue.current, progress.current) : null;
    const reading = catalogue.current !== null;
    this.summary.show(summary, reading ? this.trouble() : null);
  }

  /** Why the marks stand still, if they do. */
  private trouble(): string | null {
    const { me } = this.atlas.catalogue;
    const { failure } = this.atlas.progress;
    if (failure) return me?.api_sentence ?? failure.sentence;
    return this.stalled ? WAITING : null;
  }

  private drawGrading(): void {
    const url = this.atlas.catalogue.me?.formgrader_url;
    this.grading.hidden = !url;
    if (!url || this.grading.hasChildNodes()) return;
    const link = element(
      "a",
      {
        class: "atlas-Button",
        href: url,
        target: "_blank",
        rel: "noopener",
        "data-atlas": "grading",
        title: "Open formgrader in a new tab",
      },
      ["Grading"],
    );
    this.grading.replaceChildren("You are an instructor here. ", link);
  }

  private drawTree(): void {
    const { current, failure } = this.atlas.catalogue;
    if (!current) {
      if (failure) this.place.replaceChildren(this.failed(failure.sentence));
      return;
    }
    const nodes = growTrees(current.trees);
    if (nodes.length === 0 || current.trees.every((tree) => tree.pages.length === 0)) {
      this.place.replaceChildren(this.empty());
      return;
    }
    const kept = prune(nodes, (page) => this.levels.keeps(page.difficulty));
    if (kept.length === 0) {
      this.place.replaceChildren(this.nothingKept());
      return;
    }
    this.tree.show(kept, this.levels.active);
    if (!this.place.contains(this.tree.node)) this.place.replaceChildren(this.tree.node);
  }

  private failed(sentence: string): HTMLElement {
    const onClick = () => {
      this.place.replaceChildren(skeleton(8));
      void this.atlas.catalogue.load();
      this.atlas.progress.refresh();
    };
    const step = { text: "Try again", hook: "retry", onClick };
    const title = "The pages could not be loaded";
    return notice({ state: "failed", icon: "warning", title, sentence, step });
  }

  private empty(): HTMLElement {
    const sentence = "Whoever runs this server can add pages: atlas build TREE --out FILE.";
    return notice({ state: "empty", icon: "page", title: "The catalogue is empty", sentence });
  }

  private nothingKept(): HTMLElement {
    const step = { text: "Show all", hook: "level-clear", onClick: () => this.levels.clear() };
    return notice({ state: "empty", icon: "page", title: "No page has this level", step });
  }
}
