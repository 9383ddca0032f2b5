import { Client } from 'pg';
import { runQuery } from '../query/run-query.ts';
import type { ShopState, WrittenTable } from '../shop/shop-state-file.ts';

/** Rows as comparable text, by table. */
export type ComparableTables = Readonly<Record<string, readonly string[]>>;

type Column = WrittenTable['columns'][number];

/** The rows of the shop. */
export function sourceTables(state: ShopState): ComparableTables {
  return mapTables(state, ({ columns, rows }) => rows.map((row) => rowText(columns, row)).sort());
}

/** The rows of the same tables and columns in the target; a table that is not there yet has none. */
export async function targetTables(state: ShopState, databaseUrl: string): Promise<ComparableTables> {
  const tables = Object.entries(state).map(
    async ([name, { columns }]): Promise<readonly [string, readonly string[]]> => {
      const list = columns.map((column) => `"${column.name}"`).join(', ');
      try {
        const { rows } = await runQuery(new Client(databaseUrl), `SELECT ${list} FROM ${name}`);
        return [name, rows.map((row) => rowText(columns, row)).sort()];
      } catch {
        return [name, []];
      }
    },
  );
  return Object.fromEntries(await Promise.all(tables));
}

function mapTables(state: ShopState, change: (table: WrittenTable) => readonly string[]): ComparableTables {
  return Object.fromEntries(Object.entries(state).map(([name, table]) => [name, change(table)]));
}

function rowText(columns: readonly Column[], row: readonly (string | null)[]): string {
  return JSON.stringify(columns.map(({ type }, index) => comparable(type, row[index] ?? null)));
}

/** DMS's text and PostgreSQL's for the same value made one. */
function comparable(type: Column['type'], text: string | null): string | null {
  if (text === null) return null;
  switch (type) {
    case 'BOOL':
      return text.slice(0, 1);
    case 'DOUBLE':
      return String(Number(text));
    case 'TIMESTAMP':
      return text
        .replace('T', ' ')
        .replace(/(\.\d*?)0*(Z|\+00)$/, '$1')
        .replace(/(Z|\+00)$/, '')
        .replace(/\.$/, '');
    case 'NUMERIC':
      // A column that a row brings before its control record has a guessed type, which keeps no trailing zeros.
      return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    case 'INT32':
    case 'INT64':
    case 'STRING':
    case 'DATE32':
      return text;
  }
}
