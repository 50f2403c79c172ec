/**
 * Folds a trace into slices of time, from its entries alone: who came, waited, was served, was
 * answered how and after how long. Sums over the slices are those of
 * `atlas_core.sim.flow.summary`.
 */
import type { Ending } from "../engine/open-engine.js";
import { isNone } from "../model/duration.js";
import { callsOf, type FlowModel, type Scenario } from "../model/flow.js";
import { TICKS_PER_S, ticksOf } from "../program/timeline.js";
import { BlockReader } from "./block.js";
import { ENTRY, GOOD_MAX, HIT } from "./entries.js";
import { BINS, type CallSeries, type Folded, type StationSeries } from "./folded.js";
import { Histogram } from "./histogram.js";
import { LatencySlices } from "./latency-slices.js";
import { Ledger, PHASE } from "./ledger.js";

/** A station while entries are read: how many are busy and waiting since `touched`. */
interface Tally {
  readonly series: StationSeries;
  readonly histogram: Histogram;
  readonly holds: boolean;
  readonly instant: boolean;
  busy: number;
  waiting: number;
  touched: number;
}

/** Fold the blocks of a run. Throws a TraceError where one is damaged. */
export function fold(
  model: FlowModel,
  scenario: Scenario,
  blocks: readonly Uint8Array[],
  ended: Ending,
): Folded {
  const folder = new Folder(model, scenario);
  const reader = new BlockReader();
  for (const block of blocks) {
    reader.read(block);
    folder.read(reader);
  }
  return folder.end(ended);
}

class Folder {
  readonly #ledger = new Ledger();
  readonly #tallies: Tally[];
  readonly #calls: CallSeries[];
  readonly #delayed: boolean[];
  readonly #latency = new LatencySlices();
  readonly #arrived = new Float64Array(BINS);
  readonly #refused = new Float64Array(BINS);
  readonly #ticks: number;
  readonly #width: number;
  #bin = 0;
  #entries = 0;
  #last = 0;

