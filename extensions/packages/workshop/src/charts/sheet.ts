/** The sheet that a chart is drawn on: marks in their order, moved to the margin at the end. */
import type { ChartMark, Datum, Drawing, Geometry } from "../drawing";
import { layLabel, LINE_HEIGHT_PX, widthOf } from "../measure/text";

const MARGIN = 12;
const round = (value: number): number => Math.round(value * 10) / 10;

interface Look {
  tone?: number;
  datum?: string;
  anchor?: ChartMark["anchor"];
  turned?: boolean;
}

export class Sheet {
  private readonly marks: ChartMark[] = [];
  private right = 0;
  private bottom = 0;

  private add(mark: Pick<ChartMark, "shape" | "role"> & Partial<ChartMark>, look: Look): void {
    this.marks.push({
      d: "",
      text: "",
      x: 0,
      y: 0,
      anchor: look.anchor ?? "middle",
      turned: look.turned ?? false,
      tone: look.tone ?? null,
      datum: look.datum ?? null,
      ...mark,
    });
  }

  /** Makes sure that the sheet reaches this far. */
  reach(x: number, y: number): void {
    this.right = Math.max(this.right, x);
    this.bottom = Math.max(this.bottom, y);
  }

  line(role: string, points: [number, number][], look: Look = {}): void {
    const d = points.map(([x, y]) => `${round(x)} ${round(y)}`).join("L");
    for (const [x, y] of points) this.reach(x, y);
    this.add({ shape: "path", role, d: `M${d}` }, look);
  }

  rect(
    role: string,
    box: { x: number; y: number; width: number; height: number },
    look: Look = {},
  ) {
    const [x, y, w, h] = [box.x, box.y, Math.max(box.width, 0.5), Math.max(box.height, 0.5)].map(
      round,
    ) as [number, number, number, number];
    this.reach(x + w, y + h);
    this.add({ shape: "path", role, d: `M${x} ${y}h${w}v${h}h${-w}Z` }, look);
  }

  path(role: string, d: string, look: Look = {}): void {
    this.add({ shape: "path", role, d }, look);
  }

  dot(role: string, [x, y]: [number, number], radius: number, look: Look = {}): void {
    const r = radius;
    this.reach(x + r, y + r);
    const arc = (dx: number) => `a${r} ${r} 0 1 1 ${dx} 0`;
    this.path(role, `M${round(x - r)} ${round(y)}${arc(2 * r)}${arc(-2 * r)}Z`, look);
  }

  /** One line of text; `y` is its baseline. */
  text(role: string, text: string, [x, y]: [number, number], look: Look = {}): void {
    if (text === "") return;
    const width = look.turned ? LINE_HEIGHT_PX : widthOf(text, role === "title" ? "600" : "400");
    const share = { start: 1, middle: 0.5, end: 0 }[look.anchor ?? "middle"];
    this.reach(x + width * share, y + 5);
    this.add({ shape: "text", role, text, x: round(x), y: round(y) }, look);
  }

  /** Wrapped text from the top at `y`; gives its height. */
  lines(
    role: string,
    text: string,
    [x, y]: [number, number],
    width: number,
    look: Look = {},
  ): number {
    const label = layLabel([text], width);
    label.lines.forEach((line, index) => {
      this.text(role, line, [x, y + 13 + index * LINE_HEIGHT_PX], look);
    });
    return label.height;
  }

  /** The chart's own title, centred over `width`; gives the height that it takes. */
  title(text: string, width: number): number {
    if (text === "") return 0;
    const label = layLabel([text], Math.max(width, 320), 1);
    label.lines.forEach((line, index) => {
      this.text("title", line, [width / 2, 14 + index * LINE_HEIGHT_PX]);
    });
    return label.height + 10;
  }

  geometry(): Geometry {
    const lefts = this.marks.flatMap(({ shape, text, x, anchor, turned }) =>
      shape === "text" && !turned
        ? [x - widthOf(text) * { start: 0, middle: 0.5, end: 1 }[anchor]]
        : [0],
    );
    const shift = MARGIN - Math.min(0, ...lefts);
    const marks = this.marks.map((mark) => ({
      ...mark,
      ...(mark.shape === "text"
        ? { x: round(mark.x + shift), y: round(mark.y + MARGIN) }
        : { d: moved(mark.d, shift, MARGIN) }),
    }));
    return {
      width: Math.ceil(this.right + shift + MARGIN),
      height: Math.ceil(this.bottom + 2 * MARGIN),
      nodes: [],
      edges: [],
      groups: [],
      blocks: [],
      marks,
    };
  }
}

/** Path data moved: after M and L come absolute points, everything else is relative. */
function moved(d: string, dx: number, dy: number): string {
  return d.replace(
    /([ML])(-?[\d.]+) (-?[\d.]+)/g,
    (_, letter: string, x: string, y: string) =>
      `${letter}${round(Number(x) + dx)} ${round(Number(y) + dy)}`,
  );
}

export interface Chart {
  drawing: Drawing;
  lay: () => Promise<Geometry>;
}

/** A chart's reading: its data, and how it is drawn. */
export function chart(
  title: string,
  data: Datum[],
  draw: (sheet: Sheet) => void,
  captions: string[] = [],
): Chart {
  const plain = { nodes: [], edges: [], groups: [], blocks: [] };
  return {
    drawing: { direction: "TB", title, ...plain, data, captions },
    lay: () => {
      const sheet = new Sheet();
      draw(sheet);
      return Promise.resolve(sheet.geometry());
    },
  };
}
