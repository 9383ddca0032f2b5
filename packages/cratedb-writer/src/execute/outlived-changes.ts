import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { ChangeFold } from '../plan/fold-changes.js';
import { lookUpByKey, stampExpression } from '../plan/look-up.js';
import type { RowKey } from '../plan/merge-change.js';
import { toldByChange } from '../plan/told-value.js';
import { Refusal } from '../types/encode-value.js';
import { distinctKeys } from './read-standing.js';
import { ERA_KEY, PARTIALS_KEY, readTombstones, tombstoneKey, tombstoneTarget } from './tombstones.js';
import type { WriteContext } from './write-context.js';
import { isValueError } from './write-upserts.js';

/**
 * Which of the refused changes of a table would have changed nothing: their row was deleted since, a load began, or the
 * row that stands is newer and whole. A row of a table that is told in parts may live on under another key, or lack what
 * the change tells, and is owed.
 */
export async function outlivedChanges(
  context: WriteContext,
  table: TargetTable,
  changes: readonly RowChange[],
): Promise<readonly RowChange[]> {
  if (!table.stamped) return [];
  const rows = changes.flatMap((change) => rowOf(table, change));
  if (rows.length === 0) return [];
  const oldest = Math.min(...rows.map(({ timeMicros }) => timeMicros));
  const tombstones = await readTombstones(context, tombstoneTarget(table), oldest, () => [
    PARTIALS_KEY,
    ...rows.map(({ row }) => tombstoneKey(row)),
  ]);
  if (tombstones.has(PARTIALS_KEY)) return [];
  const era = tombstones.get(ERA_KEY) ?? 0;
  const isRemoved = ({ row, timeMicros }: RefusedRow): boolean =>
    timeMicros < Math.max(tombstones.get(tombstoneKey(row)) ?? 0, era);
  const stamps = await standingStamps(
    context,
    table,
    rows.filter((refused) => !isRemoved(refused) && isKeyOf(table, refused.change)),
  );
  const isReplaced = ({ row, timeMicros }: RefusedRow): boolean => timeMicros < (stamps.get(row.keyText) ?? -Infinity);
  return rows.filter((refused) => isRemoved(refused) || isReplaced(refused)).map(({ change }) => change);
}

interface RefusedRow {
  readonly change: RowChange;
  readonly row: RowKey;
  readonly timeMicros: number;
}

/** Whether a row can stand under the key of the change: a value that a key column does not take is that of none, and no look-up takes it. */
function isKeyOf(table: TargetTable, change: RowChange): boolean {
  return table.keyIndexes.every((index) => {
    const column = table.columns[index];
    if (column === undefined) return false;
    const told = toldByChange(table, change, column.source);
    return told === undefined || !(column.encode(told) instanceof Refusal);
  });
}

/** Stamps of the rows that stand, by the text of the key. */
async function standingStamps(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RefusedRow[],
): Promise<ReadonlyMap<string, number>> {
  if (rows.length === 0) return new Map();
  const keys = distinctKeys(rows.map(({ row }) => row));
  try {
    const { sql, parameterSets } = lookUpByKey(
      table,
      keys.map(({ key }) => key),
      [stampExpression(table)],
    );
    const answer = await context.executeBatch(sql, parameterSets);
    return new Map(
      answer.rows.flatMap(([ordinal, stamp]) => {
        const found = keys[Number(ordinal)];
        return found === undefined || stamp == null ? [] : [[found.keyText, Number(stamp)]];
      }),
    );
  } catch (error) {
    if (!isValueError(error)) throw error;
    // A key that the target itself refuses to look up is that of no row, and must not hide what is found of the others.
    if (rows.length === 1) return new Map();
    const stamps = new Map<string, number>();
    for (const row of rows) for (const stamp of await standingStamps(context, table, [row])) stamps.set(...stamp);
    return stamps;
  }
}

/** The one row that a change is about, though its values do not fit; a changed key also owes the end of the old one. */
function rowOf(table: TargetTable, change: RowChange): readonly RefusedRow[] {
  const fold = new ChangeFold(table, Infinity);
  if (fold.add(change) !== 'folded') return [];
  const [row, ...others] = [...fold.rows(), ...fold.merges.filter(({ kind }) => kind !== 'move')];
  if (row?.timeMicros == null || others.length > 0) return [];
  return [{ change, row, timeMicros: row.timeMicros }];
}
