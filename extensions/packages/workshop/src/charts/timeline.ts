/** Periods side by side in rows, each with its events below it, under the names of sections. */
import { lineOf } from "../labels";
import { layLabel } from "../measure/text";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";

interface Period {
  task: string;
  section: string;
  events: string[];
}

interface TimelineDatabase {
  getTasks(): Period[];
}

const COLUMN = 168;
const GAP = 12;
const PAD = 8;
const ROW_MAX = 6;

interface Column {
  section: string;
  period: string;
  events: { id: string; text: string }[];
  tone: number;
}

export function readTimeline(db: unknown): Chart {
  const periods = (db as TimelineDatabase).getTasks();
  const sections = [...new Set(periods.map(({ section }) => section))];
  const columns = periods.map((period, index): Column => ({
    section: lineOf(period.section),
    period: lineOf(period.task),
    events: period.events.map((text, at) => ({ id: `d${index}-${at}`, text: lineOf(text) })),
    tone: sections.length > 1 ? sections.indexOf(period.section) : index,
  }));
  const data = columns.flatMap(({ events, period, section }, index) => {
    const tags = section === "" ? [] : [section];
    // A period without an event is one.
    const said = events.length > 0 ? events : [{ id: `d${index}-0`, text: "" }];
    return said.map(({ id, text }) => ({ id, label: text, section: period, values: [], tags }));
  });
  const title = titleOf(db);
  return chart(title, data, (sheet) => drawRows(sheet, title, columns));
}

function drawRows(sheet: Sheet, title: string, columns: Column[]): void {
  const rows = Math.max(1, Math.ceil(columns.length / ROW_MAX));
  const inRow = Math.ceil(columns.length / rows);
  let y = sheet.title(title, Math.min(columns.length, inRow) * (COLUMN + GAP) - GAP);
  for (let row = 0; row < rows; row += 1) {
    const here = columns.slice(row * inRow, (row + 1) * inRow);
    y = drawRow(sheet, here, y) + 2 * GAP;
  }
}

/** One row of periods from `top`; gives where it ends. */
function drawRow(sheet: Sheet, columns: Column[], top: number): number {
  let y = top;
  if (columns.some(({ section }) => section !== "")) {
    y += 4 + drawSections(sheet, columns, y);
  }
  const heads = columns.map(({ period }) => layLabel([period], COLUMN - 2 * PAD).height + 2 * PAD);
  const head = Math.max(...heads, 0);
  let bottom = y + head;
  columns.forEach(({ period, events, tone }, index) => {
    const x = index * (COLUMN + GAP);
    sheet.rect("bar", { x, y, width: COLUMN, height: head }, { tone });
    const own = heads[index] ?? head;
    sheet.lines("caption", period, [x + COLUMN / 2, y + PAD + (head - own) / 2], COLUMN - 2 * PAD);
    let at = y + head + GAP;
    for (const { id, text } of events) {
      const tall = layLabel([text], COLUMN - 2 * PAD).height + 2 * PAD - 2;
      const middle = x + COLUMN / 2;
      sheet.line("grid", [
        [middle, at - GAP],
        [middle, at],
      ]);
      sheet.rect("card", { x, y: at, width: COLUMN, height: tall }, { tone, datum: id });
      sheet.lines("label", text, [middle, at + PAD - 1], COLUMN - 2 * PAD, { datum: id });
      at += tall + GAP;
      bottom = Math.max(bottom, at - GAP);
    }
  });
  return bottom;
}

/** A band over the columns of each section; gives its height. */
function drawSections(sheet: Sheet, columns: Column[], y: number): number {
  const runs: { section: string; from: number; to: number; tone: number }[] = [];
  columns.forEach(({ section, tone }, index) => {
    const last = runs.at(-1);
    if (last?.section === section) last.to = index;
    else runs.push({ section, from: index, to: index, tone });
  });
  const widths = runs.map(({ from, to }) => (to - from + 1) * (COLUMN + GAP) - GAP);
  const heights = runs.map(
    ({ section }, index) => layLabel([section], (widths[index] ?? COLUMN) - 2 * PAD).height + PAD,
  );
  const height = Math.max(...heights);
  runs.forEach(({ section, from, tone }, index) => {
    const [x, width] = [from * (COLUMN + GAP), widths[index] ?? COLUMN];
    sheet.rect("band", { x, y, width, height }, { tone });
    sheet.lines("caption", section, [x + width / 2, y + PAD / 2], width - 2 * PAD);
  });
  return height;
}
