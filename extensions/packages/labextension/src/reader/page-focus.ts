/** The page that the learner looks at. The reader says it; the catalogue and the tutor follow. */
import { type ISignal, Signal } from "@lumino/signaling";

import type { PageLink } from "../client/answers.js";

export class PageFocus {
  private readonly moved = new Signal<this, void>(this);
  private page: PageLink | null = null;

  get changed(): ISignal<this, void> {
    return this.moved;
  }

  get current(): PageLink | null {
    return this.page;
  }

  set(page: PageLink | null): void {
    if (page?.id === this.page?.id && page?.title === this.page?.title) return;
    this.page = page;
    this.moved.emit();
  }
}
