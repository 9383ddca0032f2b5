import { ID_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import type { SentColumn } from '../dialect/sql-dialect.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import { metadataColumns } from './direct-layout.js';
import type { Layout } from './plan-upserts.js';
import type { RowState } from './row-state.js';

/** Columns of the universal layout: the key, the other columns, and those whose names CrateDB refuses. */
const UNIVERSAL_COLUMNS = ['pk', 'data', 'aux'] as const;

/** `pk`, `data` and `aux` objects. On conflict the objects merge: keys that only the target has stay. */
export function universalLayout(table: TargetTable, present: readonly number[]): Layout {
  const metadata = metadataColumns(table);
  const places = UNIVERSAL_COLUMNS.map((place) => ({
    column: objectColumn(place, table.dialect),
    indexes: present.filter((index) => table.columns[index]?.place === place),
  }));
  return {
    columns: [...places.map((place) => place.column), ...metadata.map(([column]) => column)],
    conflict: universalKeySql(table),
    valuesOf: [
      ...places.map(
        (place, index) => (row: RowState) =>
          index === 0 && table.keyIndexes.length === 0 ? syntheticKeyText(row) : objectText(table, row, place.indexes),
      ),
      ...metadata.map(([, valueOf]) => valueOf),
    ],
  };
}

/** What identifies a row: on CrateDB the key's elements, on PostgreSQL the whole `pk` document. */
export function universalKeySql(table: TargetTable): readonly string[] {
  if (table.keyIndexes.length === 0 && table.dialect === 'cratedb') return [subscript('pk', ID_COLUMN)];
  if (table.dialect === 'postgresql') return [quoteIdentifier('pk')];
  return table.keyIndexes.map((index) => subscript('pk', table.columns[index]?.name ?? ''));
}

/** `"pk"['id']`, quotes doubled. */
export function subscript(column: string, element: string): string {
  return `${quoteIdentifier(column)}['${element.replaceAll("'", "''")}']`;
}

/** The JSON document of the given columns; their values are JSON texts already. */
function objectText(table: TargetTable, row: RowState, indexes: readonly number[]): string {
  let text = '{';
  for (const index of indexes) {
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(table.columns[index]?.name ?? '')}:${String(row.values[index] ?? 'null')}`;
  }
  return `${text}}`;
}

function syntheticKeyText(row: RowState): string {
  return JSON.stringify({ [ID_COLUMN]: row.key[0] });
}

function objectColumn(name: (typeof UNIVERSAL_COLUMNS)[number], dialect: Dialect): SentColumn {
  const sql = quoteIdentifier(name);
  const cratedb = dialect === 'cratedb';
  const merge = cratedb
    ? (excluded: string, current: string) => `coalesce(${current}, {}) || ${excluded}`
    : (excluded: string, current: string) => `coalesce(${current}, '{}'::jsonb) || ${excluded}`;
  return {
    sql,
    arrayType: cratedb ? 'array(object)' : 'text[]',
    select: (alias) => (cratedb ? alias : `${alias}::jsonb`),
    single: (parameter) => (cratedb ? `${parameter}::object` : `${parameter}::jsonb`),
    set: name === 'pk' ? undefined : merge,
  };
}
