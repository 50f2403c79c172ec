/** Makes of the server's answer what the simulator plays: the page's scenarios, or the plain run. */
import type { Diagram, PreparedRun, PreparedScenario, SimulationAnswer } from "@atlas/contracts";

import type { NamedScenario, Predict, Subject } from "./subject.js";
import { WATCHES } from "./subject.js";

export type { SimulationAnswer } from "@atlas/contracts";

const FREE_ID = "free";
const FREE_TITLE = "Free play";

/** Null where the diagram can't be run; `answer.why` then says why. */
export function readAnswer(diagram: Diagram, answer: SimulationAnswer): Subject | null {
  const { plain, scenarios, left_out } = answer;
  if (!answer.runnable || plain === null) return null;
  return {
    diagram,
    left_out,
    scenarios: [...scenarios.map(named), free(plain)],
  };
}

function named(prepared: PreparedScenario): NamedScenario {
  const { id, title, run, compare, explanation_html } = prepared;
  return {
    id,
    title,
    model: run.model,
    scenario: run.scenario,
    structure_only: run.structure_only,
    watch: WATCHES.filter((each) => prepared.watch.includes(each)),
    compare:
      compare === null
        ? null
        : { title: compare.title, model: compare.model, scenario: compare.scenario },
    predict: prepared.predict === null ? null : question(prepared.predict),
    explanation: explanation_html.trim() === "" ? null : explanation_html,
  };
}

/** The diagram as it stands, to play with. */
function free({ model, scenario, structure_only }: PreparedRun): NamedScenario {
  return {
    id: FREE_ID,
    title: FREE_TITLE,
    model,
    scenario,
    structure_only,
    watch: [],
    compare: null,
    predict: null,
    explanation: null,
  };
}

function question(predict: NonNullable<PreparedScenario["predict"]>): Predict | null {
  const { question: asked, metric, of, unit, choices, right } = predict;
  if (metric !== null)
    return { kind: "number", question: asked, metric, of: of === "" ? null : of, unit };
  return right === null ? null : { kind: "choice", question: asked, choices, right };
}
