/**
 * The tutor on the right: a thread of questions and streamed answers with their sources. It says
 * plainly whether a model answers or the pages alone, and shows the page that goes with a question.
 */
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Widget } from "@lumino/widgets";

import type { Citation, PageLink } from "../client/answers.js";
import type { Client } from "../client/client.js";
import { isAbort, refusalFrom } from "../client/refusal.js";
import { button, element } from "../dom/element.js";
import { tutorIcon } from "../dom/icon.js";
import { AnswerView } from "./answer-view.js";
import { Composer } from "./composer.js";
import { ask, fail, hear, isOpen, memory, stop, type Thread, withdraw } from "./thread.js";

export interface TutorOptions {
  client: Pick<Client, "ask">;
  rendermime: IRenderMimeRegistry;
  onCite: (citation: Citation) => void;
  /** The thread changed for good: keep it. */
  onKeep: (thread: Thread) => void;
}

const IDEAS = [
  "Why can a service stay down after its trigger is gone?",
  "How do retries multiply through layers?",
  "When does a retry need an idempotency key?",
];

export class TutorPanel extends Widget {
  private readonly composer: Composer;
  private readonly talk = element("div", { class: "atlas-Talk", "data-atlas": "tutor-thread" });
  private readonly mode = element("p", { class: "atlas-Tutor-mode", "data-atlas": "tutor-mode" });
  private readonly fresh: HTMLButtonElement;
  private thread: Thread = [];
  private views: AnswerView[] = [];
  private asking: AbortController | null = null;
  /** Until the reader scrolls, the last exchange is kept in view. */
  private follows = true;

  constructor(private readonly options: TutorOptions) {
    super();
    this.id = "atlas-tutor";
    this.title.icon = tutorIcon;
    this.title.caption = "Tutor";
    this.addClass("atlas-Tutor");
    this.node.dataset["atlas"] = "tutor";
    this.composer = new Composer({
      onAsk: (question, page) => void this.ask(question, page),
      onStop: () => this.asking?.abort(),
    });
    this.fresh = button("New thread", {
      hook: "tutor-new",
      quiet: true,
      onClick: () => this.clear(),
    });
    const head = element("div", { class: "atlas-Tutor-head" }, [
      element("h2", {}, ["Tutor"]),
      this.fresh,
    ]);
    for (const kind of ["wheel", "touchmove", "keydown"] as const) {
      this.talk.addEventListener(kind, () => (this.follows = false), { passive: true });
    }
    this.node.append(head, this.mode, this.talk, this.composer.node);
    this.draw();
  }

  override dispose(): void {
    this.asking?.abort();
    super.dispose();
  }

  restore(thread: Thread): void {
    if (this.thread.length > 0) return;
    this.thread = thread;
    this.draw();
  }

  follow(page: PageLink | null): void {
    this.composer.follow(page);
  }

  clear(): void {
    this.asking?.abort();
    this.thread = [];
    this.options.onKeep(this.thread);
    this.draw();
    this.composer.box.focus();
  }

  protected override onActivateRequest(): void {
    this.composer.box.focus();
  }

  protected override onAfterShow(): void {
    this.toLast();
  }

  private async ask(question: string, page: PageLink | null): Promise<void> {
    if (this.asking) return;
    const asking = new AbortController();
    this.asking = asking;
    const reminded = memory(this.thread);
    this.thread = ask(this.thread, question, page);
    this.draw();
    this.composer.busy(true);
    const mine = () => this.asking === asking;
    try {
      const events = this.options.client.ask(question, reminded, page?.id ?? null, asking.signal);
      for await (const event of events) {
        if (!mine()) return;
        this.change(hear(this.thread, event));
      }
      if (mine()) this.change(stop(this.thread));
    } catch (failure) {
      if (!mine()) return;
      if (isAbort(failure)) this.change(stop(this.thread));
      else this.change(fail(this.thread, refusalFrom(failure).sentence));
    } finally {
      if (mine()) {
        this.asking = null;
        this.composer.busy(false);
        this.options.onKeep(this.thread);
      }
    }
  }

  private retry(): void {
    const last = this.thread.at(-1);
    if (!last || isOpen(last)) return;
    this.thread = withdraw(this.thread);
    void this.ask(last.question, last.page);
  }

  /** A step of the answer that streams: only the last exchange is drawn anew. */
  private change(thread: Thread): void {
    this.thread = thread;
    const last = thread.at(-1);
    if (last) this.views.at(-1)?.show(last);
    this.drawMode();
  }

  private draw(): void {
    for (const view of this.views) view.dispose();
    this.views = this.thread.map(
      (exchange) =>
        new AnswerView(exchange, {
          rendermime: this.options.rendermime,
          onCite: this.options.onCite,
          onRetry: () => this.retry(),
          onGrow: () => {
            if (this.follows) this.toLast();
          },
        }),
    );
    const nodes = this.views.map((view) => view.node);
    this.talk.replaceChildren(...(nodes.length > 0 ? nodes : [this.welcome()]));
    this.fresh.hidden = nodes.length === 0;
    if (!this.asking) this.composer.busy(false);
    this.drawMode();
    this.follows = true;
    this.toLast();
  }

  private drawMode(): void {
    const told = this.thread.findLast((exchange) => exchange.mode !== null);
    this.mode.hidden = !told;
    if (!told) return;
    this.mode.dataset["mode"] = told.mode ?? "";
    const offline = "No model is set up: these are passages of the pages, in their own words.";
    const model = "A model answers from the pages. It can be wrong: check the sources.";
    this.mode.textContent = told.note || (told.mode === "offline" ? offline : model);
  }

  private welcome(): HTMLElement {
    const ideas = IDEAS.map((question) =>
      element("li", {}, [
        button(question, {
          hook: "tutor-idea",
          quiet: true,
          onClick: () => void this.ask(question, null),
        }),
      ]),
    );
    return element("div", { class: "atlas-Talk-welcome", "data-atlas": "empty" }, [
      element("p", {}, [
        "Ask about what you read. Answers come from the pages of the catalogue and show where.",
      ]),
      element("ul", {}, ideas),
    ]);
  }

  /** Puts the last question on top: an answer is read from its beginning, while it grows. */
  private toLast(): void {
    const last = this.views.at(-1)?.node;
    if (last) this.talk.scrollTop = last.offsetTop - this.talk.offsetTop - 8;
  }
}
