/**
 * Things without edges between them, set in rows: a grid where all are plain nodes, else shelves.
 * Of the arrangements tried, the one whose outline is nearest to a page wins.
 */
export interface Item {
  width: number;
  height: number;
  /**
   * A group takes its row's height where that is not much more than its own, a plain box in a grid
   * its whole cell, another shape neither.
   */
  stretch: "row" | "cell" | "none";
}

export interface Slot {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Packed {
  slots: Slot[];
  width: number;
  height: number;
  /** Rows that hold fewer things than a row below them. */
  uneven: number;
}

const PAGE_WIDTH = 1100;
const PAGE_HEIGHT = 1200;
const PAGE_ASPECT = 1.5;
const ASPECT_WEIGHT = 0.35;
/** A little less than the four that counts, for frames and margins are still to come. */
const RIBBON = 3.7;
/** A group no lower than this share of its row is stretched to the row. */
const STRETCH_MIN = 0.7;

/** How badly an outline fits a page, 0 being perfect: by the scale it needs and its proportions. */
export function misfit(width: number, height: number): number {
  const scale = Math.max(width / PAGE_WIDTH, height / PAGE_HEIGHT, 1);
  return Math.log(scale) + ASPECT_WEIGHT * Math.abs(Math.log(width / height / PAGE_ASPECT));
}

/** Wider than four times its height, or the reverse: a picture that no page holds well. */
export function isRibbon({ width, height }: { width: number; height: number }): boolean {
  return width > RIBBON * height || height > RIBBON * width;
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

/** Rows of items, each stretched and centred; `columns` gives common widths in a grid. */
function set(rows: number[][], items: Item[], gap: number, columns: number[] | null): Packed {
  const slots: Slot[] = items.map(() => ({ x: 0, y: 0, width: 0, height: 0 }));
  const rowWidths = rows.map((row) => {
    const widths = row.map((index, at) => columns?.[at] ?? (items[index] as Item).width);
    return sum(widths) + gap * (row.length - 1);
  });
  const width = Math.max(...rowWidths);
  let y = 0;
  rows.forEach((row, rowIndex) => {
    const height = Math.max(...row.map((index) => (items[index] as Item).height));
    let x = (width - (rowWidths[rowIndex] ?? 0)) / 2;
    row.forEach((index, at) => {
      const item = items[index] as Item;
      const cell = columns?.[at] ?? item.width;
      const own = columns && item.stretch === "cell" ? cell : item.width;
      const fills =
        item.stretch === "row"
          ? item.height >= STRETCH_MIN * height
          : columns && item.stretch === "cell";
      const tall = fills ? height : item.height;
      const top = item.stretch === "row" ? y : y + (height - tall) / 2;
      slots[index] = { x: x + (cell - own) / 2, y: top, width: own, height: tall };
      x += cell + gap;
    });
    y += height + gap;
  });
  const uneven = rows.filter((row, index) => row.length < (rows[index + 1]?.length ?? 0)).length;
  return { slots, width, height: y - gap, uneven };
}

function inGrid(items: Item[], columns: number, gap: number): Packed {
  const rows: number[][] = [];
  items.forEach((_, index) => {
    if (index % columns === 0) rows.push([]);
    rows.at(-1)?.push(index);
  });
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(
      ...items.filter((_item, index) => index % columns === column).map(({ width }) => width),
    ),
  );
  return set(rows, items, gap, widths);
}

function onShelves(items: Item[], limit: number, gap: number): Packed {
  const rows: number[][] = [];
  let used = Infinity;
  items.forEach((item, index) => {
    if (used + gap + item.width > limit) {
      rows.push([]);
      used = -gap;
    }
    rows.at(-1)?.push(index);
    used += gap + item.width;
  });
  return set(rows, items, gap, null);
}

/** `items` in their order; slots may be larger than their items. */
export function pack(items: Item[], gap: number): Packed {
  if (items.length === 0) return { slots: [], width: 0, height: 0, uneven: 0 };
  const plain = items.every((item) => item.stretch !== "row");
  const tries: Packed[] = [];
  if (plain)
    for (let columns = 1; columns <= Math.min(items.length, 12); columns += 1)
      tries.push(inGrid(items, columns, gap));
  else {
    const limits = new Set<number>();
    for (let from = 0; from < items.length; from += 1)
      for (let to = from + 1; to <= Math.min(items.length, from + 8); to += 1)
        limits.add(sum(items.slice(from, to).map(({ width }) => width)) + gap * (to - from - 1));
    for (const limit of limits) tries.push(onShelves(items, limit + 0.5, gap));
  }
  const area = sum(items.map(({ width, height }) => width * height));
  const cost = ({ width, height, uneven }: Packed): number =>
    misfit(width, height) + 0.5 * (1 - area / (width * height)) + 0.08 * uneven;
  return tries.reduce((best, next) => (cost(next) < cost(best) - 1e-9 ? next : best));
}
