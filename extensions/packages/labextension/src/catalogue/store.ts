/** The catalogue and who is asking, loaded once and on request; views follow `changed`. */
import { type ISignal, Signal } from "@lumino/signaling";

import type { Catalogue, CataloguePage, Me } from "../client/answers.js";
import { type Refusal, refusalFrom } from "../client/refusal.js";

interface Source {
  catalogue(): Promise<Catalogue>;
  me(): Promise<Me>;
}

export class CatalogueStore {
  private readonly moved = new Signal<this, void>(this);
  private catalogue: Catalogue | null = null;
  private person: Me | null = null;
  private refusal: Refusal | null = null;
  private pending: Promise<void> | null = null;

  constructor(private readonly source: Source) {}

  get changed(): ISignal<this, void> {
    return this.moved;
  }

  get current(): Catalogue | null {
    return this.catalogue;
  }

  /** Null while it is not known: reading never waits for it. */
  get me(): Me | null {
    return this.person;
  }

  get failure(): Refusal | null {
    return this.refusal;
  }

  /** Resolves when the catalogue is there or has failed; never rejects. */
  load(): Promise<void> {
    this.pending ??= this.ask().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  find(page: string): CataloguePage | null {
    const trees = this.catalogue?.trees ?? [];
    for (const tree of trees) {
      const found = tree.pages.find((each) => each.id === page);
      if (found) return found;
    }
    return null;
  }

  /** The page that holds an exercise. */
  pageOf(exercise: string): CataloguePage | null {
    const trees = this.catalogue?.trees ?? [];
    for (const tree of trees) {
      const found = tree.pages.find((each) => each.exercises.includes(exercise));
      if (found) return found;
    }
    return null;
  }

  private async ask(): Promise<void> {
    const asked = this.source.me().then(
      (me) => {
        this.person = me;
        this.moved.emit();
      },
      () => undefined, // The roles are an extra; the catalogue's own failure is the one to show.
    );
    try {
      this.catalogue = await this.source.catalogue();
      this.refusal = null;
    } catch (failure) {
      this.refusal = refusalFrom(failure);
    }
    this.moved.emit();
    await asked;
  }
}
