import type { RowMutation } from '../dms/dms-task.ts';
import type { SourceRow } from '../dms/source-row.ts';
import { keyText, type SourceColumn, type SourceTable } from '../dms/source-table.ts';
import type { Random } from '../random.ts';
import { createKeyedRows, type KeyedRows } from './keyed-rows.ts';

/** A table's definition and rows at one moment. Rows without a key stand in the order they were written. */
export interface TableState {
  readonly definition: SourceTable;
  readonly rows: readonly SourceRow[];
}

/** The shop's database: what the target has to be equal to. */
export interface ShopStore {
  /** The present definition of a table that was given at the start. */
  definition(table: SourceTable): SourceTable;
  rows(table: SourceTable): KeyedRows;
  /** One row at random; `undefined` in an empty table. */
  any(table: SourceTable, random: Random): SourceRow | undefined;
  apply(mutations: readonly RowMutation[]): void;
  /** Adds a nullable column; rows that are there hold null. */
  addColumn(table: SourceTable, column: SourceColumn): void;
  /** By `schema.table`. */
  tables(): ReadonlyMap<string, TableState>;
}

interface StoredTable {
  definition: SourceTable;
  readonly rows: KeyedRows;
  written: number;
}

/** A database with these tables, all empty. */
export function createShopStore(tables: readonly SourceTable[]): ShopStore {
  const stored = new Map<string, StoredTable>(
    tables.map((table) => [nameOf(table), { definition: table, rows: createKeyedRows(), written: 0 }]),
  );

  function find(table: SourceTable): StoredTable {
    const found = stored.get(nameOf(table));
    if (found === undefined) throw new RangeError(`The shop has no table ${nameOf(table)}.`);
    return found;
  }

  function applyOne(mutation: RowMutation): void {
    const table = find(mutation.table);
    const keyless = table.definition.primaryKey.length === 0;
    table.written += 1;
    const key = keyless ? String(table.written) : keyText(table.definition, mutation.row);
    if (mutation.kind === 'update') table.rows.remove(keyText(table.definition, mutation.previous));
    if (mutation.kind === 'delete') table.rows.remove(key);
    else table.rows.put(key, mutation.row);
  }

  return {
    definition: (table) => find(table).definition,
    rows: (table) => find(table).rows,
    any: (table, random) => {
      const { rows } = find(table);
      return rows.at(random.integer(0, rows.size - 1));
    },
    apply: (mutations) => {
      mutations.forEach(applyOne);
    },
    addColumn: (table, column) => {
      const found = find(table);
      found.definition = { ...found.definition, columns: [...found.definition.columns, column] };
      found.rows.rewrite((row) => ({ ...row, [column.name]: null }));
    },
    tables: () =>
      new Map([...stored].map(([name, { definition, rows }]) => [name, { definition, rows: rows.toArray() }])),
  };
}

function nameOf(table: SourceTable): string {
  return `${table.schema}.${table.name}`;
}
