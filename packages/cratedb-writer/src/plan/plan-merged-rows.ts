import { DELETED_COLUMN, TIME_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import type { Parameter, ScalarParameter } from '../statement.js';
import { directLayout } from './direct-layout.js';
import { keyParameters, keySql } from './key-columns.js';
import { lookUpByKey, VERSION_COLUMNS, type KeyedBatch } from './look-up.js';
import { readExpression } from './read-column.js';
import type { RowState } from './row-state.js';
import { sqlName } from './table-ddl.js';
import { universalLayout } from './universal-layout.js';

/** What tells one state of a row from the next, as the server's texts: CrateDB's version, PostgreSQL's transaction. */
export type RowVersionToken = readonly (string | null)[];

/** Reads `[index, stamp, …version token]` of rows by key, in real time. */
export function lookUpRows(table: TargetTable, keys: readonly (readonly ScalarParameter[])[]): KeyedBatch {
  const token = table.dialect === 'cratedb' ? VERSION_COLUMNS : ['xmin::text'];
  return lookUpByKey(table, keys, [quoteIdentifier(TIME_COLUMN), ...token]);
}

/** Reads `[index, …value of each column]` of rows by key. */
export function lookUpValues(table: TargetTable, keys: readonly (readonly ScalarParameter[])[]): KeyedBatch {
  return lookUpByKey(
    table,
    keys,
    table.columns.map((column) => readExpression(column, table.dialect)),
  );
}

/** Updates rows of one set of columns, each only if it still is what was read. */
export function updateVersions(
  table: TargetTable,
  rows: readonly { readonly state: RowState; readonly token: RowVersionToken }[],
): KeyedBatch {
  const first = rows[0]?.state;
  const present =
    first === undefined ? [] : [...first.values.keys()].filter((index) => first.values[index] !== undefined);
  const { columns, valuesOf } =
    table.mapping === 'direct' ? directLayout(table, present) : universalLayout(table, present);
  const sets: string[] = [];
  const readers: ((row: RowState) => ScalarParameter)[] = [];
  for (const [index, column] of columns.entries()) {
    const read = valuesOf[index];
    const isKeptMark = column.sql === quoteIdentifier(DELETED_COLUMN) && first?.markedMicros === undefined;
    if (column.set === undefined || read === undefined || isKeptMark) continue;
    readers.push(read);
    sets.push(`${column.sql} = ${column.set(column.single(`$${readers.length}`), column.sql)}`);
  }
  const keys = keySql(table);
  const conditions = [
    ...keys.map((key, index) => `${key} = $${readers.length + index + 1}`),
    ...tokenConditions(table, readers.length + keys.length + 1),
  ];
  return {
    sql: `UPDATE ${sqlName(table)} SET ${sets.join(', ')} WHERE ${conditions.join(' AND ')}`,
    parameterSets: rows.map(({ state, token }): Parameter[] => [
      ...readers.map((read) => read(state)),
      ...keyParameters(table, state.key),
      ...token,
    ]),
  };
}

function tokenConditions(table: TargetTable, from: number): readonly string[] {
  if (table.dialect === 'cratedb') return VERSION_COLUMNS.map((column, index) => `${column} = $${from + index}`);
  return [`xmin::text = $${from}`];
}
