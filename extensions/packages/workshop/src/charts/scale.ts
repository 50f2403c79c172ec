/** Round numbers for an axis, and numbers as one writes them. */

const STEPS = [1, 2, 2.5, 5, 10];

/** About `count` round values that cover low to high, both ends included. */
export function ticksOf(low: number, high: number, count = 5): number[] {
  const span = high > low ? high - low : Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find((one) => one * power >= raw) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => plain((first + index) * step));
}

/** Without the noise of binary fractions. */
function plain(value: number): number {
  return Number(value.toPrecision(12));
}

/** "1.2M", "45K", "0.35": at most three figures that say something. */
export function short(value: number): string {
  const size = Math.abs(value);
  const [divisor, unit] =
    size >= 1e9 ? [1e9, "B"] : size >= 1e6 ? [1e6, "M"] : size >= 1e4 ? [1e3, "K"] : [1, ""];
  return `${plain(Number((value / divisor).toPrecision(size >= 1000 && divisor === 1 ? 4 : 3)))}${unit}`;
}
