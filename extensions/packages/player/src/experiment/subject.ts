/** What the host hands over: a diagram that can be run, and the page's scenarios for it. */
import { groupsAbove, nodesInside, type Diagram, type Group, type Metric } from "@atlas/contracts";

import type { FlowModel, Scenario } from "../model/flow.js";

export const WATCHES = ["latency", "throughput", "errors", "queue", "busy", "retries"] as const;
/** The charts, by the word that a scenario uses for them. */
export type Watch = (typeof WATCHES)[number];

/** What the reader is asked before the run. */
export type Predict =
  | { kind: "number"; question: string; metric: Metric; of: string | null; unit: string }
  | { kind: "choice"; question: string; choices: string[]; right: number };

export interface NamedScenario {
  id: string;
  title: string;
  model: FlowModel;
  scenario: Scenario;
  /** More than half of the numbers are assumed. */
  structure_only: boolean;
  /** Shown first; the others follow where there is room. */
  watch: Watch[];
  compare: { title: string; model: FlowModel; scenario: Scenario } | null;
  predict: Predict | null;
  /** Markdown that the host has rendered and sanitised, or null. */
  explanation: string | null;
}

export interface Subject {
  diagram: Diagram;
  /** What of the diagram is not simulated, in sentences. */
  left_out: string[];
  /** The first is loaded; the last is the diagram as it stands, to play with. */
  scenarios: NamedScenario[];
}

/** What a station, call or source of the diagram is called. */
export function namesOf({ diagram, scenarios }: Subject): (id: string) => string {
  const names = new Map(
    diagram.nodes.map(({ id, lines }) => [id, lines[0]?.trim() ? lines[0].trim() : id]),
  );
  for (const group of diagram.groups)
    if (!names.has(group.id)) names.set(group.id, groupName(group));
  const node = (id: string) => names.get(id) ?? id;
  for (const { model } of scenarios) {
    for (const { id, target } of model.sources) names.set(id, node(target));
    for (const station of model.stations)
      for (const { id, targets } of station.stages.flat())
        names.set(id, `${node(station.id)} \u2192 ${[...new Set(targets)].map(node).join(" or ")}`);
  }
  return node;
}

function groupName({ id, lines }: Group): string {
  return lines.join(" ").trim() || id;
}

/** A group of the diagram as a run knows it: some of the stations, not all. */
export interface Zone {
  id: string;
  name: string;
  stations: string[];
}

/** The groups around a node, the innermost first, that hold more than it and less than all. */
export function zonesAround({ diagram, scenarios }: Subject, node: string): Zone[] {
  const known = new Set(scenarios.flatMap(({ model }) => model.stations.map(({ id }) => id)));
  const groups = new Map(diagram.groups.map((group) => [group.id, groupName(group)]));
  const stations = diagram.nodes.map(({ id }) => id).filter((id) => known.has(id));
  const own = diagram.nodes.find(({ id }) => id === node)?.group ?? null;
  return groupsAbove(diagram, own)
    .map((id) => ({
      id,
      name: groups.get(id) ?? id,
      stations: nodesInside(diagram, id).filter((inside) => known.has(inside)),
    }))
    .filter((zone) => zone.stations.length > 1 && zone.stations.length < stations.length);
}

export const ASKED_OF_ALL = (hasFaults: boolean): Predict => ({
  kind: "number",
  question: hasFaults
    ? "How many of 100 requests will fail?"
    : "How long will one request in a hundred take, or longer?",
  metric: hasFaults ? "error_ratio" : "latency_p99_s",
  of: null,
  unit: hasFaults ? "%" : "ms",
});
