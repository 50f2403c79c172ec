/** What can be simulated: the contract's shapes, and the order in which the engine numbers words. */
import type { Balance, Call, Discipline, FaultKind, FlowModel, LoadSource } from "@atlas/contracts";

export type {
  Balance,
  Call,
  Discipline,
  Fault,
  FaultKind,
  FlowModel,
  LoadSource as Source,
  Parameter,
  Provenance,
  Scenario,
  Station,
} from "@atlas/contracts";

export type Arrivals = LoadSource["arrivals"];

export const DISCIPLINES = ["fifo", "lifo", "priority", "fair"] as const satisfies Discipline[];
export const BALANCES = [
  "round_robin",
  "random",
  "least_connections",
  "two_choices",
  "hash",
  "failover",
] as const satisfies Balance[];
export const FAULT_KINDS = [
  "crash",
  "pause",
  "slow",
  "error",
  "loss",
  "capacity",
  "flush",
  "spike",
  "partition",
] as const satisfies FaultKind[];

/** All calls, in the order of stations and stages: their index is that of the trace. */
export function callsOf(model: FlowModel): Call[] {
  return model.stations.flatMap((station) => station.stages.flat());
}
