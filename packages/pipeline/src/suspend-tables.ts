import type { Writer } from '@drayage/cratedb-writer';
import type { TableName } from '@drayage/record-decoder';
import type { TableLetters } from './letter-book.js';

export interface SuspendTablesOptions {
  readonly writer: Pick<Writer, 'suspend'>;
  readonly counts: readonly TableLetters[];
  /** Open letters of one table that suspend it; absent or 0: none do. */
  readonly suspendAfter: number | undefined;
  /** The tables to look at: those that got letters just now. */
  readonly touched: readonly (TableName | undefined)[];
}

/** Suspends tables that have too many letters: what keeps failing would fill the store and tell nobody more. */
export async function suspendTables({ writer, counts, suspendAfter, touched }: SuspendTablesOptions): Promise<void> {
  if (suspendAfter === undefined || suspendAfter === 0) return;
  const names = new Set(touched.map((table) => nameOf(table)));
  for (const { table, open } of counts) {
    if (table.table === '' || open < suspendAfter || !names.has(nameOf(table))) continue;
    await writer.suspend(table, reasonOf(nameOf(table), open));
  }
}

function reasonOf(table: string, open: number): string {
  return `${open} open dead letters. Mend their cause and run \`dray dead-letters retry --table ${table}\`, or reload the table.`;
}

function nameOf(table: TableName | undefined): string {
  return table === undefined ? '' : `${table.schema}.${table.table}`;
}
