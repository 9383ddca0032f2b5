import type { SourceRow } from '../dms/source-row.ts';
import type { SourceTable } from '../dms/source-table.ts';
import type { Random } from '../random.ts';
import type { ShopStore } from './shop-store.ts';

/** What the shop's rows and transactions are made from. */
export interface ShopContext {
  readonly random: Random;
  readonly store: ShopStore;
  /** The shop's own clock, in microseconds since the epoch. */
  readonly nowMicros: () => number;
  /** The next number of a sequence, from 1. */
  readonly nextNumber: (sequence: 'customer' | 'product' | 'order') => number;
}

/** Adds the columns that the table gained since it was defined, as `gained` says or as null. */
export function withGainedColumns(
  context: ShopContext,
  table: SourceTable,
  row: SourceRow,
  gained: SourceRow = {},
): SourceRow {
  const added = context.store.definition(table).columns.filter(({ name }) => !(name in row));
  return { ...row, ...Object.fromEntries(added.map(({ name }) => [name, gained[name] ?? null])) };
}
