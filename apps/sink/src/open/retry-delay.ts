const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** How long to wait before attempt `attempt + 1`: doubling, at most 30 s, with jitter over the upper half. */
export function retryDelayMs(attempt: number, random: () => number): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(delay / 2 + (delay / 2) * random());
}
