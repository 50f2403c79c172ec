/** A plan: one row a task, in the bands of its sections, on an axis of time. */
import { lineOf } from "../labels";
import { cutTo, widthOf } from "../measure/text";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";

interface Task {
  task: string;
  section: string;
  startTime: Date;
  endTime: Date;
  [state: string]: unknown;
}

interface GanttDatabase {
  getTasks(): Task[];
  getAxisFormat?(): string;
}

const STATES = ["done", "active", "crit", "milestone", "vert"] as const;
const WIDTH = 560;
const ROW = 28;
const BAR = 18;
const NAME_WIDTH_MAX = 240;
const SECTION_ROW = 26;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365.25 * DAY;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const STEPS = [
  ...[1, 2, 5, 10, 15, 30],
  ...[MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  ...[DAY, 2 * DAY, 7 * DAY, 14 * DAY],
];

/** The wall clock of the plan as seconds, wherever the build runs. */
function secondsOf(date: Date): number {
  return (
    Date.UTC(
      date.getFullYear(),
      date.getMonth(),
      date.getDate(),
      date.getHours(),
      date.getMinutes(),
      date.getSeconds(),
      date.getMilliseconds(),
    ) / 1000
  );
}

function ticksOf(from: number, to: number): number[] {
  const raw = (to - from) / 6;
  const step = STEPS.find((one) => one >= raw);
  if (step !== undefined && (to - from) / step >= 2) {
    const first = Math.ceil(from / step - 1e-9) * step;
    return Array.from(
      { length: Math.floor((to - first) / step + 1e-9) + 1 },
      (_, at) => first + at * step,
    );
  }
  const months = Math.max(1, Math.ceil(raw / (YEAR / 12)));
  const every = [1, 2, 3, 6, 12, 24, 60, 120, 1200].find((one) => one >= months) ?? 12000;
  const start = new Date(from * 1000);
  const found: number[] = [];
  for (
    let month = Math.ceil(start.getUTCMonth() / every) * every;
    found.length < 12;
    month += every
  ) {
    const at = Date.UTC(start.getUTCFullYear(), month, 1) / 1000;
    if (!(at <= to)) break; // beyond the end, or beyond all dates
    if (at >= from) found.push(at);
  }
  return found;
}

function wordsAt(at: number, span: number, counted: boolean): string {
  if (counted) return at < 10 * MINUTE ? `${at} s` : `${Math.round(at / MINUTE)} min`;
  const date = new Date(at * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (span < 5 * MINUTE) return `${clock}:${two(date.getUTCSeconds())}`;
  if (span < 2 * DAY) return clock;
  const month = MONTHS[date.getUTCMonth()] ?? "";
  if (span < 0.9 * YEAR) return `${date.getUTCDate()} ${month}`;
  return span < 6 * YEAR ? `${month} ${date.getUTCFullYear()}` : String(date.getUTCFullYear());
}

export function readGantt(db: unknown): Chart {
  const gantt = db as GanttDatabase;
  const tasks = gantt.getTasks();
  const data = tasks.map((task, index) => ({
    id: `d${index}`,
    label: lineOf(task.task),
    section: lineOf(task.section) || null,
    values: [secondsOf(task.startTime), secondsOf(task.endTime)],
    tags: STATES.filter((state) => task[state] === true),
  }));
  const title = titleOf(db);
  // A plan whose axis shows bare seconds counts from nothing, not from 1970.
  const counted = /%[sLQ]/.test(gantt.getAxisFormat?.() ?? "");
  return chart(title, data, (sheet) => drawPlan(sheet, title, data, counted));
}

type Row = ReturnType<typeof readGantt>["drawing"]["data"] extends (infer D)[] | undefined
  ? D
  : never;

function drawPlan(sheet: Sheet, title: string, data: Row[], counted: boolean): void {
  const from = Math.min(...data.map(({ values }) => values[0] ?? 0));
  const to = Math.max(from + 1, ...data.map(({ values }) => values[1] ?? 0));
  const names = data.map(({ label }) => cutTo(label, NAME_WIDTH_MAX));
  const left = Math.max(80, ...names.map((name) => widthOf(name))) + 20;
  const x = (at: number): number => left + (WIDTH * (at - from)) / (to - from);
  const top = sheet.title(title, left + WIDTH);
  const sections = [...new Set(data.map(({ section }) => section))];
  const rows = data.length * ROW + sections.filter((one) => one !== null).length * SECTION_ROW;
  let y = top;
  for (const [tone, section] of sections.entries()) {
    const own = data.filter((row) => row.section === section).length;
    const height = (section === null ? 0 : SECTION_ROW) + own * ROW;
    sheet.rect("band", { x: 0, y, width: left + WIDTH, height }, { tone });
    if (section !== null) sheet.text("caption", section, [10, y + 18], { anchor: "start" });
    y += height;
  }
  for (const at of ticksOf(from, to)) {
    sheet.line("grid", [
      [x(at), top],
      [x(at), top + rows],
    ]);
    sheet.text("label", wordsAt(at, to - from, counted), [x(at), top + rows + 18]);
  }
  y = top;
  for (const [tone, section] of sections.entries()) {
    y += section === null ? 0 : SECTION_ROW;
    for (const row of data.filter((one) => one.section === section)) {
      drawTask(sheet, row, { name: names[data.indexOf(row)] ?? "", x, y, tone });
      y += ROW;
    }
  }
  sheet.reach(left + WIDTH + 24, y);
}

function drawTask(
  sheet: Sheet,
  { id, values: [start = 0, end = 0], tags }: Row,
  { name, x, y, tone }: { name: string; x: (at: number) => number; y: number; tone: number },
): void {
  sheet.text("label", name, [10, y + ROW / 2 + 4.7], { anchor: "start", datum: id });
  const top = y + (ROW - BAR) / 2;
  if (tags.includes("milestone")) {
    const [cx, r] = [x((start + end) / 2), BAR / 2];
    sheet.path("dot", `M${cx.toFixed(1)} ${top.toFixed(1)}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`, {
      tone,
      datum: id,
    });
    return;
  }
  const box = { x: x(start), y: top, width: Math.max(3, x(end) - x(start)), height: BAR };
  const role = tags.includes("crit") ? "bar crit" : tags.includes("done") ? "bar done" : "bar";
  sheet.rect(role, box, { tone, datum: id });
}
