/** How Atlas says levels, times, points and dates. */

const LEVELS = ["beginner", "intermediate", "advanced", "expert"] as const;
export type Level = (typeof LEVELS)[number];
export const DIFFICULTIES: readonly Level[] = LEVELS;

/** "beginner" to "Beginner"; unknown words of other trees pass as they are. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** 60 to "60 min", 95 to "1 h 35 min". */
export function duration(minutes: number): string {
  const whole = Math.max(1, Math.round(minutes));
  if (whole <= 90) return `${whole} min`;
  const rest = whole % 60;
  return `${Math.floor(whole / 60)} h` + (rest === 0 ? "" : ` ${rest} min`);
}

/** Points without a trailing ".0": 7 to "7", 7.5 to "7.5", 6.666 to "6.67". */
export function points(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** "1 page", "2 pages". */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}

/** An ISO time as the reader's own clock says it: "21 Nov, 14:05". */
export function moment(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  return time.toLocaleString(undefined, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

/** At most `length` letters: a foreign tree may hold a title as long as a page. */
export function cut(text: string, length = 100): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;
}
