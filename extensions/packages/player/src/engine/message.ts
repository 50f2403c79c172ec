/** What page and worker say to each other. */
import type { FlowModel, Scenario } from "../model/flow.js";
import type { Folded } from "../trace/folded.js";

/** Run this; or fold the blocks of a trace that somebody else wrote, where there are any. */
export interface Question {
  id: number;
  model: FlowModel;
  scenario: Scenario;
  trace?: Uint8Array;
}

export type Answer =
  | { id: number; folded: Folded }
  /** The run could not be made; `sentence` says why and what to do. */
  | { id: number; sentence: string };
