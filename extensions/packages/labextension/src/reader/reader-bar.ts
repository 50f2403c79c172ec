/** The bar above a page: back, forward, where the page lies, and what can be done with it. */
import type { Page } from "../client/answers.js";
import { button, element } from "../dom/element.js";
import { icon } from "../dom/icon.js";
import type { Standing } from "../facts/progress.js";

export interface BarOptions {
  onBack: () => void;
  onForward: () => void;
  onRead: () => void;
  onWork: () => void;
  onAsk: () => void;
}

export class ReaderBar {
  readonly node: HTMLElement;
  private readonly back: HTMLButtonElement;
  private readonly forward: HTMLButtonElement;
  private readonly read: HTMLButtonElement;
  private readonly work: HTMLButtonElement;
  private readonly ask: HTMLButtonElement;
  private readonly place = element("span", {
    class: "atlas-Bar-place",
    "data-atlas": "page-place",
  });

  constructor(options: BarOptions) {
    const quiet = true;
    this.back = button("", {
      hook: "back",
      quiet,
      icon: icon("back"),
      title: "Back (Alt+Left)",
      onClick: options.onBack,
    });
    this.forward = button("", {
      hook: "forward",
      quiet,
      icon: icon("forward"),
      title: "Forward (Alt+Right)",
      onClick: options.onForward,
    });
    this.ask = button("Ask the tutor", { hook: "ask-tutor", quiet, onClick: options.onAsk });
    this.read = button("Mark as read", { hook: "mark-read", quiet, onClick: options.onRead });
    this.work = button("Work on this page", {
      hook: "work",
      title: "Make a notebook copy of this page that is yours to change",
      onClick: options.onWork,
    });
    this.node = element(
      "div",
      { class: "atlas-Bar", role: "toolbar", "aria-label": "Page" },
      [this.back, this.forward, this.place, this.ask, this.read, this.work],
    );
    this.show(null, "unread");
    this.turn(false, false);
  }

  show(page: Page | null, standing: Standing): void {
    this.place.textContent = page ? page.path : "";
    this.place.title = page ? `${page.tree}/${page.path}` : "";
    for (const each of [this.ask, this.read, this.work]) each.hidden = page === null;
    const read = standing === "read";
    this.read.disabled = read;
    this.read.dataset["standing"] = standing;
    this.read.replaceChildren(...(read ? [icon("check"), "Read"] : ["Mark as read"]));
  }

  turn(canGoBack: boolean, canGoForward: boolean): void {
    this.back.disabled = !canGoBack;
    this.forward.disabled = !canGoForward;
  }

  /** Between asking for the notebook and having it. */
  working(busy: boolean): void {
    this.work.disabled = busy;
    this.work.textContent = busy ? "Making the copy" : "Work on this page";
  }
}
