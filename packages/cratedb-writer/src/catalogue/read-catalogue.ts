import type { TableName } from '@drayage/record-decoder';
import type { SinkDatabase } from '../client/sink-database.js';
import { qualifiedName } from '../names/quote-identifier.js';
import { SinkError } from '../sink-error.js';
import { parseTargetType } from '../types/parse-target-type.js';
import type { ExistingTable } from './existing-table.js';
import { parseShowCreate } from './parse-show-create.js';

/** Reads a table from the target's own catalogue; `undefined` where it does not exist. */
export async function readCatalogue(database: SinkDatabase, target: TableName): Promise<ExistingTable | undefined> {
  return database.dialect === 'cratedb' ? readFromCratedb(database, target) : readFromPostgresql(database, target);
}

async function readFromCratedb(database: SinkDatabase, target: TableName): Promise<ExistingTable | undefined> {
  try {
    const sql = `SHOW CREATE TABLE ${qualifiedName(target.schema, target.table)}`;
    const { rows } = await database.execute({ sql, parameters: [] });
    const text = rows[0]?.[0];
    return typeof text === 'string' ? parseShowCreate(text) : undefined;
  } catch (error) {
    if (error instanceof SinkError && (error.code === 'relation-unknown' || error.code === 'schema-unknown'))
      return undefined;
    throw error;
  }
}

const POSTGRESQL_COLUMNS = `
  SELECT a.attname, format_type(a.atttypid, a.atttypmod),
         coalesce(array_position(i.indkey::int2[], a.attnum)::text, '')
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p')
  ORDER BY a.attnum`;

async function readFromPostgresql(database: SinkDatabase, target: TableName): Promise<ExistingTable | undefined> {
  const { rows } = await database.execute({ sql: POSTGRESQL_COLUMNS, parameters: [target.schema, target.table] });
  if (rows.length === 0) return undefined;
  const columns = rows.map(([name, type]) => {
    const parsed = parseTargetType(type ?? '', 'postgresql');
    return {
      name: name ?? '',
      type: parsed.ok ? parsed.type : ({ kind: 'other', name: type ?? '' } as const),
      place: 'column' as const,
    };
  });
  const primaryKey = rows
    .filter(([, , position]) => position !== '')
    .sort(([, , left], [, , right]) => Number(left) - Number(right))
    .map(([name]) => name ?? '');
  const objects = new Set(columns.filter((column) => column.type.kind === 'object').map((column) => column.name));
  const universal = primaryKey.join() === 'pk' && objects.has('pk') && objects.has('data');
  return { layout: universal ? 'universal' : 'direct', columns, primaryKey };
}
