import { keyText, rowOf, valueOf, type SourceRow, type SourceTable } from '../source/source-table.ts';
import { sampleKey, sampleValue } from './sample-value.ts';

/** Few keys, so that they are used again. */
const SINGLE_KEYS = 5;
const COMPOSITE_KEYS = 3;

/** The row that the numbers pick for a table: one a column, the simplest where there is none. */
export function pickRow(table: SourceTable, values: readonly number[]): SourceRow {
  const variety = table.primaryKey.length > 1 ? COMPOSITE_KEYS : SINGLE_KEYS;
  const picks = new Map(table.columns.map(({ name }, index) => [name, values[index] ?? 0]));
  return rowOf(table.columns, ({ name, drawnAs }) => {
    const pick = picks.get(name) ?? 0;
    // A row of NULLs alone cannot be told from one of which nothing is known: without a key, one column is never NULL.
    const isKey = table.primaryKey.length === 0 ? name === table.columns[0]?.name : table.primaryKey.includes(name);
    return isKey ? sampleKey(drawnAs, pick, variety) : sampleValue(drawnAs, pick);
  });
}

/** The same with a key that no row has, next to the one picked; none where all keys are taken. */
export function freeKeyRow(
  table: SourceTable,
  rows: readonly SourceRow[],
  values: readonly number[],
): readonly [SourceRow] | undefined {
  if (table.primaryKey.length === 0) return [pickRow(table, values)];
  const taken = new Set(rows.map((row) => keyText(table, row)));
  const keyAt = table.columns.findIndex(({ name }) => name === table.primaryKey[0]);
  for (let step = 0; step < SINGLE_KEYS; step += 1) {
    const row = pickRow(
      table,
      table.columns.map((_, index) => (values[index] ?? 0) + (index === keyAt ? step : 0)),
    );
    if (!taken.has(keyText(table, row))) return [row];
  }
  return undefined;
}

/** A row with the columns that the numbers name set to the values that they pick; and which these are. */
export function changeRow(
  table: SourceTable,
  row: SourceRow,
  values: readonly number[],
): { readonly row: SourceRow; readonly changed: readonly string[] } {
  const picked = pickRow(table, values);
  const changed = table.columns
    .filter(
      ({ name }, index) => !table.primaryKey.includes(name) && values[index] !== undefined && values[index] % 3 !== 2,
    )
    .map(({ name }) => name);
  return { row: rowOf(table.columns, ({ name }) => valueOf(changed.includes(name) ? picked : row, name)), changed };
}

/** The row under another row's key. */
export function withKeyOf(table: SourceTable, row: SourceRow, key: SourceRow): SourceRow {
  return rowOf(table.columns, ({ name }) => valueOf(table.primaryKey.includes(name) ? key : row, name));
}
