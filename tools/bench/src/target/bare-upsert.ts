import type { Client } from 'pg';
import { quoteIdentifier, type Dialect } from '@drayage/cratedb-writer';
import type { JsonValue } from '@drayage/record-decoder';
import type { DecodedRecord } from '@drayage/pipeline';

/** Rows in one statement of the yardstick. */
const ROWS_PER_STATEMENT = 2_500;

/** Columns of the benchmark's table, in the types that both databases give them. */
const COLUMNS = {
  id: 'bigint',
  device: 'text',
  place: 'text',
  measured_at: 'timestamp with time zone',
  temperature: 'double precision',
  cost: 'numeric(12,2)',
  valid: 'boolean',
  serial: 'bigint',
} as const;

type Values = readonly (string | number | boolean | null)[];

/** The rows of a workload as the arrays of ready statements: all that is left to do is sending them. */
export type PreparedRows = readonly (readonly Values[])[];

export function prepareRows(records: readonly DecodedRecord[]): PreparedRows {
  const statements: (readonly Values[])[] = [];
  for (let from = 0; from < records.length; from += ROWS_PER_STATEMENT) {
    const rows = records.slice(from, from + ROWS_PER_STATEMENT).map(valuesOf);
    statements.push(Object.keys(COLUMNS).map((name) => rows.map((row) => bindable(row[name]))));
  }
  return statements;
}

/** Sends ready rows on one connection, statement after statement; answers the seconds. */
export async function runBareUpsert(
  client: Client,
  dialect: Dialect,
  table: string,
  rows: PreparedRows,
): Promise<number> {
  const sql = upsertSql(dialect, table);
  const started = performance.now();
  for (const arrays of rows) await client.query(sql, [...arrays]);
  return (performance.now() - started) / 1000;
}

function upsertSql(dialect: Dialect, table: string): string {
  const columns = Object.keys(COLUMNS).map(quoteIdentifier);
  const arrays = Object.values(COLUMNS).map(
    (type, index) => `$${index + 1}::${dialect === 'cratedb' ? `array(${type})` : `${type}[]`}`,
  );
  const sets = columns.slice(1).map((column) => `${column} = excluded.${column}`);
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT * FROM UNNEST(${arrays.join(', ')}) ON CONFLICT (${columns[0] ?? ''}) DO UPDATE SET ${sets.join(', ')}`;
}

function valuesOf({ result }: DecodedRecord): Readonly<Record<string, JsonValue>> {
  if (result.ok && result.record.kind === 'row') return result.record.values;
  throw new Error('The benchmark generated a message that is no row.');
}

function bindable(value: JsonValue | undefined): string | number | boolean | null {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null || value === undefined) return null;
  throw new TypeError('The rows of the benchmark hold plain values only.');
}
