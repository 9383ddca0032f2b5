const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 10_000;

/**
 * How long to wait before the next try: doubling from 200 ms to 10 s, of which the upper half is left to chance so that
 * many readers do not come back together. `attempt` counts from 1; `random` is in [0, 1).
 */
export function backoffDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(ceiling / 2 + (ceiling / 2) * random);
}
