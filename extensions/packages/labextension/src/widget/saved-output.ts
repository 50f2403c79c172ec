/**
 * Draws `application/vnd.atlas.diagram.v1+json` and `…simulation.v1+json` in notebooks: what was
 * saved is alive without a kernel. Where the output also has a widget whose model is alive, that
 * takes its place, so that Python sees what the reader does; when the model goes, the saved is back.
 */
import type { Bundle } from "@atlas/contracts";
import { type Fault, renderDiagram } from "@atlas/diagram";
import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";

import { diagramSpace } from "../dom/diagram-space.js";
import { drawSimulation, type SavedSimulation } from "../simulator/saved-simulation.js";
import { living } from "./living.js";
import { DIAGRAM_MIME, SIMULATION_MIME, WIDGET_MIME } from "./name.js";

type SavedDiagram = Bundle & { selection?: string | null; faults?: Fault[] };

/** How what was saved is drawn, by its MIME type. */
const DRAWERS: Readonly<
  Record<string, (host: HTMLElement, saved: unknown) => { dispose(): void }>
> = {
  [DIAGRAM_MIME]: (host, saved) => {
    const { selection, faults, ...bundle } = saved as SavedDiagram;
    const space = diagramSpace(bundle);
    host.append(space);
    return renderDiagram(space, bundle, { selection: selection ?? null, faults: faults ?? [] });
  },
  [SIMULATION_MIME]: (host, saved) => drawSimulation(host, saved as SavedSimulation),
};

export class SavedOutput extends Widget implements IRenderMime.IRenderer {
  private drawing: { dispose(): void } | null = null;
  private view: { dispose(): void } | null = null;
  private saved: unknown = null;
  private modelId: string | null = null;
  private turn = 0;

  constructor(private readonly mime: string) {
    super();
    this.addClass("atlas-Widget");
    this.node.dataset["atlas"] = mime === DIAGRAM_MIME ? "diagram-output" : "simulation-output";
    living.changed.connect(this.onLiving);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    living.changed.disconnect(this.onLiving);
    this.clear();
    super.dispose();
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.saved = model.data[this.mime];
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

  private drawSaved(saved: unknown): void {
    this.clear();
    const host = document.createElement("div");
    this.node.replaceChildren(host);
    this.drawing = DRAWERS[this.mime]?.(host, saved) ?? null;
  }

  private clear(): void {
    this.drawing?.dispose();
    this.view?.dispose();
    this.drawing = null;
    this.view = null;
  }
}
