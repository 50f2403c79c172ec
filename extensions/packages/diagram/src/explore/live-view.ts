/**
 * The live view of a host: its scene is there at once; what explores it is made when somebody
 * touches it, or the host asks for more than the picture. Most pictures of a page are only seen.
 */
import type { Bundle, Diagram, Geometry } from "@atlas/contracts";

import type { Fault } from "../fault.js";
import type { Heat } from "../heat.js";
import type { DiagramOptions, DiagramView } from "../view.js";
import { Exploration } from "./exploration.js";
import { HeatLayer } from "./simulated/heat-layer.js";
import { Picking, type Picker } from "./simulated/picking.js";
import { travels } from "./play/journey.js";
import type { Tools } from "./toolbar.js";
import { makeScene, type Scene } from "./view/scene.js";

const TOUCHES = ["pointerover", "pointerdown", "click", "focusin", "keydown", "wheel"] as const;
const LISTENING = { capture: true, passive: true };

interface Live {
  readonly exploration: Exploration;
  readonly heat: HeatLayer;
  readonly picking: Picking;
}

export class LiveView implements DiagramView {
  readonly #root: HTMLElement;
  readonly #scene: Scene;
  readonly #make: () => Live;
  #made: Live | null = null;
  readonly #touch = () => void this.#live();

  constructor(root: HTMLElement, bundle: Bundle, geometry: Geometry, options: DiagramOptions) {
    this.#root = root;
    this.#scene = makeScene(root, bundle, geometry, () => this.#tools(bundle.diagram, options));
    this.#make = () => ({
      exploration: new Exploration(root, this.#scene, bundle, geometry, options),
      heat: new HeatLayer(this.#scene.svg, geometry),
      picking: new Picking(root),
    });
    const plain = (options.selection ?? null) === null && (options.faults ?? []).length === 0;
    for (const touch of TOUCHES) root.addEventListener(touch, this.#touch, LISTENING);
    if (plain) queueMicrotask(() => this.#follow());
    else this.#live();
  }

  select(node: string | null): void {
    this.#live().exploration.select(node);
  }

  setFaults(faults: readonly Fault[]): void {
    this.#live().exploration.setFaults(faults);
  }

  fit(): void {
    this.#scene.viewport.fit();
  }

  setHeat(heat: Heat | null): void {
    this.#live().heat.show(heat);
  }

  setPicker(picker: Picker | null): void {
    this.#live().picking.set(picker);
  }

  dispose(): void {
    this.#stopWaiting();
    this.#made?.picking.dispose();
    this.#made?.exploration.dispose();
    this.#scene.dispose();
    this.#root.remove();
  }

  /** What comes behind the picture, before it is seen: its bar, its text, the map of what is wide. */
  #follow(): void {
    if (this.#root.parentNode === null) return;
    this.#scene.toolbar();
    this.#scene.tell();
    if (!this.#scene.viewport.fits) this.#scene.map();
  }

  #stopWaiting(): void {
    for (const touch of TOUCHES) this.#root.removeEventListener(touch, this.#touch, LISTENING);
  }

  #tools(diagram: Diagram, { onSimulate }: DiagramOptions): Tools {
    const explored = () => this.#live().exploration;
    return {
      simulate: onSimulate === undefined ? null : () => onSimulate(),
      play: travels(diagram) ? () => explored().play() : null,
      find: () => explored().toggleFind(),
      take: () => explored().toggleTake(),
      zoomIn: () => explored().zoomIn(),
      zoomOut: () => explored().zoomOut(),
      fit: () => this.fit(),
    };
  }

  #live(): Live {
    if (this.#made !== null) return this.#made;
    this.#stopWaiting();
    this.#scene.tell();
    this.#scene.complete();
    this.#made = this.#make();
    return this.#made;
  }
}
