/** The door for pages outside JupyterLab: the simulator with its worker inside. */
import worker from "@atlas/player/worker";

import type { Subject } from "./experiment/subject.js";
import type { Figure } from "./view/figure.js";
import { openSimulator as open, type SimulatorOptions, type SimulatorView } from "./view/simulator.js";

export { readAnswer } from "./experiment/answer.js";

export function openSimulator(
  host: HTMLElement,
  subject: Subject,
  figure: Figure,
  options: Omit<SimulatorOptions, "worker"> = {},
): SimulatorView {
  return open(host, subject, figure, { ...options, worker });
}
