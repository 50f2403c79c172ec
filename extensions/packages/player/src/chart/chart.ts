/**
 * A small line chart over the time of a run: quiet axes, each line labelled where it ends with its
 * value at the cursor, faults shaded, and the run that is compared with it dashed behind.
 */
import { element, set, svg } from "../view/element.js";
import { Handle, type LoadHandle } from "./handle.js";
import { apart, momentsOf, roundUp } from "./scale.js";

export type Tone = "ink" | "quiet" | "accent" | "danger" | "warning";

export interface Line {
  label: string;
  values: ArrayLike<number>;
  tone: Tone;
  dashed?: boolean;
}

export interface ChartData {
  /** The quantity and its unit. */
  title: string;
  format: (value: number) => string;
  lines: readonly Line[];
  /** Lines of the run that is compared, without labels of their own. */
  others: readonly Line[];
  spans: readonly (readonly [from_s: number, until_s: number])[];
  duration_s: number;
  /** The least upper end of the axis. */
  least: number;
  /** The greatest upper end of the axis, where there is one. */
  most?: number;
  handle?: LoadHandle;
}

const HEIGHT = 128;
const MARGIN = { top: 8, right: 108, bottom: 18, left: 44 };
const LABEL_GAP = 14;

export class Chart {
  readonly node: HTMLElement;
  readonly #document: Document;
  readonly #title: HTMLElement;
  readonly #svg: SVGSVGElement;
  readonly #cursor: SVGElement;
  readonly #labels: SVGElement;
  readonly #back: SVGElement;
  readonly #handle: Handle;
  #data: ChartData | null = null;
  #width = 380;
  #top = 1;
  #at_s = 0;

