import { tableId } from '../catalogue/target-table.js';
import type { KnownTable } from './known-table.js';
import type { TableCounts } from './write-outcome.js';

type Counts = { -readonly [K in keyof TableCounts]: TableCounts[K] };

/** What one batch did, counted. */
export class BatchTally {
  /** Changes refused as older than what the target holds. */
  staleSkipped = 0;
  /** Rows of tables that the policy leaves out. */
  leftOut = 0;
  /** Row statements as planned. */
  statements = 0;
  private readonly counts = new Map<string, Counts>();

  /** Counts rows of a table, for the batch and for the table itself. */
  addRows(known: KnownTable, rowsUpserted: number, rowsDeleted: number): void {
    known.rowsWritten += rowsUpserted;
    known.rowsDeleted += rowsDeleted;
    const id = tableId(known.source);
    const counts = this.counts.get(id);
    if (counts !== undefined) {
      counts.rowsUpserted += rowsUpserted;
      counts.rowsDeleted += rowsDeleted;
      return;
    }
    const target = known.table?.target ?? known.policy.target;
    this.counts.set(id, { schema: target.schema, name: target.table, rowsUpserted, rowsDeleted });
  }

  totals(): { readonly rowsUpserted: number; readonly rowsDeleted: number; readonly tables: readonly TableCounts[] } {
    const tables = [...this.counts.values()];
    const sum = (of: 'rowsUpserted' | 'rowsDeleted'): number => tables.reduce((total, table) => total + table[of], 0);
    return { rowsUpserted: sum('rowsUpserted'), rowsDeleted: sum('rowsDeleted'), tables };
  }
}
