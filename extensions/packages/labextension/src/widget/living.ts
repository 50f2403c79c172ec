/**
 * The diagram widgets whose models are alive in this page, by model id. A saved output looks here
 * to hand over to its widget, now or as soon as the kernel has brought the model back.
 */
import { type ISignal, Signal } from "@lumino/signaling";

/** What an output needs of a model: a view to show in its place. */
export interface LivingModel {
  showIn(host: HTMLElement): Promise<{ dispose(): void }>;
}

class Living {
  private readonly models = new Map<string, LivingModel>();
  private readonly moved = new Signal<this, string>(this);

  /** Says the id of a model that came or went. */
  get changed(): ISignal<this, string> {
    return this.moved;
  }

  find(id: string): LivingModel | null {
    return this.models.get(id) ?? null;
  }

  add(id: string, model: LivingModel): void {
    this.models.set(id, model);
    this.moved.emit(id);
  }

  remove(id: string): void {
    this.models.delete(id);
    this.moved.emit(id);
  }
}

export const living = new Living();
