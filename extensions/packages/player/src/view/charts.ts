/** The four charts of a run: requests, latency, queues, errors. */
import { Chart, type ChartData, type Line, type Tone } from "../chart/chart.js";
import type { Experiment } from "../experiment/experiment.js";
import { loadOf } from "../experiment/setup.js";
import { WATCHES, type Watch } from "../experiment/subject.js";
import { scaleOf } from "../model/parameters.js";
import type { Run } from "../result/figures.js";
import { count, percent, rate, seconds } from "../result/quantity.js";
import { element } from "./element.js";

type NameOf = (id: string) => string;

/** Shown whatever a scenario watches. */
const ALWAYS: readonly Watch[] = ["throughput", "latency", "queue", "errors"];
const QUEUES_MAX = 3;
const QUEUE_LENGTH_MIN = 0.5;
const QUEUE_SHARE_MIN = 0.02;
const TONES: readonly Tone[] = ["ink", "accent", "warning"];
const LABEL_LETTERS = 12;

export class Charts {
  readonly node: HTMLElement;
  readonly #experiment: Experiment;
  readonly #nameOf: NameOf;
  readonly #charts: ReadonlyMap<Watch, Chart>;

  constructor(document: Document, experiment: Experiment, nameOf: NameOf) {
    this.#experiment = experiment;
    this.#nameOf = nameOf;
    const scrub = (at_s: number) => experiment.scrub(at_s);
    this.#charts = new Map(WATCHES.map((watch) => [watch, new Chart(document, watch, scrub)]));
    this.node = element(document, "div", { class: "charts" });
  }

