import type { RowChange } from '@drayage/record-decoder';
import { toldValue } from '../plan/told-value.js';
import type { TargetTable } from '../catalogue/target-table.js';

/**
 * Whether a change tells the whole row, or its end, so that nothing which came before it is owed any more. An ignored
 * delete ends nothing.
 */
export function isWhole(table: TargetTable, change: RowChange): boolean {
  switch (change.operation) {
    case 'load':
    case 'insert':
      return true;
    case 'delete':
      return table.policy.deleteMode !== 'ignore';
    case 'update':
      return (
        table.policy.absentColumns === 'null' ||
        (table.columnsKnown &&
          table.columns.every(
            ({ source, isKey }) =>
              toldValue(table, change, change.values, source) !== undefined ||
              (isKey && toldValue(table, change, change.before, source) !== undefined),
          ))
      );
  }
}
