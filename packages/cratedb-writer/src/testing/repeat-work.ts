import { SinkError } from '../sink-error.js';

/** Tries before an error that asks to be repeated counts as lasting. */
const MAX_TRIES = 20;

/**
 * Work of a writer as its callers must do it: where the error's reaction is `retry`, the same once more. Two processes
 * that lock rows of one table in different orders make PostgreSQL refuse one of them (SQLSTATE 40P01) at any time.
 */
export async function repeatWork<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const worthRepeating = error instanceof SinkError && error.reaction === 'retry' && tries < MAX_TRIES;
      if (!worthRepeating) throw error;
    }
  }
}
