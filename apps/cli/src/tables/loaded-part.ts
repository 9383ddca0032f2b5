import type { TableStatistic } from '@drayage/aws-ops';

/** An estimate that was too low must not say that a load is done. */
const MOST_OF_A_LOAD = 0.99;

/**
 * How much of a table is loaded, in [0, 1]; `null`: not known. While it loads that is an estimate, for DMS does not tell
 * how many rows a table has. Pure.
 *
 * @param estimatedRows as the source estimates it; `null`: it has none.
 */
export function loadedPart({ state, fullLoadRows }: TableStatistic, estimatedRows: number | null): number | null {
  switch (state) {
    case 'waiting':
      return 0;
    case 'completed':
      return 1;
    case 'loading':
    case 'reloading':
      return estimatedRows === null || estimatedRows <= 0
        ? null
        : Math.min(MOST_OF_A_LOAD, fullLoadRows / estimatedRows);
    case 'cancelled':
    case 'error':
    case 'missing':
    case 'other':
      return null;
  }
}

/** Whether rows of it are on their way. */
export function isLoading({ state }: TableStatistic): boolean {
  return state === 'loading' || state === 'reloading';
}
