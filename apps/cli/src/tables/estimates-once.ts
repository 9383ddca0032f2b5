import type { Replication, TableStatistic } from '@drayage/aws-ops';
import { isLoading } from './loaded-part.js';
import { NO_ESTIMATES, type RowEstimates } from './row-estimates.js';

export type ReadEstimates = (replication: Replication, tables: readonly TableStatistic[]) => Promise<RowEstimates>;

/** Longer than a source takes that answers; one that does not answer must not hold up the picture. */
const WAIT_MS = 3_000;

/**
 * Asks once for all looks, as soon as a table loads, and waits a little for the answer; later looks have it once it is
 * there. A bar needs no newer estimate, and the source no more questions.
 */
export function askOnce(ask: ReadEstimates, waitMs = WAIT_MS): ReadEstimates {
  let asked = false;
  let known = NO_ESTIMATES;
  return async (replication, tables) => {
    if (!asked && tables.some(isLoading)) {
      asked = true;
      const answer = ask(replication, tables).then((estimates) => {
        known = estimates;
      });
      await Promise.race([answer, pauseOf(waitMs)]);
    }
    return known;
  };
}

function pauseOf(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
