import type { JsonValue, RowChange } from '@drayage/record-decoder';
import type { TargetColumn, TargetTable } from '../catalogue/target-table.js';
import { targetName } from '../names/target-name.js';
import type { ScalarParameter } from '../statement.js';
import { Refusal } from '../types/encode-value.js';
import { stringifyJson } from '../types/stringify-json.js';
import { refuse, type ChangeRefusal } from './change-refusal.js';
import type { RowState } from './row-state.js';
import { toldByChange } from './told-value.js';

/**
 * The encoded values of a row by the table's columns; why one cannot be written, or that the table lacks a column.
 * `isPast`: the change is from before the present load.
 */
export function encodeRow(
  table: TargetTable,
  change: RowChange,
  isPast: boolean,
): (ScalarParameter | undefined)[] | 'unknown-column' | ChangeRefusal {
  const values = new Array<ScalarParameter | undefined>(table.columns.length).fill(undefined);
  const row = change.values;
  for (const name in row) {
    const value = row[name];
    if (value === undefined) continue;
    const index = indexOf(table, change, name);
    if (index === undefined) {
      // A column that the target lacks is NULL there: nothing has to be added for it.
      if (value === null || isPast || table.policy.excludeColumns.has(name)) continue;
      return 'unknown-column';
    }
    const column = table.columns[index];
    if (column === undefined) continue;
    const encoded = encodeValue(column, value, isPast);
    if (encoded instanceof Refusal) return refuse(encoded.code, encoded.message, name);
    values[index] = encoded;
  }
  return values;
}

/** A value from before the present load may be of another type than the column has now. It is not written, only counted. */
export function encodeValue({ encode }: TargetColumn, value: JsonValue, isPast: boolean): ScalarParameter | Refusal {
  const encoded = encode(value);
  return isPast && encoded instanceof Refusal ? stringifyJson(value) : encoded;
}

/** Columns that a change tells NULL of and the target does not have: what is older must not fill them once it has them. */
export function unknownNulls(table: TargetTable, { changes: { change } }: RowState): readonly string[] {
  const names = Object.keys(change.values).filter(
    (name) => change.values[name] === null && !table.policy.excludeColumns.has(name),
  );
  return names.filter((name) => indexOf(table, change, name) === undefined).map((name) => targetName(table, name));
}

/** The column that a change means by a name; -1: one that was dropped since. */
function indexOf(table: TargetTable, change: RowChange, name: string): number | undefined {
  const { timeMicros } = change;
  if (table.formerNames.length === 0 || timeMicros === undefined) return table.indexOf.get(name);
  const then = table.formerNames.find(({ former, untilMicros }) => former === name && timeMicros < untilMicros);
  if (then === undefined) return table.indexOf.get(name);
  return then.present === null ? -1 : (table.indexOf.get(then.present) ?? -1);
}

/** The key of a row, if it is told whole. */
export function completeKey(
  table: TargetTable,
  values: readonly (ScalarParameter | undefined)[],
): ScalarParameter[] | undefined {
  const key: ScalarParameter[] = [];
  for (const index of table.keyIndexes) {
    const value = values[index];
    if (value === undefined || value === null) return undefined;
    key.push(value);
  }
  return key;
}

/** Why a change is refused that does not tell its key, or its whole old row where there is no key. */
export function refuseKey(table: TargetTable, change: RowChange): ChangeRefusal {
  if (table.keyIndexes.length === 0) {
    return refuse(
      'keyless-change',
      `The table has no primary key, and this ${change.operation} does not tell the whole old row.`,
    );
  }
  const names = table.keyIndexes.map((index) => table.columns[index]?.source ?? '');
  const missing = names.filter((name) => (toldByChange(table, change, name) ?? null) === null);
  if (missing.length === 0) {
    const empty = nullKeyColumns(table, change);
    return refuse(
      'incomplete-key',
      `Key column ${empty.join(', ')} of the ${change.operation} is NULL in the target, as a date of zeros is.`,
      empty[0],
    );
  }
  return refuse(
    'incomplete-key',
    `The ${change.operation} lacks ${missing.length} of ${names.length} key columns: ${missing.join(', ')}.`,
    missing[0],
  );
}

/** Key columns whose value is told, and is NULL as the target has it. */
function nullKeyColumns(table: TargetTable, change: RowChange): readonly string[] {
  return table.keyIndexes.flatMap((index) => {
    const column = table.columns[index];
    if (column === undefined) return [];
    const told = toldByChange(table, change, column.source);
    return told !== undefined && column.encode(told) === null ? [column.source] : [];
  });
}
