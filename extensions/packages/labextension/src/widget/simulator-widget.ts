/**
 * The browser side of `atlas_widgets.SimulatorWidget`. The page's numbers come once; runs are made
 * here, and their figures are told to Python while it lives. A run of Python's own comes as a trace.
 */
import type { FlowModel, Scenario } from "@atlas/contracts";
import { METRICS, type Experiment } from "@atlas/player";
import { DOMWidgetModel, DOMWidgetView, type ISerializers } from "@jupyter-widgets/base";

import { element } from "../dom/element.js";
import { notice, skeleton } from "../dom/notice.js";
import {
  type DrawnSimulation,
  drawSimulation,
  type SavedSimulation,
} from "../simulator/saved-simulation.js";
import { ChunkJoiner, isChunk, pieceOf } from "./chunks.js";
import { living, showModel } from "./living.js";
import { MODULE, VERSION } from "./name.js";
import { inflated, Piecewise } from "./piecewise.js";

const ANSWER_MS_MAX = 8000;

/** A run that Python made, before its trace is here. */
interface Offer {
  type: "run:offer";
  model: FlowModel;
  scenario: Scenario;
  ended: string;
  bytes: number;
  count: number;
}

function isOffer(message: unknown): message is Offer {
  return (message as { type?: unknown } | null)?.type === "run:offer";
}

export class SimulatorModel extends DOMWidgetModel {
  static override serializers: ISerializers = { ...DOMWidgetModel.serializers };
  private readonly joiner = new ChunkJoiner();
  saved: SavedSimulation | null = null;

  override defaults(): Record<string, unknown> {
    return {
      ...(super.defaults() as Record<string, unknown>),
      _model_name: "SimulatorModel",
      _model_module: MODULE,
      _model_module_version: VERSION,
      _view_name: "SimulatorView",
      _view_module: MODULE,
      _view_module_version: VERSION,
      diagram_id: "",
      result: {},
    };
  }

  override initialize(
    attributes: Parameters<DOMWidgetModel["initialize"]>[0],
    options: Parameters<DOMWidgetModel["initialize"]>[1],
  ): void {
    super.initialize(attributes, options);
    this.on("msg:custom", (message: unknown, buffers: readonly DataView[] = []) => {
      const piece = pieceOf(buffers);
      if (!isChunk(message, "simulation") || !piece) return;
      this.saved = this.joiner.takeJson(message, piece) as SavedSimulation | null;
      if (this.saved) this.trigger("simulation");
    });
    living.add(this.model_id, this);
    this.on("destroy", () => living.remove(this.model_id));
  }

  /** Makes a view of this model and puts it into `host`. */
  async showIn(host: HTMLElement): Promise<{ dispose(): void }> {
    return showModel(this, host);
  }
}

export class SimulatorView extends DOMWidgetView {
  declare model: SimulatorModel;
  private drawing: DrawnSimulation | null = null;
  private coming: Piecewise | null = null;
  private readonly state = element("p", { class: "atlas-Simulation-state", role: "status" });
  private late: ReturnType<typeof setTimeout> | undefined;

  override render(): void {
    this.el.classList.add("atlas-Widget");
    this.el.dataset["atlas"] = "simulator-widget";
    this.listenTo(this.model, "simulation", () => this.draw());
    this.listenTo(this.model, "msg:custom", (message: unknown, buffers: readonly DataView[] = []) =>
      this.hear(message, buffers),
    );
    this.draw();
  }

  override remove(): void {
    clearTimeout(this.late);
    this.coming?.stop();
    this.drawing?.dispose();
    super.remove();
  }

  private draw(): void {
    const { saved } = this.model;
    clearTimeout(this.late);
    if (!saved) {
      this.el.replaceChildren(skeleton(4));
      this.model.send({ type: "simulation:request" }, {});
      this.late = setTimeout(() => this.drawLate(), ANSWER_MS_MAX);
      return;
    }
    if (this.drawing) return;
    const host = element("div", {});
    this.el.replaceChildren(host, this.state);
    this.drawing = drawSimulation(host, saved);
    void this.drawing.opened.then((view) => {
      view?.experiment.watch((move) => {
        if (move === "run" && !view.experiment.running) this.tell(view.experiment);
      });
    });
  }

  private drawLate(): void {
    const sentence = "The kernel did not send it. Start the kernel and run the cell again.";
    const title = "This simulation has not arrived";
    this.el.replaceChildren(notice({ state: "failed", icon: "warning", title, sentence }));
  }

  private hear(message: unknown, buffers: readonly DataView[]): void {
    const piece = pieceOf(buffers);
    if (isOffer(message)) this.fetch(message);
    else if (isChunk(message, "run") && piece) this.coming?.take(message, piece);
  }

  /** Fetch the trace of a run that Python made, and show it. */
  private fetch(offer: Offer): void {
    this.coming?.stop();
    this.coming = new Piecewise(offer.count, {
      request: (index) => this.model.send({ type: "run:request", index }, {}),
      onProgress: (share) => {
        const size = (offer.bytes / 1e6).toFixed(1);
        this.state.textContent = `Python's run is coming: ${Math.round(share * 100)} % of ${size} MB.`;
      },
      onDone: (bytes) => void this.showRun(offer, bytes),
    });
    this.coming.start();
  }

  private async showRun(offer: Offer, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const view = await this.drawing?.opened;
    if (!view) return;
    try {
      await view.experiment.showTrace(offer.model, offer.scenario, await inflated(bytes));
      this.state.textContent = "This is the run that Python made. A change runs anew in the browser.";
    } catch (failure) {
      this.state.textContent = failure instanceof Error ? failure.message : String(failure);
    }
  }

  /** Tell Python the figures of the run that is shown. */
  private tell({ run, named }: Experiment): void {
    if (run === null) return;
    const figure = (name: keyof typeof METRICS) => METRICS[name].measure(run, null);
    this.model.set("result", {
      scenario: named.id,
      seed: run.scenario.seed,
      requests: run.folded.requests,
      failed_ratio: figure("error_ratio"),
      latency_p50_s: figure("latency_p50_s"),
      latency_p99_s: figure("latency_p99_s"),
      recovery_s: figure("recovery_s"),
    });
    this.touch();
  }
}
