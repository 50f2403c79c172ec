/**
 * Text of labels: lines centred on a point, with the spans that are metrics set apart.
 * Nothing is measured here; the build chose the boxes for Inter at the geometry's size.
 */
import type { Annotation, Geometry } from "@atlas/contracts";

import { mark, type Mark } from "./mark.js";

export type Type = Pick<Geometry, "font_size_px" | "line_height_px">;

export interface Label {
  /** The lines as drawn. */
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  /** True where `lines` are the author's own, so that the annotations' offsets hold. */
  readonly asWritten: boolean;
}

/** Half of Inter's cap height, in ems: it centres a line of text on its middle. */
const CAP_MIDDLE_EM = 0.364;

/** Draw a label centred on (x, y). The first `strong` lines are names, the others quiet. */
export function drawLabel(
  label: Label,
  at: { x: number; y: number },
  type: Type,
  strong: number,
): Mark[] {
  const top = at.y - (label.lines.length * type.line_height_px) / 2;
  return label.lines.map((line, index) => {
    const middle = top + (index + 0.5) * type.line_height_px;
    return mark(
      "text",
      {
        class: index < strong ? "name" : "detail",
        x: at.x,
        y: middle + type.font_size_px * CAP_MIDDLE_EM,
      },
      spans(line, metricsOf(label, index)),
    );
  });
}

/** The [start, end) spans of a drawn line that are metrics, in order and apart from each other. */
function metricsOf(label: Label, index: number): [number, number][] {
  const line = label.lines[index] ?? "";
  const found: [number, number][] = [];
  for (const annotation of label.annotations) {
    const start = label.asWritten
      ? annotation.line === index
        ? annotation.start
        : -1
      : line.indexOf(annotation.text);
    const end = label.asWritten ? annotation.end : start + annotation.text.length;
    if (start >= 0 && end <= line.length && start < end) found.push([start, end]);
  }
  found.sort((a, b) => a[0] - b[0]);
  return found.filter(([start], at) => at === 0 || start >= (found[at - 1]?.[1] ?? 0));
}

function spans(line: string, metrics: readonly [number, number][]): (Mark | string)[] {
  const pieces: (Mark | string)[] = [];
  let done = 0;
  for (const [start, end] of metrics) {
    if (start > done) pieces.push(line.slice(done, start));
    pieces.push(mark("tspan", { class: "metric" }, [line.slice(start, end)]));
    done = end;
  }
  if (done < line.length) pieces.push(line.slice(done));
  return pieces;
}