  constructor(model: FlowModel, scenario: Scenario) {
    this.#ticks = ticksOf(scenario.duration_s);
    this.#width = Math.floor(this.#ticks / BINS) + 1;
    this.#tallies = model.stations.map((station) => ({
      series: emptyStation(station.id),
      histogram: new Histogram(),
      holds: station.holds_server,
      instant: station.servers === null && isNone(station.service),
      busy: 0,
      waiting: 0,
      touched: 0,
    }));
    const calls = callsOf(model);
    this.#calls = calls.map(({ id }) => emptyCall(id));
    this.#delayed = calls.map(({ delay }) => !isNone(delay));
  }

  read({ count, tick, kind, node, peer, operation, value }: BlockReader): void {
    this.#entries += count;
    for (let index = 0; index < count; index++) {
      const now = tick[index] ?? 0;
      while (now >= (this.#bin + 1) * this.#width) this.#nextBin();
      this.#last = now;
      const tally = this.#tallies[node[index] ?? 0];
      if (tally === undefined) continue;
      this.#touch(tally, now);
      this.#take(
        tally,
        now,
        kind[index] ?? 0,
        peer[index] ?? -1,
        operation[index] ?? 0,
        value[index] ?? 0,
      );
    }
  }

  end(ended: Ending): Folded {
    const until = ended === "time" ? this.#ticks : this.#last;
    while (this.#bin < BINS && until >= (this.#bin + 1) * this.#width) this.#nextBin();
    for (const tally of this.#tallies) this.#touch(tally, until);
    const slice_s = this.#width / TICKS_PER_S;
    for (const { series, histogram } of this.#tallies) {
      series.latency = histogram.latency;
      for (let bin = 0; bin < BINS; bin++) {
        series.busy[bin] = (series.busy[bin] ?? 0) / this.#width;
        series.waiting[bin] = (series.waiting[bin] ?? 0) / this.#width;
      }
    }
    const latency = this.#latency.end();
    const total = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0);
    return {
      duration_s: this.#ticks / TICKS_PER_S,
      slice_s,
      ended,
      entries: this.#entries,
      requests: total(this.#arrived),
      good: total(latency.count),
      bad: total(this.#refused),
      latency: latency.whole,
      arrived: this.#arrived,
      answered: latency.count,
      refused: this.#refused,
      ...latency.slices,
      stations: this.#tallies.map(({ series }) => series),
      calls: this.#calls,
    };
  }

  /** What one entry means. */
  #take(
    tally: Tally,
    now: number,
    kind: number,
    peer: number,
    operation: number,
    value: number,
  ): void {
    const call = this.#calls[peer];
    const bin = this.#bin;
    switch (kind) {
      case ENTRY.arrive:
        add(this.#arrived, bin);
        this.#come(tally, now, operation);
        return;
      case ENTRY.call:
      case ENTRY.retry:
      case ENTRY.hedge:
        if (call === undefined) return;
        add(call.sent, bin);
        if (kind === ENTRY.retry) add(call.retried, bin);
        if (this.#delayed[peer] === false) this.#come(tally, now, operation);
        return;
      case ENTRY.deliver:
      case ENTRY.dead:
        this.#come(tally, now, operation);
        return;
      case ENTRY.start:
        tally.waiting -= 1;
        tally.busy += 1;
        this.#ledger.turn(operation, PHASE.serving);
        return;
      case ENTRY.served:
        this.#served(tally, operation);
        return;
      case ENTRY.reply:
        if (call !== undefined) add(value <= GOOD_MAX ? call.good : call.failed, bin);
        this.#leave(tally, now, operation, value);
        return;
      case ENTRY.depart:
        if (value <= GOOD_MAX) this.#latency.add(now - this.#ledger.born(operation));
        else add(this.#refused, bin);
        this.#leave(tally, now, operation, value);
        return;
      case ENTRY.timeout:
        if (call !== undefined) add(call.timeouts, bin);
        return;
      case ENTRY.lost:
        this.#lost(tally, operation);
        return;
      case ENTRY.short:
        if (call !== undefined) add(call.short, bin);
    }
  }

  #come(tally: Tally, now: number, operation: number): void {
    this.#ledger.come(operation, now);
    tally.waiting += 1;
    add(tally.series.came, this.#bin);
  }

  /** A call that takes no time on the way is lost at once: it never came. */
  #lost(tally: Tally, operation: number): void {
    if (this.#ledger.phase(operation) !== PHASE.waiting) return;
    this.#ledger.turn(operation, PHASE.away);
    tally.waiting -= 1;
    tally.series.came[this.#bin] = (tally.series.came[this.#bin] ?? 0) - 1;
  }

  #served(tally: Tally, operation: number): void {
    if (tally.instant) tally.waiting -= 1;
    else if (tally.holds) return;
    else tally.busy -= 1;
    this.#ledger.turn(operation, PHASE.served);
  }

  #leave(tally: Tally, now: number, operation: number, outcome: number): void {
    const phase = this.#ledger.phase(operation);
    if (phase === PHASE.serving) tally.busy -= 1;
    else if (phase === PHASE.waiting) tally.waiting -= 1;
    this.#ledger.turn(operation, PHASE.away);
    const { series, histogram } = tally;
    const ticks = now - this.#ledger.born(operation);
    if (outcome <= GOOD_MAX) histogram.add(ticks);
    if (outcome === HIT) series.hits += 1;
    add(outcome <= GOOD_MAX ? series.good : series.failed, this.#bin);
    series.time_s[this.#bin] = (series.time_s[this.#bin] ?? 0) + ticks / TICKS_PER_S;
  }

  #touch(tally: Tally, now: number): void {
    const ticks = now - tally.touched;
    if (ticks === 0) return;
    tally.touched = now;
    // Only what lasts counts: who is served at once comes and starts at the same tick.
    if (tally.waiting > tally.series.waiting_max) tally.series.waiting_max = tally.waiting;
    const bin = Math.min(this.#bin, BINS - 1);
    const { busy, waiting } = tally.series;
    busy[bin] = (busy[bin] ?? 0) + ticks * tally.busy;
    waiting[bin] = (waiting[bin] ?? 0) + ticks * tally.waiting;
  }

  #nextBin(): void {
    const border = (this.#bin + 1) * this.#width;
    for (const tally of this.#tallies) this.#touch(tally, Math.min(border, this.#ticks));
    this.#latency.close(this.#bin);
    this.#bin += 1;
  }
}

function add(values: Float64Array, bin: number): void {
  values[bin] = (values[bin] ?? 0) + 1;
}

function emptyStation(id: string): StationSeries {
  const make = () => new Float64Array(BINS);
  return {
    id,
    busy: make(),
    waiting: make(),
    came: make(),
    good: make(),
    failed: make(),
    time_s: make(),
    waiting_max: 0,
    hits: 0,
    latency: null,
  };
}

function emptyCall(id: string): CallSeries {
  const make = () => new Float64Array(BINS);
  return {
    id,
    sent: make(),
    retried: make(),
    good: make(),
    failed: make(),
    timeouts: make(),
    short: make(),
  };
}
