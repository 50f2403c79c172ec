/** Numbers as people read them: three digits at most, with their unit. */

/** "1.2 s", "85 ms", "300 µs"; zero is "0 ms". */
export function seconds(value: number): string {
  if (value === 0) return "0 ms";
  if (value >= 0.9995) return `${digits(value)} s`;
  return value >= 0.001 ? `${digits(value * 1000)} ms` : `${digits(value * 1e6)} \u00b5s`;
}

export function percent(share: number): string {
  const value = 100 * share;
  return `${value !== 0 && value < 0.1 ? "under 0.1" : digits(value)} %`;
}

export function rate(value: number): string {
  return `${count(value)}/s`;
}

/** A count, with thousands in groups; a mean below ten with a decimal. */
export function count(value: number): string {
  return value >= 10 ? Math.round(value).toLocaleString("en") : String(Number(value.toFixed(1)));
}

/** "10 s", "2 min 30 s". */
export function moment(value: number): string {
  if (value < 120) return `${digits(value)} s`;
  const minutes = Math.floor(value / 60);
  const rest = Math.round(value - 60 * minutes);
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

/** A value with the unit of a parameter or metric. */
export function quantity(value: number, unit: string): string {
  switch (unit) {
    case "s":
      return seconds(value);
    case "1/s":
      return rate(value);
    case "ratio":
      return percent(value);
    case "1":
      return count(value);
    default:
      return `${digits(value)} ${unit}`;
  }
}

export function digits(value: number): string {
  if (value === 0) return "0";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return String(Number(value.toFixed(Math.min(places, 3))));
}
