/** A journey: tasks from left to right at the height of their score, with who takes part. */
import { lineOf } from "../labels";
import { layLabel, widthOf } from "../measure/text";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";

interface Step {
  task: string;
  section: string;
  people: string[];
  score: number;
}

interface JourneyDatabase {
  getTasks(): Step[];
  getActors(): string[];
}

const COLUMN = 128;
const HEIGHT = 200;
const PAD = 8;
const SCORES = [1, 2, 3, 4, 5];

export function readJourney(db: unknown): Chart {
  const journey = db as JourneyDatabase;
  const data = journey.getTasks().map(({ task, section, people, score }, index) => ({
    id: `d${index}`,
    label: lineOf(task),
    section: lineOf(section) || null,
    values: [Number.isFinite(score) ? score : 0],
    tags: people.map((name) => lineOf(name)),
  }));
  const actors = journey.getActors().map((name) => lineOf(name));
  const title = titleOf(db);
  return chart(title, data, (sheet) => drawJourney(sheet, title, data, actors));
}

type Steps = NonNullable<Chart["drawing"]["data"]>;

function drawJourney(sheet: Sheet, title: string, data: Steps, actors: string[]): void {
  const width = data.length * COLUMN;
  let top = sheet.title(title, width);
  let x = 0;
  for (const [tone, actor] of actors.entries()) {
    const wide = 12 + 6 + widthOf(actor) + 18;
    if (x > 0 && x + wide > Math.max(width, 300)) [x, top] = [0, top + 20];
    sheet.dot("dot", [x + 6, top + 9], 5, { tone });
    sheet.text("label", actor, [x + 18, top + 13.5], { anchor: "start" });
    x += wide;
  }
  if (actors.length > 0) top += 30;
  top = drawSections(sheet, data, top);
  const y = (score: number): number =>
    top + 16 + (HEIGHT - 32) * (1 - (Math.min(5, Math.max(1, score)) - 1) / 4);
  for (const score of SCORES) {
    sheet.line("grid", [
      [0, y(score)],
      [width, y(score)],
    ]);
    sheet.text("label", String(score), [-8, y(score) + 4.7], { anchor: "end" });
  }
  const points = data.map(({ values: [score = 0] }, index): [number, number] => [
    (index + 0.5) * COLUMN,
    y(score),
  ]);
  if (points.length > 1) sheet.line("line", points);
  data.forEach(({ id, label, tags }, index) => {
    const at = points[index] as [number, number];
    tags.forEach((actor, place) => {
      const shift = (place - (tags.length - 1) / 2) * 11;
      const tone = Math.max(0, actors.indexOf(actor));
      sheet.dot("dot", [at[0] + shift, at[1]], 6, { tone, datum: id });
    });
    if (tags.length === 0) sheet.dot("dot", at, 6, { datum: id });
    sheet.lines("label", label, [at[0], top + HEIGHT + 6], COLUMN - 12, { datum: id });
  });
}

/** The names of sections over their tasks; gives where the plot begins. */
function drawSections(sheet: Sheet, data: Steps, top: number): number {
  const runs: { section: string; from: number; to: number }[] = [];
  data.forEach(({ section }, index) => {
    const last = runs.at(-1);
    if (last?.section === (section ?? "")) last.to = index;
    else runs.push({ section: section ?? "", from: index, to: index });
  });
  if (runs.every(({ section }) => section === "")) return top;
  const widthOfRun = (run: { from: number; to: number }) => (run.to - run.from + 1) * COLUMN - 4;
  const heights = runs.map((run) => layLabel([run.section], widthOfRun(run) - PAD).height + PAD);
  const height = Math.max(...heights);
  runs.forEach((run, tone) => {
    const [x, width] = [run.from * COLUMN + 2, widthOfRun(run)];
    sheet.rect("band", { x, y: top, width, height }, { tone });
    sheet.lines("caption", run.section, [x + width / 2, top + PAD / 2], width - PAD);
  });
  return top + height + 6;
}
