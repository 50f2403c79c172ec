/** What no formula here covers. Twin of `atlas_core.sim.flow.estimate.beyond`. */
import type { Call, FlowModel, Station } from "../model/flow.js";

/** The first part of the model that is beyond the estimate, as a subject; "" where none is. */
export function unestimated(model: FlowModel): string {
  for (const { id, work } of model.sources)
    if (work !== 1) return `Requests of ${id.replace(/^load:/, "")} with other work`;
  for (const station of model.stations) {
    const parts = [ofStation(station), ...station.stages.flat().map(ofCall)];
    const what = parts.find((part) => part !== "");
    if (what !== undefined) return `${what} of ${station.id}`;
  }
  return "";
}

function ofStation({ cache, scaling, rate_limit, shedding }: Station): string {
  if (cache !== null) return "The keys";
  if (scaling !== null) return "The autoscaler";
  if (rate_limit !== null) return "The rate limit";
  return shedding === null ? "" : "The shedding";
}

function ofCall({ bulkhead, hedge_s, asynchronous, retry }: Call): string {
  if (bulkhead !== null) return "The bulkhead";
  if (hedge_s !== null) return "The hedged calls";
  return asynchronous && retry !== null ? "The redelivery" : "";
}
