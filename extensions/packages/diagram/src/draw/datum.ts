/** One thing of a chart in words, for the pointer and for those who read rather than look. */
import type { Datum, Diagram, Kind } from "@atlas/contracts";

import { dataOf } from "./chart.js";

const DAY_S = 86_400;

function plain(value: number | undefined): string {
  return value === undefined ? "" : value.toLocaleString("en", { maximumSignificantDigits: 6 });
}

function moment(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || Math.abs(seconds) > 8.6e12) return "";
  const [date = "", clock = ""] = new Date(seconds * 1000).toISOString().split("T");
  return seconds % DAY_S === 0 ? date : `${date} ${clock.slice(0, 5)}`;
}

function share(diagram: Diagram, value: number): string {
  const total = dataOf(diagram).reduce((sum, { values: [one = 0] }) => sum + one, 0);
  return total > 0 ? ` (${((100 * value) / total).toFixed(1)} %)` : "";
}

/** "Network: 62 (62.0 %)", "Design, Phase 1: 2024-01-01 to 2024-01-31, done". */
export function datumSentence(diagram: Diagram, { label, section, values, tags }: Datum): string {
  const [first, second] = values;
  const within = section === null ? "" : `, ${section}`;
  const said = tags.length === 0 ? "" : `, ${tags.join(", ")}`;
  const plainly = `${label}${within}: ${values.map(plain).join(", ")}${said}`;
  const byKind: Partial<Record<Kind, string>> = {
    pie: `${label}: ${plain(first)}${share(diagram, first ?? 0)}`,
    xychart: `${section ?? ""}, ${label}: ${plain(second)}`,
    gantt: `${label}${within}: ${moment(first)} to ${moment(second)}${said}`,
    timeline: label === "" ? (section ?? "") : `${section ?? ""}: ${label}`,
    journey: `${label}${within}: ${plain(first)} of 5${said}`,
  };
  return byKind[diagram.kind] ?? plainly;
}
