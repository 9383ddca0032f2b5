import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { ChangeFold } from '../plan/fold-changes.js';
import { lookUpByKey } from '../plan/look-up.js';
import type { WriteContext } from './write-context.js';
import { isValueError } from './write-upserts.js';

/**
 * Whether a row stands under the key of a change; without a key each change has a row of its own, and under a key that the
 * target refuses to look up there is none.
 */
export async function holdsRow(context: WriteContext, table: TargetTable, change: RowChange): Promise<boolean> {
  if (table.keyIndexes.length === 0) return false;
  const fold = new ChangeFold(table);
  if (fold.add(change) !== 'folded') return false;
  const kind = change.operation === 'delete' ? 'delete' : 'upsert';
  const keys = fold.rows().flatMap((row) => (row.kind === kind ? [row.key] : []));
  if (keys.length === 0) return false;
  const { sql, parameterSets } = lookUpByKey(table, keys, []);
  try {
    return (await context.executeBatch(sql, parameterSets)).rows.length > 0;
  } catch (error) {
    if (isValueError(error)) return false;
    throw error;
  }
}
