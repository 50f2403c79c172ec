/**
 * A chart: the marks that the build laid out, each with a name that the pointer shows. What they
 * look like is said by role and tone, in the style.
 */
import type { ChartMark, Datum, Diagram, Geometry } from "@atlas/contracts";

import { mark, number, type Mark } from "./mark.js";

const TONES = 8;

/** The marks of a chart; none for a graph, or a bundle from before there were charts. */
export function marksOf(geometry: Geometry): readonly ChartMark[] {
  return (geometry as Partial<Geometry>).marks ?? [];
}

export function dataOf(diagram: Diagram): readonly Datum[] {
  return (diagram as Partial<Diagram>).data ?? [];
}

export function drawChart(
  diagram: Diagram,
  geometry: Geometry,
  sentence: (datum: Datum) => string,
): Mark[] {
  const data = new Map(dataOf(diagram).map((datum) => [datum.id, datum]));
  return marksOf(geometry).map((one) => {
    const datum = one.datum === null ? undefined : data.get(one.datum);
    const look = {
      class: one.role,
      "data-datum": one.datum,
      "data-tone": one.tone === null ? null : one.tone % TONES,
    };
    if (one.shape === "path") {
      const name = datum === undefined ? [] : [mark("title", {}, [sentence(datum)])];
      return mark("path", { ...look, d: one.d }, name);
    }
    const turn = one.turned ? `rotate(-90 ${number(one.x)} ${number(one.y)})` : null;
    const place = { x: one.x, y: one.y, "text-anchor": one.anchor, transform: turn };
    return mark("text", { ...look, ...place }, [one.text]);
  });
}
