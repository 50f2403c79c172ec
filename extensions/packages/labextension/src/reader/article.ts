/**
 * One page, put together: header, body with live diagrams, quiz and exercise cards, footer, outline.
 * It owns what it made and takes it down on dispose.
 */
import type { Bundle, Exercise } from "@atlas/contracts";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { DisposableSet, type IDisposable } from "@lumino/disposable";

import type { Page, Payload } from "../client/answers.js";
import { element } from "../dom/element.js";
import type { SimulationSource } from "../simulator/simulator-place.js";
import type { NodeAnchor, ReplayAnchor } from "./deep-link.js";
import { type Explored, type Figures, placeFigures } from "./figure.js";
import { pageFooter, pageHeader } from "./header.js";
import { Outline } from "./outline.js";
import { pageBody } from "./page-body.js";
import { quizView } from "./quiz.js";

/** A part with a node and a clean-up. */
export interface Part extends IDisposable {
  readonly node: HTMLElement;
}

export interface ArticleOptions {
  /** The scrolling element that will hold the article. */
  scroller: HTMLElement;
  rendermime: IRenderMimeRegistry;
  card: (exercise: Exercise) => Part;
  onOpen: (page: string, anchor: string, fresh: boolean) => void;
  onAnchor: (anchor: string) => void;
  onAnswer: (payload: Payload) => void;
  /** The address of a node. */
  link: (diagram: string, node: string) => string;
  onExpand: (bundle: Bundle, explored: Explored) => void;
  simulation: SimulationSource;
}

export class Article implements Part {
  readonly node: HTMLElement;
  readonly outline: Outline;
  private readonly body: HTMLElement;
  private readonly end = element("div", { class: "atlas-Page-end", "data-atlas": "page-end" });
  private readonly figures: Figures;
  private readonly parts = new DisposableSet();

  constructor(
    readonly page: Page,
    private readonly options: ArticleOptions,
  ) {
    const { scroller, onOpen, onAnchor, onExpand, link } = options;
    this.body = pageBody(page, options.rendermime);
    this.placeQuiz();
    this.placeExercises();
    this.figures = placeFigures(this.body, page.diagrams, {
      root: scroller,
      onExpand,
      link,
      simulation: options.simulation,
      simulated: page.simulated,
    });
    this.parts.add(this.figures);
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.outline = new Outline(page.headings, onAnchor);
    const article = element("article", { class: "atlas-Page", "data-page": page.id }, [
      pageHeader(page),
      this.body,
      this.end,
      pageFooter(page, { onOpen: (to) => onOpen(to, "", false) }),
    ]);
    this.node = element("div", { class: "atlas-Reader-columns" }, [article, this.outline.node]);
  }

  get isDisposed(): boolean {
    return this.parts.isDisposed;
  }

  dispose(): void {
    this.parts.dispose();
    this.node.remove();
  }

  find(anchor: string): HTMLElement | null {
    return this.body.querySelector<HTMLElement>(`#${CSS.escape(anchor)}`);
  }

  /** Replay a simulation; gives the figure that shows it. */
  replay({ diagram, word }: ReplayAnchor): HTMLElement | null {
    return this.figures.replay(`${this.page.id}#${diagram}`, word);
  }

  /** Select a node; gives the figure that shows it. */
  select({ diagram, node }: NodeAnchor): HTMLElement | null {
    return this.figures.select(`${this.page.id}#${diagram}`, node);
  }

  /** Draw what nobody has come near yet: paper can't be scrolled. */
  drawAll(): void {
    this.figures.drawAll();
  }

  /** How much of the text has passed through the window whose lower edge is `bottom`, 0 to 1. */
  share(bottom: number): number {
    const top = this.node.getBoundingClientRect().top;
    const length = this.end.getBoundingClientRect().top - top;
    return length <= 0 ? 0 : Math.max(0, Math.min(1, (bottom - top) / length));
  }

  private placeQuiz(): void {
    const { page, options } = this;
    for (const place of this.body.querySelectorAll(".atlas-quiz")) {
      if (page.quiz.length === 0) place.remove();
      else place.replaceWith(quizView(page.quiz, { onAnswer: options.onAnswer }));
    }
  }

  private placeExercises(): void {
    for (const place of this.body.querySelectorAll<HTMLElement>("div.atlas-exercise")) {
      const id = place.dataset["exercise"];
      const exercise = this.page.exercises.find((each) => each.id === id);
      if (!exercise) {
        place.remove();
        continue;
      }
      const card = this.options.card(exercise);
      this.parts.add(card);
      place.replaceWith(card.node);
    }
  }

  private onClick(event: MouseEvent): void {
    const link = (event.target as Element).closest("a");
    if (!link) return;
    const { page, anchor = "" } = link.dataset;
    const address = link.getAttribute("href") ?? "";
    if (page !== undefined) {
      event.preventDefault();
      this.options.onOpen(page, anchor, event.ctrlKey || event.metaKey);
    } else if (address.startsWith("#")) {
      event.preventDefault();
      this.options.onAnchor(decodeURIComponent(address.slice(1)));
    }
  }
}
