import type { TargetTable } from '../catalogue/target-table.js';
import { deleteReadVersions, readOlderRows, refreshTable, sweepStatement } from '../plan/plan-deletes.js';
import { sqlName } from '../plan/table-ddl.js';
import { contended } from './delete-rows.js';
import type { WriteContext } from './write-context.js';

/** Rows that are looked up, and then deleted, in one go. */
const SWEEP_ROWS = 10_000;

/** Rounds that delete nothing of what they found before the sweep is left to the next attempt. */
const MAX_FRUITLESS_ROUNDS = 8;

/**
 * Removes the rows that are older than an era, and only those: what anybody writes meanwhile stays. Answers how many went.
 *
 * PostgreSQL looks at a row's stamp again once it has the row. CrateDB does not: a delete that searches removes every key
 * it found, also those that were written anew between search and removal (measured: 51,000 of 60,000 rows that were
 * upserted beside it were gone, all of them acknowledged). So there the old rows are read with their versions, and each is
 * deleted by its key and that version: a row that was written meanwhile has another one. What was found again as old
 * goes in the next round; a row leaves the search once it is deleted or has a newer stamp, so the rounds come to an end.
 *
 * @throws SinkError `version-conflict` where no row lets itself be deleted; the caller repeats.
 */
export async function sweepRows(context: WriteContext, table: TargetTable, eraStartedAt: number): Promise<number> {
  if (table.dialect === 'postgresql' || context.database.planOnly === true) {
    return (await context.execute(sweepStatement(table, eraStartedAt))).rowCount;
  }
  let swept = 0;
  let fruitless = 0;
  while (fruitless < MAX_FRUITLESS_ROUNDS) {
    // A search sees refreshed rows only.
    await context.execute(refreshTable(sqlName(table)));
    const { rows } = await context.execute(readOlderRows(table, eraStartedAt, SWEEP_ROWS));
    if (rows.length === 0) return swept;
    const deleted = await deleteVersionsOf(context, table, rows);
    swept += deleted;
    fruitless = deleted === 0 ? fruitless + 1 : 0;
  }
  throw contended(table);
}

/** Every row once, so the connections may share them in any way. */
async function deleteVersionsOf(
  context: WriteContext,
  table: TargetTable,
  rows: readonly (readonly (string | null)[])[],
): Promise<number> {
  const { lanes } = context.database;
  const shares = Array.from({ length: lanes }, (_, lane) => rows.filter((_row, index) => index % lanes === lane));
  const deleted = await Promise.all(
    shares.map(async (share, lane) => {
      if (share.length === 0) return 0;
      const { sql, parameterSets } = deleteReadVersions(table, share);
      const { rowCounts } = await context.executeBatch(sql, parameterSets, lane);
      return rowCounts.filter((count) => count === 1).length;
    }),
  );
  return deleted.reduce((sum, count) => sum + count, 0);
}
