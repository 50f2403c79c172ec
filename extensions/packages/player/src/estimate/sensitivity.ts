/**
 * How much the headline depends on what was only assumed: each assumed number is halved and
 * doubled, one at a time. Where the mean response moves more than twofold it is a range. Twin of
 * `atlas_core.sim.flow.sensitivity`; servers that were sized for the load are sized again.
 */
import { meanOf } from "../model/duration.js";
import type { FlowModel, Parameter } from "../model/flow.js";
import { scaleOf, withParameter } from "../model/parameters.js";
import { estimate } from "./estimate.js";
import { flowAt, flowsOf, sourceRate } from "./flows.js";

const TURNED = new Set(["service_s", "servers", "hit_ratio", "rate_per_s"]);
const PARAMETERS_MAX = 100;
const UTILISATION = 0.6;

/** `high_s` null: with twice or half of some number the diagram can't carry its load. */
export interface Headline {
  response_s: number | null;
  low_s: number;
  high_s: number | null;
  is_range: boolean;
  /** The parameters that move the figure most, the first most of all. */
  matters: Parameter[];
}

export function headline(model: FlowModel): Headline {
  const middle = estimate(model).response_s;
  const found: (number | null)[] = [middle];
  const moved: [factor: number, parameter: Parameter][] = [];
  for (const parameter of model.parameters.slice(0, PARAMETERS_MAX)) {
    if (parameter.provenance !== "assumed" || !TURNED.has(parameter.name)) continue;
    const answers = turned(parameter).map((value) => {
      const changed = withParameter(model, parameter, value);
      const sized = parameter.name === "servers" ? changed : resized(changed);
      return estimate(sized).response_s;
    });
    found.push(...answers);
    moved.push([factorOf([middle, ...answers]), parameter]);
  }
  moved.sort(([a], [b]) => b - a);
  const known = found.filter((answer) => answer !== null);
  const low_s = known.length === 0 ? 0 : Math.min(...known);
  const high_s = known.length < found.length ? null : Math.max(...known);
  return {
    response_s: middle,
    low_s,
    high_s,
    is_range: high_s === null || high_s > 2 * low_s,
    matters: moved.flatMap(([factor, parameter]) => (factor > 1.1 ? [parameter] : [])).slice(0, 3),
  };
}

/** Half and double; of a cache's hits it is the misses that are halved and doubled. */
function turned({ name, value }: Parameter): [number, number] {
  if (name === "hit_ratio") return [1 - (1 - value) / 2, Math.max(0, 1 - 2 * (1 - value))];
  if (name === "servers") return [Math.max(1, Math.floor(value / 2)), 2 * value];
  return [value / 2, 2 * value];
}

/** Servers that nobody stated follow what comes: as many as keep them 60 % busy. */
function resized(model: FlowModel): FlowModel {
  const sized = new Set(
    model.parameters
      .filter(({ name, provenance }) => name === "servers" && provenance === "assumed")
      .map(({ owner }) => owner),
  );
  const rates = new Map(
    model.sources.map((source) => [source.id, [sourceRate(source, 3600)[0], 1] as const]),
  );
  const flows = flowsOf(model, rates);
  const scale = scaleOf(model);
  const stations = model.stations.map((station) => {
    if (!sized.has(station.id) || station.servers === null) return station;
    const coming = flowAt(flows.stations, station.id).rate / scale;
    const needed = (coming * meanOf(station.service)) / UTILISATION;
    return { ...station, servers: Math.max(1, Math.round(Math.ceil(needed) * scale)) };
  });
  return { ...model, stations };
}

function factorOf(answers: readonly (number | null)[]): number {
  const known = answers.filter((answer) => answer !== null);
  const least = Math.min(...known);
  if (known.length < answers.length || !(least > 0)) return Infinity;
  return Math.max(...known) / least;
}
