/** What a run says, in sentences: what failed where, until when, and what it cost. */
import type { Fault } from "../model/flow.js";
import { FAULTS } from "../experiment/faults.js";
import { failedShare, hitsOf, isHit, spanOf } from "./blast.js";
import type { Run } from "./figures.js";
import { count, digits, moment, percent, seconds } from "./quantity.js";

type NameOf = (id: string) => string;

/** Less is what rounding leaves between two times of the clock. */
const AT_ONCE_S = 1e-3;
const HITS_MAX = 4;

/** What happened, the most important first. */
export function story(run: Run, nameOf: NameOf): string[] {
  const { folded, scenario } = run;
  const said: string[] = [];
  if (folded.ended !== "time")
    said.push(
      `The run ended early, because it needs too ${folded.ended === "memory" ? "much memory" : "many entries"}; shorten it, or lower the load.`,
    );
  if (folded.requests === 0)
    return [...said, "No request arrived; raise the load or the duration."];
  said.push(...scenario.faults.map((fault) => faultSentence(fault, folded.duration_s, nameOf)));
  said.push(failures(run));
  const hits = hitsSentence(run, nameOf);
  if (hits !== null) said.push(hits);
  const recovered = recoverySentence(run);
  if (recovered !== null) said.push(recovered);
  return said;
}

/** How many failed and when it was over, for where there is little room. */
export function brief(run: Run): string {
  if (run.folded.requests === 0) return "No request arrived.";
  return [failures(run), recoverySentence(run)].filter((each) => each !== null).join(" ");
}

export function faultSentence(fault: Fault, duration_s: number, nameOf: NameOf): string {
  const until = fault.end_s ?? duration_s;
  const span = `from ${moment(fault.start_s)} to ${moment(until)}`;
  return `${nameOf(fault.target)} ${FAULTS[fault.kind].says(fault.amount)} ${span}.`;
}

function failures({ folded, scenario }: Run): string {
  const { good, bad, requests } = folded;
  const open = requests - good - bad;
  const waiting = open > 0 ? `; ${count(open)} had no answer when the run ended` : "";
  if (bad === 0) return `None of ${count(requests)} requests failed${waiting}.`;
  const [from, until] = spanOf(folded, scenario.faults);
  const outside = { good: folded.answered, failed: folded.refused };
  const during = failedShare(outside, from, until);
  const when =
    scenario.faults.length === 0 || during === null
      ? ""
      : `, ${percent(during)} of those answered while it lasted`;
  const share = bad / Math.max(1, good + bad);
  return `${count(bad)} of ${count(requests)} requests failed (${percent(share)})${when}${waiting}.`;
}

function hitsSentence({ folded, scenario }: Run, nameOf: NameOf): string | null {
  const hits = hitsOf(folded, scenario.faults).filter(isHit);
  if (hits.length === 0) {
    return scenario.faults.length === 0 ? null : "No part of the diagram answered worse for it.";
  }
  const shown = hits.slice(0, HITS_MAX).map(({ id, during, after }) => {
    const worst = Math.max(during ?? 0, after ?? 0);
    return `${nameOf(id)} (up to ${percent(worst)} failed)`;
  });
  const more = hits.length > HITS_MAX ? ` and ${hits.length - HITS_MAX} more` : "";
  return `Hit: ${shown.join(", ")}${more}.`;
}

function recoverySentence({ recovery }: Run): string | null {
  if (recovery === null) return null;
  const { from_s, recovery_s } = recovery;
  if (recovery_s === null)
    return `The fault ended at ${moment(from_s)}, but answers were not normal again before the end of the run.`;
  if (recovery_s < AT_ONCE_S)
    return `Answers were normal as soon as the fault ended, at ${moment(from_s)}.`;
  return `Answers were normal again ${seconds(recovery_s)} after the fault ended.`;
}

export function budgetWords({ budget }: Run): string {
  const { spent } = budget;
  if (spent === 0) return "untouched";
  return spent < 1 ? `${percent(spent)} spent` : `${digits(spent)}\u00d7 spent`;
}
