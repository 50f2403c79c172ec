/** How far apart the lifelines of a sequence diagram stand. */

export interface Span {
  from: number;
  to: number;
  width: number;
}

const COLUMN_GAP = 24;

/**
 * Sets `x`, the middle of each column, so that heads don't touch and every span is wide enough.
 * A wide span shares what it lacks among the gaps that it covers. A span past either end is left
 * to the drawing's margin.
 */
export function spreadColumns(columns: { x: number; width: number }[], spans: Span[]): void {
  const gaps = columns.slice(1).map(({ width }, index) => {
    return ((columns[index]?.width ?? 0) + width) / 2 + COLUMN_GAP;
  });
  const sorted = [...spans].sort((a, b) => a.to - a.from - (b.to - b.from));
  for (const { from, to, width } of sorted) {
    const [first, last] = [Math.max(from, 0), Math.min(to, columns.length - 1)];
    if (from < 0 || to > columns.length - 1 || last <= first) continue;
    const covered = gaps.slice(first, last);
    const lack = width - covered.reduce((total, gap) => total + gap, 0);
    for (let at = first; lack > 0 && at < last; at += 1)
      gaps[at] = (gaps[at] ?? 0) + lack / (last - first);
  }
  let x = 0;
  columns.forEach((column, index) => {
    column.x = x;
    x += gaps[index] ?? 0;
  });
}
