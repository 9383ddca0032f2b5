import type { TargetTable } from '../catalogue/target-table.js';
import { deleteByKey, deletePostgresql, deleteVersions, type RowVersion } from '../plan/plan-deletes.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
import { readVersions } from './read-versions.js';
import type { WriteContext } from './write-context.js';

/** Rounds of looking up and deleting before a row that keeps changing is left to the next attempt of the batch. */
const MAX_ROUNDS = 8;

/**
 * Deletes rows by key; with stamps, only those that are not newer than their delete. A missing row is fine.
 * Right under concurrency: a row written between look-up and delete has another version, stays, and is looked at again.
 *
 * @throws SinkError `version-conflict` where a row kept changing; the batch is repeated.
 */
export async function deleteRows(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  lane: number,
): Promise<void> {
  if (rows.length === 0) return;
  if (table.dialect === 'postgresql') {
    await context.execute(deletePostgresql(table, rows), lane);
    return;
  }
  if (table.stamped) await deleteStamped(context, table, rows, lane);
  else await deleteUnconditionally(context, table, rows, lane);
}

async function deleteStamped(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  lane: number,
): Promise<void> {
  let left = rows;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const versions = await deletable(context, table, left, lane);
    if (versions.length === 0) return;
    const { sql, parameterSets } = deleteVersions(table, versions);
    const { rowCounts } = await context.executeBatch(sql, parameterSets, lane);
    left = versions.filter((_, index) => rowCounts[index] !== 1).map((version) => version.row);
    if (left.length === 0) return;
  }
  throw contended(table);
}

async function deleteUnconditionally(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  lane: number,
): Promise<void> {
  let left = rows;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const { sql, parameterSets } = deleteByKey(table, left);
    const { rowCounts } = await context.executeBatch(sql, parameterSets, lane);
    const unclear = left.filter((_, index) => rowCounts[index] !== 1);
    if (unclear.length === 0) return;
    left = (await deletable(context, table, unclear, lane)).map((version) => version.row);
    if (left.length === 0) return;
  }
  throw contended(table);
}

/** Those of the rows that exist and are not newer than their delete, with their versions. */
async function deletable(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  lane: number,
): Promise<readonly RowVersion[]> {
  const versions = await readVersions(context, table, rows, lane);
  return [...versions].flatMap(([row, { stamp, ...version }]) => {
    const isNewer = stamp !== null && row.timeMicros !== null && stamp > row.timeMicros;
    return isNewer ? [] : [{ row, ...version }];
  });
}

/** Rows that somebody else keeps writing. */
export function contended(table: TargetTable): SinkError {
  return new SinkError('version-conflict', {
    message: `Rows of ${table.target.schema}.${table.target.table} kept changing while they were to be deleted.`,
    remedy: 'Nothing to do: the batch is repeated. If it goes on, look for another writer on this table.',
  });
}
