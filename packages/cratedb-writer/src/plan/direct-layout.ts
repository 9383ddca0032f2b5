import {
  DELETED_COLUMN,
  ID_COLUMN,
  TIME_COLUMN,
  type TargetColumn,
  type TargetTable,
} from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import type { SentColumn } from '../dialect/sql-dialect.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import type { ScalarParameter } from '../statement.js';
import { singleParameter, unnestColumn } from '../types/unnest-column.js';
import type { TargetType } from '../types/target-type.js';
import type { Layout } from './plan-upserts.js';
import type { RowState } from './row-state.js';

const TIME_TYPE: TargetType = { kind: 'bigint' };
const ID_TYPE: TargetType = { kind: 'text' };
const DELETED_TYPE: TargetType = { kind: 'timestamptz' };

type ValueOf = (row: RowState) => ScalarParameter;

/** A column for a column, and the metadata columns the table has. */
export function directLayout(table: TargetTable, present: readonly number[]): Layout {
  const columns: SentColumn[] = [];
  const valuesOf: ValueOf[] = [];
  const put = (column: SentColumn, valueOf: ValueOf): void => {
    columns.push(column);
    valuesOf.push(valueOf);
  };
  for (const index of present) {
    const column = table.columns[index];
    if (column !== undefined) put(sentColumn(column, table.dialect), (row) => row.values[index] ?? null);
  }
  if (table.keyIndexes.length === 0) put(keyColumn(ID_COLUMN, ID_TYPE, table.dialect), (row) => row.key[0] ?? null);
  for (const [column, valueOf] of metadataColumns(table)) put(column, valueOf);
  return { columns, conflict: keyColumnsSql(table), valuesOf };
}

/** The metadata columns that follow the user's own in either mapping. */
export function metadataColumns(table: TargetTable): readonly (readonly [SentColumn, ValueOf])[] {
  const columns: (readonly [SentColumn, ValueOf])[] = [];
  if (table.stamped) columns.push([plainColumn(TIME_COLUMN, TIME_TYPE, table.dialect), (row) => row.timeMicros]);
  if (table.softDelete) columns.push([plainColumn(DELETED_COLUMN, DELETED_TYPE, table.dialect), deletedAt]);
  return columns;
}

/** Quoted key columns in key order: the conflict target and what a delete matches. */
export function keyColumnsSql(table: TargetTable): readonly string[] {
  if (table.keyIndexes.length === 0) return [quoteIdentifier(ID_COLUMN)];
  return table.keyIndexes.map((index) => quoteIdentifier(table.columns[index]?.name ?? ''));
}

/** Types of the key columns in key order. */
export function keyTypes(table: TargetTable): readonly TargetType[] {
  if (table.keyIndexes.length === 0) return [ID_TYPE];
  return table.keyIndexes.map((index) => table.columns[index]?.type ?? ID_TYPE);
}

function deletedAt(row: RowState): ScalarParameter {
  const marked = row.markedMicros ?? (row.kind === 'delete' ? row.timeMicros : null);
  return marked === null ? null : new Date(marked / 1000).toISOString();
}

function sentColumn(column: TargetColumn, dialect: Dialect): SentColumn {
  return column.isKey ? keyColumn(column.name, column.type, dialect) : plainColumn(column.name, column.type, dialect);
}

function plainColumn(name: string, type: TargetType, dialect: Dialect): SentColumn {
  return { ...keyColumn(name, type, dialect), set: (excluded) => excluded };
}

function keyColumn(name: string, type: TargetType, dialect: Dialect): SentColumn {
  const unnested = unnestColumn(type, dialect);
  return {
    sql: quoteIdentifier(name),
    arrayType: unnested.arrayType,
    select: unnested.select,
    single: (parameter) => singleParameter(type, dialect)(parameter),
    set: undefined,
  };
}
