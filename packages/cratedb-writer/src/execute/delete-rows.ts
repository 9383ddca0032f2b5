import type { TargetTable } from '../catalogue/target-table.js';
import { keyParameters } from '../plan/key-columns.js';
import { lookUpVersions, lookUpVersionsByLiterals } from '../plan/look-up.js';
import { deleteByKey, deletePostgresql, deleteVersions, type RowVersion } from '../plan/plan-deletes.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
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
  const found: RowVersion[] = [];
  const take = (row: RowState | undefined, answer: readonly (string | null)[]): void => {
    const [, stamp, sequenceNumber, primaryTerm] = answer;
    if (row === undefined || sequenceNumber == null || primaryTerm == null) return;
    const newer = stamp != null && row.timeMicros !== null && Number(stamp) > row.timeMicros;
    if (!newer) found.push({ row, sequenceNumber, primaryTerm });
  };
  const statements = lookUpVersionsByLiterals(table, rows);
  if (statements === undefined) {
    const { sql, parameterSets } = lookUpVersions(table, rows);
    const answer = await context.executeBatch(sql, parameterSets, lane);
    for (const line of answer.rows) take(rows[Number(line[0])], line);
    return found;
  }
  const byKey = new Map(rows.map((row) => [String(keyParameters(table, row.key)[0]), row]));
  for (const statement of statements) {
    const answer = await context.execute(statement, lane);
    for (const line of answer.rows) take(byKey.get(line[0] ?? ''), line);
  }
  return found;
}

function contended(table: TargetTable): SinkError {
  return new SinkError('version-conflict', {
    message: `Rows of ${table.target.schema}.${table.target.table} kept changing while they were to be deleted.`,
    remedy: 'Nothing to do: the batch is repeated. If it goes on, look for another writer on this table.',
  });
}
