/**
 * The defences that a reader gave a model or took from it. Numbers are those of the diagram; what
 * is simulated at a scale gets them scaled.
 */
import type { FlowModel, Parameter } from "../../model/flow.js";
import { scaleOf } from "../../model/parameters.js";
import type { Defence, DefenceValues } from "./defence.js";
import { OF_CALLS } from "./of-calls.js";
import { OF_SOURCES } from "./of-sources.js";
import { OF_STATIONS } from "./of-stations.js";

/** The changes of a side, by `defenceKey`. */
export type Defences = ReadonlyMap<string, DefenceValues>;

export function defenceKey(owner: string, kind: string): string {
  return `${owner}|${kind}`;
}

/** Numbers of a defence, from those that are simulated to those of the diagram. */
export function unscaled<Of>(
  { scaled }: Defence<Of>,
  values: readonly number[],
  scale: number,
): number[] {
  return values.map((value, at) => (scaled.includes(at) ? value / scale : value));
}

/** The defence that says this parameter's number, by the parameter's name. */
const SAYS: Readonly<Record<string, string>> = {
  queue_max: "room",
  timeout_s: "timeout",
  retries: "retry",
  attempts: "retry",
  backoff_s: "retry",
};

/** Whether a defence that the reader gave or took overrules this parameter. */
export function isOverruled({ owner, name }: Parameter, defences: Defences): boolean {
  const kind = SAYS[name];
  return kind !== undefined && defences.has(defenceKey(owner, kind));
}

/** The changes with this defence given or taken; what can't be without another goes with it. */
export function withDefence<Of extends { id: string }>(
  defences: Defences,
  table: readonly Defence<Of>[],
  of: Of,
  kind: string,
  values: DefenceValues,
): Map<string, DefenceValues> {
  const changed = new Map(defences).set(defenceKey(of.id, kind), values);
  if (values === null) {
    for (const each of table)
      if (each.needs === kind) changed.set(defenceKey(of.id, each.kind), null);
    return changed;
  }
  const needs = table.find((each) => each.kind === kind)?.needs;
  const needed = table.find((each) => each.kind === needs);
  if (needed !== undefined && needed.read(of) === null)
    changed.set(defenceKey(of.id, needed.kind), needed.starts(of, 0));
  return changed;
}

/** The model with what the reader gave and took; what does not fit its station is left out. */
export function withDefences(model: FlowModel, defences: Defences): FlowModel {
  if (defences.size === 0) return model;
  const scale = scaleOf(model);
  return {
    ...model,
    sources: model.sources.map((source) => applied(OF_SOURCES, source, defences, scale)),
    stations: model.stations.map((station) => ({
      ...applied(OF_STATIONS, station, defences, scale),
      stages: station.stages.map((stage) =>
        stage.map((call) => applied(OF_CALLS, call, defences, scale)),
      ),
    })),
  };
}

function applied<Of extends { id: string }>(
  table: readonly Defence<Of>[],
  of: Of,
  defences: Defences,
  scale: number,
): Of {
  let made = of;
  for (const defence of table) {
    const values = defences.get(defenceKey(of.id, defence.kind));
    if (values === undefined || !defence.fits(of)) continue;
    made = defence.write(made, values && inBounds(defence, values, scale));
  }
  return made;
}

/** What of a link may be anything, as the engine takes it. */
function inBounds<Of>(
  { fields, scaled }: Defence<Of>,
  values: readonly number[],
  scale: number,
): number[] {
  return fields.map(({ least, most, whole }, at) => {
    const asked = Math.min(Math.max(values[at] ?? least, least), most);
    const value = scaled.includes(at) ? asked * scale : asked;
    return whole ? Math.max(Math.ceil(least), Math.round(value)) : value;
  });
}
