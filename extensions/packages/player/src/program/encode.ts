/**
 * A model and a scenario as the words that the C engine reads: a head, then stations, stages,
 * calls, targets, sources, segments, changes, sides of partitions and measured values. Twin of
 * `atlas_core.sim.flow.program`; `engine/program.h` is the layout, and both make the same bytes.
 */
import { isNone, NONE, type Duration } from "../model/duration.js";
import {
  BALANCES,
  callsOf,
  DISCIPLINES,
  FAULT_KINDS,
  type Call,
  type FlowModel,
  type Scenario,
  type Source,
  type Station,
} from "../model/flow.js";
import { writeCallDefences, writeStationDefences } from "./defences.js";
import { changesOf, segmentsOf, ticksOf } from "./timeline.js";
import { joined, Words } from "./words.js";

const PROGRAM_VERSION = 2;
const FOREVER = (1n << 63n) - 1n;

/** The program of a run; with `record` it writes a trace. */
export function encodeProgram(
  model: FlowModel,
  scenario: Scenario,
  record = true,
): Uint8Array<ArrayBuffer> {
  const tables = new Tables(model, scenario);
  const head = new Words().whole(
    PROGRAM_VERSION,
    scenario.seed,
    ticksOf(scenario.duration_s),
    scenario.requests_max ?? FOREVER,
    scenario.entries_max,
    record,
  );
  head.whole(...tables.counts);
  return joined([head, ...tables.parts]);
}

/** The tables behind the head, written in one go over the model. */
class Tables {
  /** How many rows each table has, in their order. */
  readonly counts: readonly number[];
  readonly #stations = new Words();
  readonly #stages = new Words();
  readonly #calls = new Words();
  readonly #targets = new Words();
  readonly #sources = new Words();
  readonly #segments = new Words();
  readonly #changes = new Words();
  readonly #sides = new Words();
  readonly #values = new Words();
  readonly #number: ReadonlyMap<string, number>;
  readonly #callNumber: ReadonlyMap<string, number>;
  readonly #scenario: Scenario;
  #stageCount = 0;
  #callCount = 0;
  #segmentCount = 0;
  #changeCount = 0;

  constructor(model: FlowModel, scenario: Scenario) {
    this.#scenario = scenario;
    this.#number = new Map(model.stations.map(({ id }, index) => [id, index]));
    this.#callNumber = new Map(callsOf(model).map(({ id }, index) => [id, index]));
    model.stations.forEach((station, index) => this.#station(station, index));
    for (const source of model.sources) this.#source(source);
    this.#faults();
    this.counts = [
      model.stations.length,
      this.#stageCount,
      this.#callCount,
      this.#targets.count,
      model.sources.length,
      this.#segmentCount,
      this.#changeCount,
      this.#sides.count,
      this.#values.count,
    ];
  }


  get parts(): Words[] {
    return [
      this.#stations,
      this.#stages,
      this.#calls,
      this.#targets,
      this.#sources,
      this.#segments,
      this.#changes,
      this.#sides,
      this.#values,
    ];
  }

  #station(station: Station, index: number): void {
    const instant = station.servers === null && isNone(station.service);
    this.#stations.whole(
      station.servers ?? -1,
      station.queue_max ?? -1,
      DISCIPLINES.indexOf(station.discipline),
      station.holds_server,
      instant,
      this.#stageCount,
      station.stages.length,
    );
    this.#stations.real(station.hit_ratio, station.error_ratio);
    writeStationDefences(this.#stations, station);
    this.#duration(this.#stations, station.service);
    for (const stage of station.stages) {
      this.#stages.whole(this.#callCount, stage.length);
      this.#stageCount += 1;
      for (const call of stage) this.#call(call, index);
    }
  }

  #call(call: Call, station: number): void {
    const { retry, breaker } = call;
    this.#calls.whole(
      station,
      this.#targets.count,
      call.targets.length,
      call.asynchronous,
      call.only_on_miss,
      call.optional,
      BALANCES.indexOf(call.balance),
      ticksOf(call.detection_s),
      !isNone(call.delay),
      call.timeout_s === null ? -1 : ticksOf(call.timeout_s),
      retry?.attempts_max ?? 1,
      breaker?.failures ?? 0,
      breaker === null ? 0 : ticksOf(breaker.open_s),
    );
    this.#calls.real(
      call.probability,
      call.loss_ratio,
      retry === null ? 0 : retry.backoff_s * 1e9,
      retry?.factor ?? 1,
      retry === null ? 0 : retry.backoff_max_s * 1e9,
      retry?.jitter_ratio ?? 0,
      retry?.budget_ratio ?? -1,
    );
    this.#duration(this.#calls, call.delay);
    const dead = call.dead_letter === null ? undefined : this.#number.get(call.dead_letter);
    writeCallDefences(this.#calls, call, dead ?? -1);
    this.#targets.whole(...call.targets.map((target) => this.#number.get(target) ?? -1));
    this.#callCount += 1;
  }

  #source(source: Source): void {
    const { arrivals } = source;
    const own = segmentsOf(source, this.#scenario);
    this.#sources.whole(
      this.#number.get(source.target) ?? -1,
      arrivals.shape === "closed" ? arrivals.users : 0,
      arrivals.shape === "regular",
      source.priority,
      this.#segmentCount,
      own.length,
      source.keys ?? 0,
    );
    this.#sources.real(source.hot_ratio, source.skew, source.work);
    this.#duration(this.#sources, arrivals.shape === "closed" ? arrivals.think : NONE);
    for (const { start, rate } of own) this.#segments.whole(start).real(rate);
    this.#segmentCount += own.length;
  }

  #faults(): void {
    for (const change of changesOf(this.#scenario)) {
      this.#changes.whole(
        change.tick,
        change.fault,
        FAULT_KINDS.indexOf(change.kind),
        this.#number.get(change.target) ?? -1,
        this.#callNumber.get(change.target) ?? -1,
        change.begins,
        change.ticks,
        this.#sides.count,
        change.side.length,
      );
      this.#changes.real(change.amount);
      this.#sides.whole(...change.side.map((side) => this.#number.get(side) ?? -1));
      this.#changeCount += 1;
    }
  }

  /** Kind and three numbers, times in ticks. */
  #duration(words: Words, duration: Duration): void {
    switch (duration.shape) {
      case "constant":
        words.whole(0).real(duration.mean_s * 1e9, 0, 0);
        return;
      case "exponential":
        words.whole(1).real(duration.mean_s * 1e9, 0, 0);
        return;
      case "erlang":
        words.whole(2).real((duration.mean_s * 1e9) / duration.stages, duration.stages, 0);
        return;
      case "hyperexponential": {
        const { first_ratio, first_mean_s, second_mean_s } = duration;
        words.whole(3).real(first_ratio, first_mean_s * 1e9, second_mean_s * 1e9);
        return;
      }
      case "lognormal":
        words.whole(4).real(duration.median_s * 1e9, duration.sigma, 0);
        return;
      case "empirical":
        words.whole(5).real(this.#values.count, duration.values_s.length, 0);
        this.#values.real(...duration.values_s.map((value) => value * 1e9));
    }
  }
}
