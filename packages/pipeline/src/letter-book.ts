import type { DeadLetterStore, OpenLetters } from '@drayage/cratedb-writer';
import type { TableName } from '@drayage/record-decoder';

/** How old the count may be: other processes make letters, and `dray` closes them. */
const COUNT_AGE_MS = 5_000;

export interface TableLetters {
  readonly table: TableName;
  readonly open: number;
}

/**
 * How many letters each table has open, kept in memory so that a table without any costs nothing. The store is the truth:
 * the count is taken anew after each change of ours and every few seconds, and a table that has letters is read each time
 * its rows come.
 */
export interface LetterBook extends OpenLetters {
  counts(): readonly TableLetters[];
  /** Counts anew, unless that was done a moment ago. */
  refresh(force?: boolean): Promise<void>;
}

export function createLetterBook(store: DeadLetterStore, now: () => number): LetterBook {
  let counted: readonly TableLetters[] = [];
  let countedAtMs = Number.NEGATIVE_INFINITY;
  let tables: ReadonlySet<string> = new Set();

  const refresh = async (force = false): Promise<void> => {
    if (!force && now() - countedAtMs < COUNT_AGE_MS) return;
    counted = await store.countOpen();
    countedAtMs = now();
    tables = new Set(counted.map(({ table }) => idOf(table)));
  };

  return {
    counts: () => counted,
    refresh,
    has: (table) => tables.size > 0 && tables.has(idOf(table)),
    read: (table) => store.openLetters(table),
  };
}

function idOf(table: TableName): string {
  return `${table.schema}\u0000${table.table}`;
}
