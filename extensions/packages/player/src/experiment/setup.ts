/** One side of an experiment: what is run, and what the reader changed about it. */
import type { Fault, FlowModel, Parameter, Scenario } from "../model/flow.js";
import { scaleOf, withLoad, withParameter } from "../model/parameters.js";
import { sourceRate } from "../estimate/flows.js";
import { type Defences, withDefences } from "./defences/changes.js";

export interface Setup {
  title: string;
  /** The model as the page gives it. */
  base: FlowModel;
  /** What the load is multiplied with. */
  load_factor: number;
  /** The reader's own numbers, by `parameterKey`. */
  changes: ReadonlyMap<string, number>;
  /** The defences that the reader gave or took, by `defenceKey`; they overrule `changes`. */
  defences: Defences;
  faults: readonly Fault[];
  duration_s: number;
  seed: number;
  requests_max: number | null;
}

const ENTRIES_MAX = 30_000_000;

export function setupOf(title: string, base: FlowModel, scenario: Scenario): Setup {
  const { faults, duration_s, seed, requests_max } = scenario;
  const unchanged = { load_factor: 1, changes: new Map(), defences: new Map() };
  return { title, base, ...unchanged, faults, duration_s, seed, requests_max };
}

export function parameterKey({ owner, name }: Parameter): string {
  return `${owner}|${name}`;
}

/** The model with all that the reader changed. */
export function modelOf({ base, load_factor, changes, defences }: Setup): FlowModel {
  let model = base;
  for (const parameter of base.parameters) {
    const value = changes.get(parameterKey(parameter));
    if (value !== undefined) model = withParameter(model, parameter, value);
  }
  model = withDefences(model, defences);
  return load_factor === 1 ? model : withLoad(model, load_factor);
}

export function scenarioOf({ faults, duration_s, seed, requests_max }: Setup): Scenario {
  return { faults: [...faults], duration_s, seed, requests_max, entries_max: ENTRIES_MAX };
}

/** Requests a second that come in, as the diagram counts them (not as scaled for simulation). */
export function loadOf(setup: Setup): number {
  const rates = modelOf(setup).sources.map((source) => sourceRate(source, setup.duration_s)[0]);
  return rates.reduce((sum, rate) => sum + rate, 0) / scaleOf(setup.base);
}

/** Whether the reader changed anything. */
export function isChanged(setup: Setup, original: Setup): boolean {
  return (
    setup.load_factor !== 1 ||
    setup.changes.size > 0 ||
    setup.defences.size > 0 ||
    setup.seed !== original.seed ||
    setup.duration_s !== original.duration_s ||
    JSON.stringify(setup.faults) !== JSON.stringify(original.faults)
  );
}
