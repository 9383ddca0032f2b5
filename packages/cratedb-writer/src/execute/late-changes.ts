import type { TargetTable } from '../catalogue/target-table.js';
import type { MergeChange } from '../plan/merge-change.js';
import { lookUpRows } from '../plan/plan-merged-rows.js';
import { parseRowTimes } from '../plan/row-times.js';
import type { RowState } from '../plan/row-state.js';
import { tombstoneKey } from './tombstones.js';
import type { WriteContext } from './write-context.js';

/**
 * Which of the changes of a batch, told whole and refused as older than what stands, still have something to say: their
 * row was told in part since, or has moved to another key.
 */
export async function lateChanges(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  tombstones: ReadonlyMap<string, number>,
): Promise<readonly MergeChange[]> {
  const timed = rows.filter((row) => row.timeMicros !== null);
  if (timed.length === 0) return [];
  const { sql, parameterSets } = lookUpRows(
    table,
    timed.map(({ key }) => key),
  );
  const late = new Set(timed.filter((row) => (row.timeMicros ?? Infinity) < (tombstones.get(tombstoneKey(row)) ?? -Infinity)));
  const { rows: found } = await context.executeBatch(sql, parameterSets);
  for (const [ordinal, time, times] of found) {
    const row = timed[Number(ordinal)];
    if (row === undefined || row.timeMicros === null || time == null || Number(time) <= row.timeMicros) continue;
    const { whole, movedAt } = parseRowTimes(table, times, Number(time));
    if (whole < row.timeMicros && (movedAt === undefined || movedAt <= row.timeMicros)) late.add(row);
  }
  return timed.filter((row) => late.has(row)).map(toMerge);
}

function toMerge({ key, keyText, kind, timeMicros, values, changes }: RowState): MergeChange {
  const removes = changes.change.operation === 'delete' ? 'delete' : 'leave';
  return { key, keyText, timeMicros, values, changes, kind: kind === 'delete' ? removes : 'whole' };
}
