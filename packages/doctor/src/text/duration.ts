const MINUTE = 60;

/** In the unit that leaves at least two of it. */
export function duration(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${seconds} s`;
  return seconds < 120 * MINUTE ? `${Math.floor(seconds / MINUTE)} min` : `${Math.floor(seconds / 60 / MINUTE)} h`;
}
