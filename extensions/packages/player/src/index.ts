/**
 * The simulator in the browser: a model becomes a program, the engine runs it in a worker, its
 * trace is folded there, and the view lets a person break, load and compare. No framework, no
 * network, no kernel.
 */
export { encodeProgram } from "./program/encode.js";
export { estimate, type Estimate } from "./estimate/estimate.js";
export { headline, type Headline } from "./estimate/sensitivity.js";
export { readAnswer, type SimulationAnswer } from "./experiment/answer.js";
export type { Experiment } from "./experiment/experiment.js";
export { METRICS } from "./result/figures.js";
export type { NamedScenario, Subject } from "./experiment/subject.js";
export { openSimulator, type SimulatorOptions, type SimulatorView } from "./view/simulator.js";
