/**
 * The document "Page" in the main area: a page of the catalogue, read-only, at once and without a
 * kernel. Links within the catalogue turn its pages; back and forward work as in a browser.
 * It says what the learner does as facts: page.opened, page.read, quiz.answered.
 */
import type { Bundle, Exercise } from "@atlas/contracts";
import { Printing } from "@jupyterlab/apputils";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { Message } from "@lumino/messaging";
import { type ISignal, Signal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";

import type { Page } from "../client/answers.js";
import { type Refusal, refusalFrom } from "../client/refusal.js";
import type { OpenPage } from "../command.js";
import { element } from "../dom/element.js";
import { pageIcon } from "../dom/icon.js";
import { notice, skeleton } from "../dom/notice.js";
import { cut } from "../dom/words.js";
import type { IAtlas } from "../token.js";
import { Article, type Part } from "./article.js";
import type { SimulationSource } from "../simulator/simulator-place.js";
import { nodeAnchor, replayAnchor } from "./deep-link.js";
import type { Explored } from "./figure.js";
import { History, type Place } from "./history.js";
import { printArticle } from "../dom/print.js";
import { ReaderBar } from "./reader-bar.js";
import { ReadingClock } from "./reading-clock.js";

const TICK_MS = 1000;
const REST_MS = 800;

export interface ReaderOptions {
  id: string;
  atlas: IAtlas;
  rendermime: IRenderMimeRegistry;
  card: (exercise: Exercise) => Part;
  onExpand: (bundle: Bundle, explored: Explored) => void;
  link: (diagram: string, node: string) => string;
  simulation: SimulationSource;
  onOpenFresh: (args: OpenPage) => void;
  /** Copies the page to a notebook and opens it; resolves when done, whatever came of it. */
  onWork: (page: string) => Promise<void>;
  onAsk: () => void;
  onCatalogue: () => void;
}

export class PageReader extends Widget implements Printing.IPrintable {
  private readonly atlas: IAtlas;
  private readonly bar: ReaderBar;
  private readonly scroller = element("div", {
    class: "atlas-Reader-scroll",
    tabindex: 0,
    "data-atlas": "reader-scroll",
  });
  private readonly history = new History();
  private readonly changed = new Signal<this, void>(this);
  private article: Article | null = null;
  private clock = new ReadingClock();
  private timer: ReturnType<typeof setInterval> | undefined;
  private resting: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  constructor(private readonly options: ReaderOptions) {
    super();
    this.atlas = options.atlas;
    this.id = options.id;
    this.title.label = "Page";
    this.title.icon = pageIcon;
    this.title.closable = true;
    this.addClass("atlas-Reader");
    this.node.dataset["atlas"] = "reader";
    this.bar = new ReaderBar({
      onBack: () => this.back(),
      onForward: () => this.forward(),
      onRead: () => this.markAsRead(),
      onWork: () => void this.work(),
      onAsk: options.onAsk,
    });
    this.node.append(this.bar.node, this.scroller);
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.atlas.progress.changed.connect(this.drawBar);
  }

  /** The page changed, or the reader came to rest at another place in it. */
  get turned(): ISignal<this, void> {
    return this.changed;
  }

  get page(): string | null {
    return this.history.current?.page ?? null;
  }

  get anchor(): string {
    return this.history.current?.anchor ?? "";
  }

  get shown(): Page | null {
    return this.article?.page ?? null;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    clearInterval(this.timer);
    clearTimeout(this.resting);
    this.atlas.progress.changed.disconnect(this.drawBar);
    this.article?.dispose();
    super.dispose();
  }

  /** `top` is where the page was left, in px, when it comes back after a reload. */
  open(page: string, anchor = "", top: number | null = null): void {
    this.history.leave(this.scroller.scrollTop);
    this.history.visit({ page, anchor });
    if (top !== null) this.history.leave(top);
    void this.go();
  }

  get top(): number {
    return this.article ? Math.round(this.scroller.scrollTop) : (this.history.current?.top ?? 0);
  }

  back(): void {
    this.history.leave(this.scroller.scrollTop);
    this.history.back();
    void this.go();
  }

  forward(): void {
    this.history.leave(this.scroller.scrollTop);
    this.history.forward();
    void this.go();
  }

  markAsRead(): void {
    if (!this.article || !this.clock.finish()) return;
    this.sayRead();
  }

  async work(): Promise<void> {
    if (!this.page) return;
    this.bar.working(true);
    await this.options.onWork(this.page);
    this.bar.working(false);
  }

  /** JupyterLab's print command prints this page, diagrams and all. */
  [Printing.symbol](): Printing.OptionalAsyncThunk {
    const { article } = this;
    if (!article) return null;
    return () => {
      article.drawAll();
      return printArticle(article.node);
    };
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.reach();
  }

  protected override onActivateRequest(): void {
    this.scroller.focus({ preventScroll: true });
  }

  private async go(): Promise<void> {
    const place = this.history.current;
    if (!place) return;
    this.bar.turn(this.history.canGoBack, this.history.canGoForward);
    if (this.article?.page.id === place.page) {
      this.scrollTo(place);
      return;
    }
    const turn = ++this.asked;
    const late = setTimeout(() => turn === this.asked && this.clear(skeleton(12)), 150);
    try {
      const page = await this.atlas.client.page(place.page);
      if (turn === this.asked && !this.isDisposed) this.present(page, place);
    } catch (failure) {
      if (turn === this.asked && !this.isDisposed) this.showFailure(refusalFrom(failure));
    } finally {
      clearTimeout(late);
    }
  }

  private present(page: Page, place: Place): void {
    const { atlas, options } = this;
    this.article?.dispose();
    this.article = new Article(page, {
      scroller: this.scroller,
      rendermime: options.rendermime,
      card: options.card,
      onOpen: (to, anchor, fresh) => {
        if (fresh) options.onOpenFresh({ page: to, anchor, fresh });
        else this.open(to, anchor);
      },
      onAnchor: (anchor) => this.open(page.id, anchor),
      onAnswer: (payload) => atlas.facts.append("quiz.answered", page.id, payload),
      onExpand: options.onExpand,
      link: options.link,
      simulation: options.simulation,
    });
    this.scroller.replaceChildren(this.article.node);
    this.scroller.setAttribute("aria-label", cut(page.title));
    this.node.dataset["page"] = page.id;
    this.title.label = cut(page.title);
    this.title.caption = `${page.tree}/${page.path}`;
    this.clock = new ReadingClock();
    atlas.facts.append("page.opened", page.id);
    clearInterval(this.timer);
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.scrollTo(place);
    this.drawBar();
    this.changed.emit();
    this.reach();
  }

  private showFailure(refusal: Refusal): void {
    const gone = refusal.status === 404 && refusal.code !== "absent";
    const step = gone
      ? { text: "Open the catalogue", hook: "to-catalogue", onClick: this.options.onCatalogue }
      : { text: "Try again", hook: "retry", onClick: () => void this.go() };
    const title = gone ? "This page is not in the catalogue" : "The page could not be loaded";
    const { sentence } = refusal;
    this.clear(notice({ state: "failed", icon: "warning", title, sentence, step }));
    this.changed.emit();
  }

  private clear(instead: HTMLElement): void {
    this.article?.dispose();
    this.article = null;
    clearInterval(this.timer);
    this.scroller.replaceChildren(instead);
    this.drawBar();
  }

  private scrollTo({ anchor, top }: Place): void {
    const node = nodeAnchor(anchor);
    const replay = replayAnchor(anchor);
    const figure = node
      ? this.article?.select(node)
      : replay && top === null
        ? this.article?.replay(replay)
        : null;
    const target = figure ?? (anchor === "" ? null : this.article?.find(anchor));
    if (top !== null) this.scroller.scrollTop = top;
    else if (target) {
      target.scrollIntoView({ block: "start" });
      flash(target);
    } else this.scroller.scrollTop = 0;
  }

  private onScroll(): void {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.changed.emit(), REST_MS);
    this.reach();
    const top = this.scroller.getBoundingClientRect().top + 80;
    const { article } = this;
    article?.outline.follow((anchor) => article.find(anchor), top);
  }

  private get onScreen(): boolean {
    return this.isVisible && this.node.ownerDocument.visibilityState === "visible";
  }

  private reach(): void {
    if (!this.article || !this.onScreen) return;
    const share = this.article.share(this.scroller.getBoundingClientRect().bottom);
    if (this.clock.reach(share)) this.sayRead();
  }

  private tick(): void {
    if (!this.onScreen) return;
    this.reach();
    if (this.clock.tick(TICK_MS)) this.sayRead();
  }

  private sayRead(): void {
    if (!this.article) return;
    const { seconds, scrolled } = this.clock;
    this.atlas.facts.append("page.read", this.article.page.id, {
      seconds,
      scrolled: Math.round(scrolled * 100) / 100,
    });
  }

  private readonly drawBar = (): void => {
    const page = this.shown;
    this.bar.show(page, page ? this.atlas.progress.standing(page.id) : "unread");
  };
}

/** Points at a heading for a moment, so that a citation shows what it cites. */
function flash(target: HTMLElement): void {
  target.classList.add("atlas-mod-target");
  setTimeout(() => target.classList.remove("atlas-mod-target"), 2000);
}
