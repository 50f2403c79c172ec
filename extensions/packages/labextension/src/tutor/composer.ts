/** Where a question is written: the page that goes with it, the text, ask or stop. */
import type { PageLink } from "../client/answers.js";
import { button, element } from "../dom/element.js";
import { icon } from "../dom/icon.js";

export interface ComposerOptions {
  onAsk: (question: string, page: PageLink | null) => void;
  onStop: () => void;
}

export class Composer {
  readonly node: HTMLElement;
  readonly box = element("textarea", {
    class: "atlas-Composer-box",
    rows: 2,
    placeholder: "Ask about distributed systems",
    "aria-label": "Your question",
    "data-atlas": "tutor-question",
  });
  private readonly context = element("div", { class: "atlas-Composer-context" });
  private readonly send: HTMLButtonElement;
  private readonly halt: HTMLButtonElement;
  private page: PageLink | null = null;
  private withPage = true;
  private asking = false;

  constructor(private readonly options: ComposerOptions) {
    this.send = button("", {
      hook: "tutor-send",
      accent: true,
      icon: icon("send"),
      title: "Ask (Enter)",
      onClick: () => this.ask(),
    });
    this.halt = button("", {
      hook: "tutor-stop",
      icon: icon("stop"),
      title: "Stop the answer",
      onClick: options.onStop,
    });
    this.node = element("div", { class: "atlas-Composer" }, [
      this.context,
      element("div", { class: "atlas-Composer-line" }, [this.box, this.send, this.halt]),
    ]);
    this.box.addEventListener("input", () => this.fit());
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.ask();
    });
    this.busy(false);
  }

  /** The page in front. A context that was taken away comes back with the next page. */
  follow(page: PageLink | null): void {
    if (page?.id !== this.page?.id) this.withPage = true;
    this.page = page;
    this.drawContext();
  }

  busy(asking: boolean): void {
    this.asking = asking;
    this.send.hidden = asking;
    this.halt.hidden = !asking;
    this.fit();
  }

  private ask(): void {
    const question = this.box.value.trim();
    if (question === "" || this.asking) return;
    this.box.value = "";
    this.fit();
    this.options.onAsk(question, this.withPage ? this.page : null);
  }

  private fit(): void {
    this.send.disabled = this.box.value.trim() === "";
    this.box.style.height = "auto";
    if (this.box.scrollHeight > 0) {
      this.box.style.height = `${Math.min(160, this.box.scrollHeight + 2)}px`;
    }
  }

  private drawContext(): void {
    const { page } = this;
    if (!page || !this.withPage) {
      this.context.replaceChildren();
      return;
    }
    const remove = button("", {
      hook: "tutor-context-remove",
      quiet: true,
      icon: icon("close"),
      title: "Ask without this page",
      onClick: () => {
        this.withPage = false;
        this.drawContext();
        this.box.focus();
      },
    });
    this.context.replaceChildren(
      element(
        "span",
        {
          class: "atlas-Context",
          "data-atlas": "tutor-context",
          "data-page": page.id,
          title: "The tutor sees which page you are reading",
        },
        [icon("page"), element("span", {}, [page.title]), remove],
      ),
    );
  }
}
