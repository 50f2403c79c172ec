/** Bars and lines over categories or numbers, on axes with round numbers. */
import { lineOf } from "../labels";
import { layLabel, widthOf } from "../measure/text";
import { short, ticksOf } from "./scale";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";

interface Plot {
  type: "bar" | "line";
  title?: string;
  data: [string, number][];
}

interface XyDatabase {
  getXYChartData(): {
    xAxis: { title?: string; categories?: string[] };
    yAxis: { title?: string; min: number; max: number };
    plots: Plot[];
  };
}

const HEIGHT = 280;
const BAND_MIN = 44;
const BAND_MAX = 110;
const WIDTH_WANTED = 620;
const BAR_SHARE = 0.7;
/** More bars than these have no room for their values. */
const VALUES_MAX = 16;

export function readXychart(db: unknown): Chart {
  const { xAxis, yAxis, plots } = (db as XyDatabase).getXYChartData();
  const titles = plots.map(({ title, type }, index) => {
    const same = plots.slice(0, index + 1).filter((plot) => plot.type === type).length;
    const several = plots.filter((plot) => plot.type === type).length > 1;
    return lineOf(title) || (several ? `${type} ${same}` : type);
  });
  const data = plots.flatMap(({ data: values }, plot) =>
    values.map(([x, y], at) => ({
      id: `d${plot}-${at}`,
      label: lineOf(x),
      section: titles[plot] ?? "",
      values: [xAxis.categories ? at : Number(x), y],
      tags: [],
    })),
  );
  const title = titleOf(db);
  const captions = [lineOf(xAxis.title), lineOf(yAxis.title)];
  const names = plots[0]?.data.map(([x]) => lineOf(x)) ?? [];
  const draw = (sheet: Sheet): void =>
    new XyPicture(sheet, { title, captions, names, titles, plots, yAxis }).draw();
  return chart(title, data, draw, captions);
}

interface Read {
  title: string;
  captions: string[];
  names: string[];
  titles: string[];
  plots: Plot[];
  yAxis: { min: number; max: number };
}

class XyPicture {
  private readonly band: number;
  private readonly ticks: number[];
  private readonly width: number;
  private top = 0;

  constructor(
    private readonly sheet: Sheet,
    private readonly read: Read,
  ) {
    const count = Math.max(1, read.names.length);
    const longest = Math.max(
      0,
      ...read.names.flatMap((name) => name.split(" ")).map((w) => widthOf(w)),
    );
    const wanted = Math.max(WIDTH_WANTED / count, longest + 10);
    this.band = Math.min(BAND_MAX, Math.max(BAND_MIN, wanted));
    this.width = this.band * count;
    const values = read.plots.flatMap(({ data }) => data.map(([, y]) => y));
    const bars = read.plots.some(({ type }) => type === "bar");
    const low = Math.min(read.yAxis.min, ...values, ...(bars ? [0] : []));
    this.ticks = ticksOf(low, Math.max(read.yAxis.max, ...values));
  }

  private y(value: number): number {
    const [low, high] = [this.ticks[0] ?? 0, this.ticks.at(-1) ?? 1];
    return this.top + HEIGHT * (1 - (value - low) / (high - low));
  }

  private middle(index: number): number {
    return (index + 0.5) * this.band;
  }

  draw(): void {
    const { sheet, read } = this;
    this.top = sheet.title(read.title, this.width);
    this.legend();
    for (const tick of this.ticks) {
      const level: [number, number][] = [
        [0, this.y(tick)],
        [this.width, this.y(tick)],
      ];
      sheet.line("grid", level);
      sheet.text("label", short(tick), [-8, this.y(tick) + 4.7], { anchor: "end" });
    }
    const bars = read.plots.filter(({ type }) => type === "bar");
    read.plots.forEach((plot, tone) => {
      if (plot.type === "bar") this.bars(plot, tone, bars.indexOf(plot), bars.length);
    });
    read.plots.forEach((plot, tone) => {
      if (plot.type === "line") this.line(plot, tone);
    });
    const zero = this.y(Math.max(this.ticks[0] ?? 0, Math.min(0, this.ticks.at(-1) ?? 0)));
    sheet.line("axis", [
      [0, zero],
      [this.width, zero],
    ]);
    this.names();
    const wide = Math.max(...this.ticks.map((tick) => widthOf(short(tick))));
    const caption = read.captions[1] ?? "";
    if (caption !== "")
      sheet.text("caption", caption, [-wide - 20, this.top + HEIGHT / 2], { turned: true });
  }

  private legend(): void {
    const { read, sheet } = this;
    if (read.plots.length < 2 && !read.plots[0]?.title) return;
    let x = 0;
    for (const [tone, name] of read.titles.entries()) {
      const wide = 14 + 6 + widthOf(name) + 18;
      if (x > 0 && x + wide > this.width + 40) [x, this.top] = [0, this.top + 20];
      sheet.rect("bar", { x, y: this.top + 3, width: 12, height: 12 }, { tone });
      sheet.text("label", name, [x + 18, this.top + 13], { anchor: "start" });
      x += wide;
    }
    this.top += 32;
  }

  private bars({ data }: Plot, tone: number, place: number, among: number): void {
    const width = (this.band * BAR_SHARE) / among;
    const plot = this.read.plots[tone];
    data.forEach(([, value], at) => {
      const x = this.middle(at) - (this.band * BAR_SHARE) / 2 + place * width;
      const [from, to] = [this.y(0), this.y(value)];
      const box = { x, y: Math.min(from, to), width: width - 1, height: Math.abs(to - from) };
      this.sheet.rect("bar", box, { tone, datum: `d${tone}-${at}` });
      const words = short(value);
      const lonely = this.read.plots.length === 1 && data.length <= VALUES_MAX;
      if (plot && lonely && widthOf(words) < this.band)
        this.sheet.text("value", words, [x + width / 2, box.y - 5], { datum: `d${tone}-${at}` });
    });
  }

  private line({ data }: Plot, tone: number): void {
    const points = data.map(([, y], at): [number, number] => [this.middle(at), this.y(y)]);
    if (points.length > 1) this.sheet.line("line", points, { tone });
    points.forEach((point, at) => {
      this.sheet.dot("dot", point, 3.5, { tone, datum: `d${tone}-${at}` });
    });
  }

  private names(): void {
    const { sheet, read, band } = this;
    const foot = this.top + HEIGHT;
    const every = Math.max(
      1,
      ...read.names.map((name) =>
        Math.ceil(
          Math.max(...layLabel([name], band - 6).lines.map((l) => widthOf(l))) / (band - 4),
        ),
      ),
    );
    let tall = 0;
    read.names.forEach((name, at) => {
      if (at % every === 0)
        tall = Math.max(
          tall,
          sheet.lines("label", name, [this.middle(at), foot + 6], every * band - 6),
        );
    });
    const caption = read.captions[0] ?? "";
    if (caption !== "")
      sheet.lines("caption", caption, [this.width / 2, foot + tall + 12], this.width);
  }
}
