/** A simulation as a notebook carries it: picture and simulator, drawn without kernel or server. */
import type { Bundle, SimulationAnswer } from "@atlas/contracts";
import { renderDiagram } from "@atlas/diagram";
import type { SimulatorView } from "@atlas/player";

import { diagramSpace } from "../dom/diagram-space.js";
import { element } from "../dom/element.js";
import { SimulatorPlace } from "./simulator-place.js";

export interface SavedSimulation {
  bundle: Bundle;
  answer: SimulationAnswer;
  scenario: string | null;
}

export interface DrawnSimulation {
  /** The simulator, once it is open. */
  readonly opened: Promise<SimulatorView | null>;
  dispose(): void;
}

export function drawSimulation(
  host: HTMLElement,
  { bundle, answer, scenario }: SavedSimulation,
): DrawnSimulation {
  const space = diagramSpace(bundle);
  const place = new SimulatorPlace(
    bundle,
    { load: () => Promise.resolve(answer), ...(scenario === null ? {} : { scenario }) },
    () => view,
  );
  host.replaceChildren(element("div", { class: "atlas-Simulation" }, [space, place.node]));
  const view = renderDiagram(space, bundle, { onSimulate: () => place.toggle() });
  return {
    opened: place.start(true).then(() => place.current),
    dispose() {
      place.dispose();
      view.dispose();
    },
  };
}
