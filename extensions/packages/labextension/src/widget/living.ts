/**
 * The diagram widgets whose models are alive in this page, by model id. A saved output looks here
 * to hand over to its widget, now or as soon as the kernel has brought the model back.
 */
import type { DOMWidgetModel } from "@jupyter-widgets/base";
import { MessageLoop } from "@lumino/messaging";
import { type ISignal, Signal } from "@lumino/signaling";
import { Widget } from "@lumino/widgets";

/** What an output needs of a model: a view to show in its place. */
export interface LivingModel {
  showIn(host: HTMLElement): Promise<{ dispose(): void }>;
}

/** Makes a view of a model and puts it into `host`. */
export async function showModel(
  model: DOMWidgetModel,
  host: HTMLElement,
): Promise<{ dispose(): void }> {
  const view = await model.widget_manager.create_view(model);
  const { luminoWidget } = view;
  MessageLoop.sendMessage(luminoWidget, Widget.Msg.BeforeAttach);
  host.append(luminoWidget.node);
  MessageLoop.sendMessage(luminoWidget, Widget.Msg.AfterAttach);
  return {
    dispose: () => {
      view.remove();
    },
  };
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
