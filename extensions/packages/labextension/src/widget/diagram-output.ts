/**
 * Draws `application/vnd.atlas.diagram.v1+json` in notebooks: a saved diagram is alive without a
 * kernel. Where the output also has a widget whose model is alive, that takes its place, so that
 * Python sees selection and faults; when the model goes, the saved diagram is back.
 */
import type { Bundle } from "@atlas/contracts";
import { type DiagramView, type Fault, renderDiagram } from "@atlas/diagram";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";

import { diagramSpace } from "../dom/diagram-space.js";
import { living } from "./living.js";
import { DIAGRAM_MIME, WIDGET_MIME } from "./name.js";

type Saved = Bundle & { selection?: string | null; faults?: Fault[] };

export class DiagramOutput extends Widget implements IRenderMime.IRenderer {
  private drawing: DiagramView | null = null;
  private view: { dispose(): void } | null = null;
  private saved: Saved | null = null;
  private modelId: string | null = null;
  private turn = 0;

  constructor() {
    super();
    this.addClass("atlas-Widget");
    this.node.dataset["atlas"] = "diagram-output";
    living.changed.connect(this.onLiving);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    living.changed.disconnect(this.onLiving);
    this.clear();
    super.dispose();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.saved = model.data[DIAGRAM_MIME] as unknown as Saved;
    const widget = model.data[WIDGET_MIME] as { model_id?: string } | undefined;
    this.modelId = widget?.model_id ?? null;
    await this.draw();
  }

  private readonly onLiving = (_: unknown, id: string): void => {
    if (id === this.modelId) void this.draw();
  };

  private async draw(): Promise<void> {
    if (!this.saved) return;
    const turn = ++this.turn;
    const model = this.modelId === null ? null : living.find(this.modelId);
    if (!model) {
      this.drawSaved(this.saved);
      return;
    }
    const host = document.createElement("div");
    const view = await model.showIn(host);
    if (turn !== this.turn || this.isDisposed) {
      view.dispose();
      return;
    }
    this.clear();
    this.view = view;
    this.node.replaceChildren(host);
  }

  private drawSaved(saved: Saved): void {
    this.clear();
    const host = diagramSpace(saved);
    this.node.replaceChildren(host);
    this.drawing = renderDiagram(host, saved, {
      selection: saved.selection ?? null,
      faults: saved.faults ?? [],
    });
  }

  private clear(): void {
    this.drawing?.dispose();
    this.view?.dispose();
    this.drawing = null;
    this.view = null;
  }
}
