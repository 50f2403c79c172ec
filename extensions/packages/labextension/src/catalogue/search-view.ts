/**
 * The search box and its hits. The server searches; typing is gathered for a moment, and an answer
 * that a newer question has overtaken is dropped. Escape clears.
 */
import type { Hit } from "../client/answers.js";
import { isAbort, refusalFrom } from "../client/refusal.js";
import { element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import { notice, skeleton } from "../dom/notice.js";
import { spansIn, wordsIn } from "./marks.js";

const GATHER_MS = 180;

export interface SearchOptions {
  ask: (query: string, signal: AbortSignal) => Promise<Hit[]>;
  onOpen: (hit: Hit, fresh: boolean) => void;
  /** True while hits stand in the place of the tree. */
  onActive: (active: boolean) => void;
}

export class SearchView {
  readonly box = element("input", {
    class: "atlas-Search-box",
    type: "search",
    placeholder: "Search pages",
    "aria-label": "Search pages",
    "data-atlas": "search",
    spellcheck: "false",
    autocomplete: "off",
  });
  readonly bar = element("div", { class: "atlas-Search", role: "search" }, [
    icon("search"),
    this.box,
  ]);
  readonly hits = element("div", {
    class: "atlas-Hits",
    role: "list",
    "aria-label": "Search results",
    "data-atlas": "search-hits",
    hidden: true,
  });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking: AbortController | null = null;

  constructor(private readonly options: SearchOptions) {
    this.box.addEventListener("input", () => this.onInput());
    this.bar.addEventListener("keydown", (event) => this.onKey(event));
    this.hits.addEventListener("keydown", (event) => this.onKey(event));
  }

  get active(): boolean {
    return this.box.value.trim() !== "";
  }

  focus(query?: string): void {
    if (query !== undefined) {
      this.box.value = query;
      this.onInput();
    }
    this.box.focus();
    this.box.select();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  private onInput(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.hits.hidden = !this.active;
    this.options.onActive(this.active);
    if (!this.active) {
      this.hits.replaceChildren();
      return;
    }
    if (!this.hits.hasChildNodes()) this.hits.replaceChildren(skeleton(5));
    this.timer = setTimeout(() => void this.search(), GATHER_MS);
  }

  private async search(): Promise<void> {
    const query = this.box.value.trim();
    const asking = new AbortController();
    this.asking = asking;
    try {
      const hits = await this.options.ask(query, asking.signal);
      if (!asking.signal.aborted) this.show(query, hits);
    } catch (failure) {
      if (isAbort(failure) || asking.signal.aborted) return;
      const failed = notice({
        state: "failed",
        icon: "warning",
        title: "The search failed",
        sentence: refusalFrom(failure).sentence,
        step: { text: "Try again", hook: "retry", onClick: () => void this.search() },
      });
      this.hits.replaceChildren(failed);
    }
  }

  private show(query: string, hits: readonly Hit[]): void {
    if (hits.length === 0) {
      const step = { text: "Clear the search", hook: "search-clear", onClick: () => this.clear() };
      const sentence = "Try fewer words, or the name of a technology.";
      const title = `No page mentions "${query}"`;
      this.hits.replaceChildren(notice({ state: "empty", icon: "search", title, sentence, step }));
      return;
    }
    this.hits.replaceChildren(...hits.map((hit) => this.drawHit(hit, query)));
  }

  private drawHit(hit: Hit, query: string): HTMLElement {
    const highlight = (text: string) => paint(wordsIn(text, query));
    const heading = hit.heading && hit.heading !== hit.title ? hit.heading : "";
    const row = element(
      "button",
      { class: "atlas-Hit", type: "button", "data-atlas": "search-hit", "data-page": hit.page },
      [
        element("span", { class: "atlas-Hit-title" }, highlight(hit.title)),
        heading && element("span", { class: "atlas-Hit-heading" }, highlight(heading)),
        element("span", { class: "atlas-Hit-excerpt" }, paint(spansIn(hit.excerpt, hit.marks))),
      ],
      { click: (event) => this.options.onOpen(hit, event.ctrlKey || event.metaKey) },
    );
    return element("div", { role: "listitem" }, [row]);
  }

  private onKey(event: KeyboardEvent): void {
    const rows = [...this.hits.querySelectorAll<HTMLElement>(".atlas-Hit")];
    const at = rows.indexOf(event.target as HTMLElement);
    let target: HTMLElement | undefined;
    if (event.key === "Escape") {
      this.clear();
      target = this.box;
    } else if (event.key === "ArrowDown") target = rows[at + 1];
    else if (event.key === "ArrowUp") target = at <= 0 ? this.box : rows[at - 1];
    else if (event.key === "Enter" && event.target === this.box) {
      rows[0]?.click();
      event.preventDefault();
      return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
    target?.focus();
  }

  private clear(): void {
    this.box.value = "";
    this.onInput();
    this.box.focus();
  }
}

function paint(parts: [string, boolean][]): (string | Node)[] {
  return parts.map(([part, hit]) => (hit ? element("mark", {}, [part]) : part));
}
