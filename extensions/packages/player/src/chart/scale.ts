/** Scales of the charts: round ends, few ticks, and labels that keep out of each other's way. */

/** The least round number that is not below `value`; `least` where there is nothing to show. */
export function roundUp(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((each) => each * power >= wanted * 0.999) ?? 10;
  return step * power;
}

/** Moments to write under a time axis, at most `most` of them, the end included. */
export function momentsOf(duration_s: number, most: number): number[] {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600];
  const step = steps.find((each) => duration_s / each <= most) ?? 3600;
  const found: number[] = [];
  for (let at = 0; at <= duration_s + 1e-9; at += step) found.push(Number(at.toFixed(3)));
  return found;
}

/** The same heights, moved so that none is nearer to another than `gap`, inside `low`..`high`. */
export function apart(
  heights: readonly number[],
  gap: number,
  low: number,
  high: number,
): number[] {
  const order = heights.map((_, index) => index).sort((a, b) => at(heights, a) - at(heights, b));
  const placed = [...heights];
  let least = low;
  for (const index of order) {
    placed[index] = Math.max(at(placed, index), least);
    least = at(placed, index) + gap;
  }
  let most = high;
  for (const index of order.toReversed()) {
    placed[index] = Math.min(at(placed, index), most);
    most = at(placed, index) - gap;
  }
  return placed;
}

function at(values: readonly number[], index: number): number {
  return values[index] ?? 0;
}
