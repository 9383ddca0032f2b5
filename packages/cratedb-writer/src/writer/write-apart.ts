import { isValueError } from '../execute/write-upserts.js';
import type { SinkError } from '../sink-error.js';

export interface Apart<Change> {
  /** Writes changes in their order; those that a second attempt repeats are to have no further effect. */
  readonly write: (changes: readonly Change[]) => Promise<void>;
  /** Takes the one change that the target refused by itself. */
  readonly refuse: (change: Change, error: SinkError) => void;
}

/**
 * Writes changes and, where the target refuses a statement that no row answers for (the look-up of a key that it cannot
 * even read), divides them until those at fault stand alone: a batch must not end, or be repeated for ever, because of one
 * of its records. For k of n at fault at most 2·k·log2(n) further attempts.
 *
 * @throws SinkError where the failure concerns more than a record.
 */
export async function writeApart<Change>(changes: readonly Change[], apart: Apart<Change>): Promise<void> {
  const [first, second] = changes;
  if (first === undefined) return;
  try {
    await apart.write(changes);
  } catch (error) {
    if (!isValueError(error)) throw error;
    if (second === undefined) {
      apart.refuse(first, error);
      return;
    }
    const middle = Math.ceil(changes.length / 2);
    await writeApart(changes.slice(0, middle), apart);
    await writeApart(changes.slice(middle), apart);
  }
}
