/** A metric in words: "p99 150 ms", "at most 1.5 M/s". Values come in the contract's base units. */
import type { Annotation, Bound } from "@atlas/contracts";

const BOUNDS: Readonly<Record<Bound, string>> = {
  exact: "",
  at_most: "at most ",
  at_least: "at least ",
  about: "about ",
};
const THOUSANDS: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
];
const MONEY: readonly (readonly [number, string])[] = [
  [1e12, "T"],
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "K"],
  [1, ""],
];
const TIMES: readonly (readonly [number, string])[] = [
  [86400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
  [1e-9, "ns"],
];

/** The metric's value with bound and unit, without its name. */
export function quantity(annotation: Annotation): string {
  const { value, upper, unit, bound } = annotation;
  const shown =
    upper === null ? measure(value, unit) : `${measure(value, unit)} to ${measure(upper, unit)}`;
  return BOUNDS[bound] + shown;
}

/** The metric's name, with the percentile where one is stated: "latency p99". */
export function metricName(annotation: Annotation): string {
  const { name, percentile } = annotation;
  const words = name.replaceAll("_", " ");
  if (percentile === null) return words;
  const rank = `p${percentile}`;
  return words.toLowerCase().includes(rank) ? words : `${words} ${rank}`;
}

/** A value in words, without name and bound: "20 ms". */
export function measure(value: number, unit: string): string {
  if (unit === "s") return time(value);
  if (unit === "ratio") return `${digits(value * 100, 7)} %`;
  if (unit === "1") return scaled(value, THOUSANDS).join(" ").trim();
  const [currency, per] = unit.split("/");
  if (currency === "USD") {
    const [amount, prefix] = scaled(value, MONEY);
    return `$${amount}${prefix}${per === undefined ? "" : `/${per}`}`;
  }
  const [amount, prefix] = scaled(value, THOUSANDS);
  if (unit === "1/s") return `${amount} ${prefix}/s`.replace(" /", "/");
  return `${amount} ${prefix}${unit}`;
}

function time(value: number): string {
  const step = TIMES.find(([size]) => Math.abs(value) >= size) ?? TIMES.at(-1) ?? [1, "s"];
  return value === 0 ? "0 s" : `${digits(value / step[0])} ${step[1]}`;
}

function scaled(value: number, steps: typeof THOUSANDS): [string, string] {
  const [size, prefix] = steps.find(([step]) => Math.abs(value) >= step) ?? [1, ""];
  return [digits(value / size), prefix];
}

/** Three significant digits, or more where they matter: 99.999 %, 1440. */
function digits(value: number, significant = 3): string {
  const whole = Math.abs(value) >= 100 && Number.isInteger(value);
  return String(whole ? value : Number(value.toPrecision(significant)));
}
