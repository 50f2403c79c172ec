/** One diagram with a whole tab of the main area to itself; its simulator opens under it. */
import type { Bundle } from "@atlas/contracts";
import { type DiagramView, renderDiagram } from "@atlas/diagram";
import type { Message } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";

import { element } from "../dom/element.js";
import { fontFaces } from "../dom/font.js";
import { refusalFrom } from "../client/refusal.js";
import { diagramIcon } from "../dom/icon.js";
import { notice, skeleton } from "../dom/notice.js";
import { type SimulationSource, SimulatorPlace } from "../simulator/simulator-place.js";
import type { Explored } from "./figure.js";

export class DiagramTab extends Widget {
  readonly diagram: string;
  private view: DiagramView | null = null;
  private simulator: SimulatorPlace | null = null;

  constructor(
    diagram: string,
    private readonly load: () => Promise<Bundle>,
    private readonly link: (node: string) => string,
    private readonly simulation: SimulationSource,
    private readonly explored: Explored = { selection: null, faults: [] },
  ) {
    super();
    this.diagram = diagram;
    this.id = `atlas-diagram:${diagram}`;
    this.title.icon = diagramIcon;
    this.title.label = "Diagram";
    this.title.closable = true;
    this.addClass("atlas-DiagramTab");
    this.node.dataset["atlas"] = "diagram-tab";
    this.node.tabIndex = -1;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.simulator?.dispose();
    this.view?.dispose();
    super.dispose();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    if (!this.view) void this.draw();
  }

  protected override onResize(): void {
    this.view?.fit();
  }

  protected override onActivateRequest(): void {
    this.node.focus();
  }

  /** Open the simulator or close it; all of the picture is seen in the room that it leaves. */
  private simulate(): void {
    this.simulator?.toggle();
    this.view?.fit();
  }

  private async draw(): Promise<void> {
    this.node.replaceChildren(skeleton(6));
    try {
      const bundle = await this.load();
      this.title.label = bundle.diagram.title || "Diagram";
      const picture = element("div", { class: "atlas-DiagramTab-picture" });
      const simulator = new SimulatorPlace(bundle, this.simulation, () => this.view ?? undefined);
      this.simulator = simulator;
      this.node.replaceChildren(picture, simulator.node);
      this.view = renderDiagram(picture, bundle, {
        ...this.explored,
        link: this.link,
        fonts: fontFaces,
        ...(bundle.diagram.typed ? { onSimulate: () => this.simulate() } : {}),
      });
    } catch (failure) {
      const step = { text: "Try again", hook: "retry", onClick: () => void this.draw() };
      const { sentence } = refusalFrom(failure);
      const title = "The diagram could not be loaded";
      this.node.replaceChildren(notice({ state: "failed", icon: "warning", title, sentence, step }));
    }
  }
}
