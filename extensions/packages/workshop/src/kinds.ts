/** The kinds of diagram that are drawn: how Mermaid's database of each is read and laid out. */
import type { Drawing, Geometry } from "./drawing";
import { layFlow } from "./layout/flow";
import type { Ways } from "./layout/region";
import { laySequence } from "./layout/sequence";
import { readGantt } from "./charts/gantt";
import { readJourney } from "./charts/journey";
import { readPie } from "./charts/pie";
import { readQuadrant } from "./charts/quadrant";
import { readTimeline } from "./charts/timeline";
import { readXychart } from "./charts/xychart";
import { readClass } from "./readers/class";
import { readEntities } from "./readers/er";
import { readFlowchart } from "./readers/flowchart";
import { readMindmap } from "./readers/mindmap";
import { readSequence } from "./readers/sequence";
import { readState } from "./readers/state";

export interface Reading {
  drawing: Drawing;
  /** `ways` are those of the last layout of nearly the same text, for a quick one. */
  lay: (ways?: Ways) => Promise<Geometry>;
}

function flow(drawing: Drawing, inOrder = false): Reading {
  return { drawing, lay: (ways) => layFlow(drawing, inOrder, ways) };
}

function sequence(db: unknown): Reading {
  const { moments, created, ...drawing } = readSequence(db);
  return { drawing, lay: () => Promise.resolve(laySequence({ ...drawing, moments, created })) };
}

/** By Mermaid's own name of the type. */
export const KINDS: Record<string, (db: unknown) => Reading> = {
  "flowchart-v2": (db) => flow(readFlowchart(db)),
  flowchart: (db) => flow(readFlowchart(db)),
  sequence,
  stateDiagram: (db) => flow(readState(db), true),
  state: (db) => flow(readState(db), true),
  class: (db) => flow(readClass(db)),
  classDiagram: (db) => flow(readClass(db)),
  er: (db) => flow(readEntities(db)),
  mindmap: (db) => flow(readMindmap(db)),
  pie: readPie,
  xychart: readXychart,
  gantt: readGantt,
  timeline: readTimeline,
  quadrantChart: readQuadrant,
  journey: readJourney,
};
