/**
 * The browser side of `atlas_widgets.DiagramWidget`: its selection and faults are synced with the
 * kernel, both ways; a bundle too large for a trait is asked for and comes in pieces.
 */
import type { Bundle } from "@atlas/contracts";
import { type DiagramView as Drawing, type Fault, renderDiagram } from "@atlas/diagram";
import { DOMWidgetModel, DOMWidgetView, type ISerializers } from "@jupyter-widgets/base";

import { diagramSpace } from "../dom/diagram-space.js";
import { notice, skeleton } from "../dom/notice.js";
import { ChunkJoiner, isChunk, pieceOf } from "./chunks.js";
import { MODULE, VERSION } from "./name.js";
import { living, showModel } from "./living.js";

const ANSWER_MS_MAX = 5000;

export class DiagramModel extends DOMWidgetModel {
  static override serializers: ISerializers = { ...DOMWidgetModel.serializers };
  private readonly joiner = new ChunkJoiner();
  /** The bundle that came in pieces; the trait stays null. */
  received: Bundle | null = null;

  override defaults(): Record<string, unknown> {
    return {
      ...(super.defaults() as Record<string, unknown>),
      _model_name: "DiagramModel",
      _model_module: MODULE,
      _model_module_version: VERSION,
      _view_name: "DiagramView",
      _view_module: MODULE,
      _view_module_version: VERSION,
      diagram_id: "",
      bundle: null,
      selection: null,
      faults: [],
    };
  }

  override initialize(
    attributes: Parameters<DOMWidgetModel["initialize"]>[0],
    options: Parameters<DOMWidgetModel["initialize"]>[1],
  ): void {
    super.initialize(attributes, options);
    this.on("msg:custom", (message: unknown, buffers: readonly DataView[] = []) => {
      const piece = pieceOf(buffers);
      if (!isChunk(message, "bundle") || !piece) return;
      const bundle = this.joiner.takeJson(message, piece) as Bundle | null;
      if (!bundle) return;
      this.received = bundle;
      this.trigger("bundle");
    });
    living.add(this.model_id, this);
    this.on("destroy", () => living.remove(this.model_id));
  }

  get whole(): Bundle | null {
    return (this.get("bundle") as Bundle | null) ?? this.received;
  }

  /** Makes a view of this model and puts it into `host`. */
  async showIn(host: HTMLElement): Promise<{ dispose(): void }> {
    return showModel(this, host);
  }

  request(): void {
    this.send({ type: "bundle:request" }, {});
  }
}

export class DiagramView extends DOMWidgetView {
  declare model: DiagramModel;
  private drawing: Drawing | null = null;
  private late: ReturnType<typeof setTimeout> | undefined;

  override render(): void {
    this.el.classList.add("atlas-Widget");
    this.el.dataset["atlas"] = "diagram-widget";
    this.listenTo(this.model, "change:bundle", () => this.draw());
    this.listenTo(this.model, "bundle", () => this.draw());
    this.listenTo(this.model, "change:selection", () => {
      this.drawing?.select(this.model.get("selection") as string | null);
    });
    this.listenTo(this.model, "change:faults", () => {
      this.drawing?.setFaults(this.model.get("faults") as Fault[]);
    });
    this.draw();
  }

  override remove(): void {
    clearTimeout(this.late);
    this.drawing?.dispose();
    super.remove();
  }

  private draw(): void {
    const { model } = this;
    const bundle = model.whole;
    clearTimeout(this.late);
    if (!bundle) {
      this.el.replaceChildren(skeleton(4));
      model.request();
      this.late = setTimeout(() => this.drawLate(), ANSWER_MS_MAX);
      return;
    }
    this.drawing?.dispose();
    const host = diagramSpace(bundle);
    this.el.replaceChildren(host);
    this.drawing = renderDiagram(host, bundle, {
      selection: model.get("selection") as string | null,
      faults: model.get("faults") as Fault[],
      onSelect: (selection) => this.say("selection", selection),
      onFaults: (faults) => this.say("faults", faults),
    });
  }

  private drawLate(): void {
    const sentence = "The kernel did not send it. Start the kernel and run the cell again.";
    const title = "This diagram has not arrived";
    this.el.replaceChildren(notice({ state: "failed", icon: "warning", title, sentence }));
  }

  private say(trait: string, value: unknown): void {
    if (JSON.stringify(this.model.get(trait)) === JSON.stringify(value)) return;
    this.model.set(trait, value);
    this.touch();
  }
}
