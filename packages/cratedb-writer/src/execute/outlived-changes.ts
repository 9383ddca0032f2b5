import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { ChangeFold } from '../plan/fold-changes.js';
import { ERA_KEY, PARTIALS_KEY, readTombstones, tombstoneKey, tombstoneTarget } from './tombstones.js';
import type { WriteContext } from './write-context.js';

/**
 * Which of the refused changes of a table would have changed nothing: their row was deleted since, or a load began. A row
 * of a table that is told in parts may live on under another key, and is owed.
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
    ...rows.map(({ key }) => key),
  ]);
  if (tombstones.has(PARTIALS_KEY)) return [];
  const era = tombstones.get(ERA_KEY) ?? 0;
  return rows.flatMap(({ change, key, timeMicros }) =>
    timeMicros < Math.max(tombstones.get(key) ?? 0, era) ? [change] : [],
  );
}

/** The one row that a change is about, though its values do not fit; a changed key also owes the end of the old one. */
function rowOf(
  table: TargetTable,
  change: RowChange,
): readonly { readonly change: RowChange; readonly key: string; readonly timeMicros: number }[] {
  const fold = new ChangeFold(table, Infinity);
  if (fold.add(change) !== 'folded') return [];
  const [row, ...others] = [...fold.rows(), ...fold.merges.filter(({ kind }) => kind !== 'move')];
  if (row?.timeMicros == null || others.length > 0) return [];
  return [{ change, key: tombstoneKey(row), timeMicros: row.timeMicros }];
}