  /** `onScrub` is told the time that the reader points at. */
  constructor(document: Document, name: string, onScrub: (at_s: number) => void) {
    this.#document = document;
    this.#title = element(document, "figcaption", {});
    this.#cursor = svg(document, "line", { class: "cursor" });
    this.#labels = svg(document, "g", { class: "labels" });
    this.#back = svg(document, "g", {});
    this.#handle = new Handle(document);
    this.#svg = svg(document, "svg", { role: "img", height: HEIGHT }, [
      this.#back,
      this.#cursor,
      this.#labels,
      this.#handle.node,
    ]);
    this.node = element(document, "figure", { class: "chart", "data-chart": name }, [
      this.#title,
      this.#svg,
    ]);
    this.#listen(onScrub);
  }

  show(data: ChartData): void {
    this.#data = data;
    this.#draw();
  }

  /** Move the cursor; the labels say the values there. */
  cursor(at_s: number): void {
    this.#at_s = at_s;
    this.#drawCursor();
  }

  resize(width: number): void {
    if (width < 120 || Math.abs(width - this.#width) < 1) return;
    this.#width = width;
    this.#draw();
  }

  #listen(onScrub: (at_s: number) => void): void {
    const point = (event: PointerEvent) => {
      const { left } = this.#svg.getBoundingClientRect();
      const share = (event.clientX - left - MARGIN.left) / this.#inner;
      onScrub(Math.min(1, Math.max(0, share)) * (this.#data?.duration_s ?? 0));
    };
    this.#svg.addEventListener("pointerdown", (event) => {
      if (this.#handle.holds(event.target)) return;
      this.#svg.setPointerCapture(event.pointerId);
      point(event);
    });
    this.#svg.addEventListener("pointermove", (event) => {
      if (this.#svg.hasPointerCapture(event.pointerId) && !this.#handle.dragging) point(event);
    });
  }

  get #inner(): number {
    return Math.max(40, this.#width - MARGIN.left - MARGIN.right);
  }

  #x(at_s: number): number {
    return MARGIN.left + (at_s / (this.#data?.duration_s ?? 1)) * this.#inner;
  }

  #y(value: number): number {
    const high = HEIGHT - MARGIN.top - MARGIN.bottom;
    return MARGIN.top + high * (1 - Math.min(1.02, value / this.#top));
  }

  #draw(): void {
    const data = this.#data;
    if (data === null) return;
    this.#title.textContent = data.title;
    if (!this.#handle.dragging) this.#top = topOf(data);
    // A picture has nothing to take hold of inside.
    set(this.#svg, { role: data.handle === undefined ? "img" : "group" });
    set(this.#svg, { viewBox: `0 0 ${this.#width} ${HEIGHT}`, width: this.#width });
    this.#back.replaceChildren(
      ...this.#shades(data),
      ...this.#axes(data),
      ...data.others.map((line) => this.#line(line, "other")),
      ...data.lines.map((line) => this.#line(line, "own")),
    );
    this.#handle.show(data.handle ?? null, {
      x: MARGIN.left,
      right: MARGIN.left + this.#inner,
      y: (value) => this.#y(value),
      value: (y) => {
        const high = HEIGHT - MARGIN.top - MARGIN.bottom;
        return (1 - (y - MARGIN.top) / high) * this.#top;
      },
    });
    this.#drawCursor();
  }

  #shades({ spans }: ChartData): SVGElement[] {
    return spans.map(([from, until]) =>
      svg(this.#document, "rect", {
        class: "shade",
        x: this.#x(from),
        y: MARGIN.top,
        width: Math.max(1, this.#x(until) - this.#x(from)),
        height: HEIGHT - MARGIN.top - MARGIN.bottom,
      }),
    );
  }

  #axes({ format, duration_s }: ChartData): SVGElement[] {
    const make = this.#document;
    const right = MARGIN.left + this.#inner;
    const levels = [0, this.#top / 2, this.#top].flatMap((value) => [
      svg(make, "line", {
        class: value === 0 ? "base" : "grid",
        x1: MARGIN.left,
        x2: right,
        y1: this.#y(value),
        y2: this.#y(value),
      }),
      svg(make, "text", { class: "tick", x: MARGIN.left - 6, y: this.#y(value) + 4 }, [
        value === 0 ? "0" : format(value),
      ]),
    ]);
    const moments = momentsOf(duration_s, this.#inner / 52).map((at_s) =>
      svg(make, "text", { class: "moment", x: this.#x(at_s), y: HEIGHT - 4 }, [
        at_s === 0 ? "0 s" : String(at_s),
      ]),
    );
    return [...levels, ...moments];
  }

  #line({ values, tone, dashed }: Line, whose: "own" | "other"): SVGElement {
    const step = (this.#data?.duration_s ?? 1) / values.length;
    let path = "";
    let pen = "M";
    for (let bin = 0; bin < values.length; bin++) {
      const value = values[bin] ?? NaN;
      if (Number.isNaN(value)) {
        pen = "M";
        continue;
      }
      path += `${pen}${this.#x((bin + 0.5) * step).toFixed(1)} ${this.#y(value).toFixed(1)}`;
      pen = "L";
    }
    return svg(this.#document, "path", {
      class: `line ${whose}`,
      "data-tone": tone,
      "data-dashed": dashed,
      d: path,
    });
  }

  #drawCursor(): void {
    const data = this.#data;
    if (data === null) return;
    const x = this.#x(Math.min(this.#at_s, data.duration_s));
    set(this.#cursor, { x1: x, x2: x, y1: MARGIN.top, y2: HEIGHT - MARGIN.bottom });
    const values = data.lines.map(({ values }) => valueAt(values, this.#at_s / data.duration_s));
    const heights = values.map((value) => this.#y(Number.isNaN(value) ? 0 : value));
    const placed = apart(heights, LABEL_GAP, MARGIN.top + 4, HEIGHT - MARGIN.bottom - 2);
    this.#labels.replaceChildren(
      ...data.lines.map(({ label, tone }, index) => {
        const value = values[index] ?? NaN;
        const said = Number.isNaN(value) ? "none" : data.format(value);
        return svg(
          this.#document,
          "text",
          { "data-tone": tone, x: MARGIN.left + this.#inner + 8, y: (placed[index] ?? 0) + 4 },
          [`${label} ${said}`],
        );
      }),
    );
    const said = data.lines.map(({ label }, at) => {
      const value = values[at] ?? NaN;
      return `${label} ${Number.isNaN(value) ? "none" : data.format(value)}`;
    });
    set(this.#svg, { "aria-label": `${data.title}. ${said.join(", ")}.` });
  }
}

/** The value of the slice at this share of the time. */
export function valueAt(values: ArrayLike<number>, share: number): number {
  const bin = Math.min(values.length - 1, Math.max(0, Math.floor(share * values.length)));
  return values[bin] ?? NaN;
}

function topOf({ lines, others, least, most, handle }: ChartData): number {
  let highest = handle?.value ?? 0;
  for (const { values } of [...lines, ...others])
    for (let bin = 0; bin < values.length; bin++) {
      const value = values[bin] ?? NaN;
      if (value > highest) highest = value;
    }
  const top = roundUp(highest * 1.04, least);
  return most === undefined ? top : Math.min(top, most);
}
