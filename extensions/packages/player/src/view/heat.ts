/** The state of every node and edge at one moment of a run: what colours the picture. */
import { nodesInside, type Diagram } from "@atlas/contracts";

import type { Fault, Station } from "../model/flow.js";
import type { Run } from "../result/figures.js";
import { count, percent } from "../result/quantity.js";
import type { StationSeries } from "../trace/folded.js";
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

/** An arrow at a group carries what its nodes send, or are sent. */
function edgeHeat(run: Run, diagram: Diagram, bin: number): FigureHeat["edges"] {
  const flows = flowsOf(run, bin);
  const groups = new Set(diagram.groups.map(({ id }) => id));
  const within = (end: string) => new Set(groups.has(end) ? nodesInside(diagram, end) : [end]);
  const found = new Map<string, { sent: number; failing: number }>();
  for (const edge of diagram.edges) {
    const [sources, targets] = [within(edge.source), within(edge.target)];
    const own = flows.filter(({ from, to }) => sources.has(from) && targets.has(to));
    if (own.length === 0) continue;
    const sum = (key: "sent" | "answers" | "bad") =>
      own.reduce((total, flow) => total + flow[key], 0);
    const all = sum("answers");
    found.set(edge.id, { sent: sum("sent"), failing: all === 0 ? 0 : sum("bad") / all });
  }
  const most = Math.max(1e-9, ...[...found.values()].map(({ sent }) => sent));
  return new Map(
    [...found].map(([id, { sent, failing }]) => [id, { share: sent / most, failing }]),
  );
}

interface Flow {
  from: string;
  to: string;
  sent: number;
  answers: number;
  bad: number;
}

/** What each station sends to each target of its calls, which get like parts. */
function flowsOf({ model, folded }: Run, bin: number): Flow[] {
  const series = new Map(folded.calls.map((each) => [each.id, each]));
  return model.stations.flatMap((station) =>
    station.stages.flat().flatMap(({ id, targets }) => {
      const own = series.get(id);
      if (own === undefined) return [];
      const part = (values: Float64Array) => around(values, bin) / targets.length;
      const bad = part(own.failed) + part(own.timeouts) + part(own.short);
      const flow = { sent: part(own.sent), answers: part(own.good) + bad, bad };
      return targets.map((to) => ({ from: station.id, to, ...flow }));
    }),
  );
}

/** The sum over a slice and its two neighbours; the ends count twice. */
function around(values: Float64Array, bin: number): number {
  const last = values.length - 1;
  return [Math.max(0, bin - 1), bin, Math.min(last, bin + 1)].reduce(
    (sum, at) => sum + (values[at] ?? 0),
    0,
  );
}
