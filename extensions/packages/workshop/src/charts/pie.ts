/** A pie: slices clockwise from noon, and a legend that says each amount and its share. */
import { lineOf } from "../labels";
import { layLabel, LINE_HEIGHT_PX, widthOf } from "../measure/text";
import { titleOf } from "../parser";
import { chart, type Chart, type Sheet } from "./sheet";
import { short } from "./scale";

interface PieDatabase {
  getSections(): Map<string, number>;
}

const RADIUS = 130;
const LEGEND_GAP = 36;
const LEGEND_WIDTH_MAX = 320;
const SWATCH = 12;
/** A thinner slice has no room for its share. */
const SHARE_SHOWN_MIN = 0.06;

function slice(from: number, to: number, centre: [number, number]): string {
  const at = (turn: number) => [
    centre[0] + RADIUS * Math.sin(2 * Math.PI * turn),
    centre[1] - RADIUS * Math.cos(2 * Math.PI * turn),
  ];
  const [[x1, y1], [x2, y2]] = [at(from), at(Math.min(to, from + 0.99999))] as number[][] as [
    [number, number],
    [number, number],
  ];
  const [dx, dy] = [x2 - x1, y2 - y1].map((value) => value.toFixed(1));
  const start = `M${centre[0]} ${centre[1]}L${x1.toFixed(1)} ${y1.toFixed(1)}`;
  return `${start}a${RADIUS} ${RADIUS} 0 ${to - from > 0.5 ? 1 : 0} 1 ${dx} ${dy}Z`;
}

export function readPie(db: unknown): Chart {
  const amounts = [...(db as PieDatabase).getSections()];
  const data = amounts.map(([label, value], index) => ({
    id: `d${index}`,
    label: lineOf(label),
    section: null,
    values: [value],
    tags: [],
  }));
  const total = Math.max(
    1e-12,
    data.reduce((sum, { values }) => sum + (values[0] ?? 0), 0),
  );
  const title = titleOf(db);
  const draw = (sheet: Sheet): void => {
    const words = data.map(({ label, values: [value = 0] }) => {
      const share = `${((100 * value) / total).toFixed(value / total < 0.1 ? 1 : 0)} %`;
      return layLabel([`${label}: ${short(value)} (${share})`], LEGEND_WIDTH_MAX);
    });
    const legend = words.reduce((sum, { height }) => sum + height + 6, 0);
    const wide = Math.max(
      0,
      ...words.map(({ lines }) => Math.max(...lines.map((one) => widthOf(one)))),
    );
    const top = sheet.title(title, 2 * RADIUS + LEGEND_GAP + SWATCH + 8 + wide);
    const height = Math.max(2 * RADIUS, legend);
    const centre: [number, number] = [RADIUS, top + height / 2];
    sheet.reach(2 * RADIUS, centre[1] + RADIUS);
    let turn = 0;
    data.forEach(({ id, values: [value = 0] }, index) => {
      const share = value / total;
      if (share > 0)
        sheet.path("slice", slice(turn, turn + share, centre), { tone: index, datum: id });
      if (share >= SHARE_SHOWN_MIN) {
        const angle = 2 * Math.PI * (turn + share / 2);
        const at: [number, number] = [
          centre[0] + 0.68 * RADIUS * Math.sin(angle),
          centre[1] - 0.68 * RADIUS * Math.cos(angle) + 4.7,
        ];
        sheet.text("value", `${(100 * share).toFixed(0)} %`, at);
      }
      turn += share;
    });
    let y = top + (height - legend) / 2 + 3;
    words.forEach(({ lines, height: tall }, index) => {
      const x = 2 * RADIUS + LEGEND_GAP;
      const datum = data[index]?.id ?? "";
      sheet.rect("slice", { x, y: y + 3, width: SWATCH, height: SWATCH }, { tone: index, datum });
      lines.forEach((line, at) => {
        const place: [number, number] = [x + SWATCH + 8, y + 13 + at * LINE_HEIGHT_PX];
        sheet.text("label", line, place, { anchor: "start" });
      });
      y += tall + 6;
    });
  };
  return chart(title, data, draw);
}