  show(): void {
    const { run, other, named, setup } = this.#experiment;
    this.node.hidden = run === null;
    if (run === null) return;
    const order = [...new Set([...named.watch, ...ALWAYS])];
    const charts = order.flatMap((watch) => this.#charts.get(watch) ?? []);
    if (charts.some(({ node }, at) => this.node.children[at] !== node))
      this.node.replaceChildren(...charts.map(({ node }) => node));
    const spans = run.scenario.faults.map(
      ({ start_s, end_s }) => [start_s, end_s ?? setup.duration_s] as const,
    );
    const { duration_s } = run.folded;
    for (const [watch, chart] of this.#charts)
      if (order.includes(watch)) chart.show({ ...this.#data(watch, run, other), spans, duration_s });
    this.cursor();
  }

  cursor(): void {
    for (const chart of this.#charts.values()) chart.cursor(this.#experiment.cursor_s);
  }

  resize(): void {
    for (const chart of this.#charts.values()) chart.resize(chart.node.clientWidth);
  }

  #data(watch: Watch, run: Run, other: Run | null): Omit<ChartData, "spans" | "duration_s"> {
    switch (watch) {
      case "throughput":
        return this.#throughput(run, other);
      case "latency":
        return {
          title: "Latency of good answers",
          format: seconds,
          least: 0.001,
          lines: latencies(run),
          others: other === null ? [] : latencies(other).slice(0, 1),
        };
      case "queue":
        return this.#queues(run, other);
      case "busy":
        return this.#busy(run, other);
      case "retries":
        return {
          title: "Calls and retries a second",
          format: rate,
          least: 1,
          lines: [
            { label: "calls", values: perSecond(run, totalOf(run, "sent")), tone: "quiet" },
            { label: "retries", values: perSecond(run, totalOf(run, "retried")), tone: "danger" },
          ],
          others:
            other === null
              ? []
              : [{ label: "", values: perSecond(other, totalOf(other, "retried")), tone: "danger" }],
        };
      case "errors":
        return {
          title: "Requests that fail, of those answered",
          format: percent,
          least: 0.02,
          most: 1,
          lines: [{ label: "failed", values: failedShares(run), tone: "danger" }],
          others:
            other === null ? [] : [{ label: "", values: failedShares(other), tone: "danger" }],
        };
    }
  }

  #throughput(run: Run, other: Run | null): Omit<ChartData, "spans" | "duration_s"> {
    const { setup } = this.#experiment;
    const before = loadOf(setup) / setup.load_factor;
    return {
      title: "Requests a second",
      format: rate,
      least: 1,
      lines: [
        { label: "come", values: perSecond(run, run.folded.arrived), tone: "quiet" },
        { label: "answered", values: perSecond(run, run.folded.answered), tone: "ink" },
        { label: "failed", values: perSecond(run, run.folded.refused), tone: "danger" },
      ],
      others:
        other === null
          ? []
          : [{ label: "", values: perSecond(other, other.folded.answered), tone: "ink" }],
      handle: {
        value: loadOf(setup),
        format: rate,
        onChange: (value) => this.#experiment.change({ load_factor: value / before }),
      },
    };
  }

  #busy(run: Run, other: Run | null): Omit<ChartData, "spans" | "duration_s"> {
    const shares = ({ folded, model }: Run) =>
      folded.stations.flatMap(({ id, busy }, at) => {
        const servers = model.stations[at]?.servers ?? null;
        return servers === null ? [] : [{ id, share: busy.map((value) => value / servers) }];
      });
    const top = (share: Float64Array) => Math.max(...share);
    const shown = shares(run)
      .sort((a, b) => top(b.share) - top(a.share))
      .slice(0, QUEUES_MAX);
    const behind = other && shares(other).find(({ id }) => id === shown[0]?.id);
    return {
      title: "Busy servers, of those there are",
      format: percent,
      least: 1,
      most: 1,
      lines: shown.map(({ id, share }, at) => ({
        label: cut(this.#nameOf(id)),
        values: share,
        tone: TONES[at] ?? "quiet",
      })),
      others: behind ? [{ label: "", values: behind.share, tone: "ink" }] : [],
    };
  }

  #queues(run: Run, other: Run | null): Omit<ChartData, "spans" | "duration_s"> {
    const longest = (values: Float64Array) => Math.max(...values);
    const most = Math.max(0, ...run.folded.stations.map(({ waiting }) => longest(waiting)));
    const least = Math.max(QUEUE_LENGTH_MIN, most * QUEUE_SHARE_MIN);
    const shown = run.folded.stations
      .filter(({ waiting }) => longest(waiting) >= least)
      .sort((a, b) => longest(b.waiting) - longest(a.waiting))
      .slice(0, QUEUES_MAX);
    const lines = shown.map(({ id, waiting }, at): Line => {
      return { label: cut(this.#nameOf(id)), values: waiting, tone: TONES[at] ?? "quiet" };
    });
    const first = shown[0]?.id;
    const behind = other?.folded.stations.find(({ id }) => id === first);
    return {
      title: "Requests that wait",
      format: count,
      least: 4,
      lines: lines.length === 0 ? [nobodyWaits(run)] : lines,
      others: behind === undefined ? [] : [{ label: "", values: behind.waiting, tone: "ink" }],
    };
  }
}

/** Of all calls together. */
function totalOf({ folded }: Run, name: "sent" | "retried"): Float64Array {
  return folded.arrived.map((_, bin) =>
    folded.calls.reduce((sum, call) => sum + (call[name][bin] ?? 0), 0),
  );
}

function nobodyWaits({ folded }: Run): Line {
  return { label: "nowhere", values: new Float64Array(folded.arrived.length), tone: "quiet" };
}

function latencies({ folded: { p95_s, p99_s, p50_s } }: Run): Line[] {
  return [
    { label: "p99", values: p99_s, tone: "ink" },
    { label: "p95", values: p95_s, tone: "accent" },
    { label: "p50", values: p50_s, tone: "quiet" },
  ];
}

/** A rate, over a slice and its two neighbours: a single slice holds too few to be steady. */
function perSecond({ folded, model }: Run, values: Float64Array): Float64Array {
  const factor = folded.slice_s * scaleOf(model);
  return values.map((_, at) => {
    const near = values.subarray(Math.max(0, at - 1), at + 2);
    return near.reduce((sum, value) => sum + value, 0) / near.length / factor;
  });
}

/** NaN where nothing was answered. */
function failedShares({ folded: { answered, refused } }: Run): Float64Array {
  return refused.map((bad, at) => bad / (bad + (answered[at] ?? 0)));
}

function cut(name: string): string {
  return name.length > LABEL_LETTERS ? `${name.slice(0, LABEL_LETTERS - 1)}\u2026` : name;
}
