/** The state of every node and edge at one moment of a run: what colours the picture. */
import type { Diagram } from "@atlas/contracts";

import type { Fault, Station } from "../model/flow.js";
import type { Run } from "../result/figures.js";
import { count, percent } from "../result/quantity.js";
import type { CallSeries, StationSeries } from "../trace/folded.js";
import type { FigureHeat, HeatState } from "./figure.js";

type NodeHeat = { state: HeatState; level: number; note: string | null };

const FAILING = 0.05;
const BUSY = 0.7;
const FULL = 0.97;
const QUEUE_NOTED = 3;

/** The heat of a run `at_s`, over the slice there and its neighbours. */
export function heatAt(run: Run, diagram: Diagram, at_s: number): FigureHeat {
  const { folded, model, scenario } = run;
  const bin = Math.min(folded.arrived.length - 1, Math.floor(at_s / folded.slice_s));
  const active = scenario.faults.filter(
    ({ start_s, end_s }) => start_s <= at_s && at_s < (end_s ?? Infinity),
  );
  const nodes = new Map(
    model.stations.flatMap((station, index): [string, NodeHeat][] => {
      const series = folded.stations[index];
      if (series === undefined) return [];
      const own = active.filter(({ target }) => target === station.id);
      return [[station.id, nodeHeat(station, series, bin, own)]];
    }),
  );
  return { nodes, edges: edgeHeat(run, diagram, bin) };
}

function nodeHeat(
  station: Station,
  series: StationSeries,
  bin: number,
  faults: readonly Fault[],
): NodeHeat {
  const kinds = new Set(faults.map(({ kind }) => kind));
  if (kinds.has("crash")) return { state: "down", level: 1, note: "down" };
  const queue = around(series.waiting, bin) / 3;
  const waits = queue >= QUEUE_NOTED ? `queue ${count(queue)}` : null;
  if (kinds.has("pause")) return { state: "down", level: 1, note: waits ?? "stands still" };
  const answers = around(series.good, bin) + around(series.failed, bin);
  const failing = answers === 0 ? 0 : around(series.failed, bin) / answers;
  if (failing >= FAILING) {
    const note = `${percent(failing)} fail`;
    return { state: "failing", level: 0.35 + 0.65 * failing, note };
  }
  if (station.servers === null) return { state: "calm", level: 0.2, note: waits };
  const busy = Math.min(1, around(series.busy, bin) / 3 / station.servers);
  if (busy >= FULL || queue >= 2 * station.servers)
    return { state: "full", level: 1, note: waits ?? "all busy" };
  if (busy >= BUSY) return { state: "busy", level: busy, note: waits ?? `${percent(busy)} busy` };
  return { state: "calm", level: busy, note: waits };
}

function edgeHeat(run: Run, diagram: Diagram, bin: number): FigureHeat["edges"] {
  const { model, folded } = run;
  const series = new Map(folded.calls.map((each) => [each.id, each]));
  const found = new Map<string, { sent: number; failing: number }>();
  for (const edge of diagram.edges) {
    const station = model.stations.find(({ id }) => id === edge.source);
    const call = station?.stages.flat().find(({ targets }) => targets.includes(edge.target));
    const own = call && series.get(call.id);
    if (call === undefined || own === undefined) continue;
    const part = call.targets.filter((target) => target === edge.target).length;
    const sent = (around(own.sent, bin) * part) / call.targets.length;
    found.set(edge.id, { sent, failing: failingOf(own, bin) });
  }
  const most = Math.max(1e-9, ...[...found.values()].map(({ sent }) => sent));
  return new Map(
    [...found].map(([id, { sent, failing }]) => [id, { share: sent / most, failing }]),
  );
}

function failingOf(call: CallSeries, bin: number): number {
  const bad = around(call.failed, bin) + around(call.timeouts, bin) + around(call.short, bin);
  const all = around(call.good, bin) + bad;
  return all === 0 ? 0 : bad / all;
}

/** The sum over a slice and its two neighbours; the ends count twice. */
function around(values: Float64Array, bin: number): number {
  const last = values.length - 1;
  return [Math.max(0, bin - 1), bin, Math.min(last, bin + 1)].reduce(
    (sum, at) => sum + (values[at] ?? 0),
    0,
  );
}
