import type { SourceColumn } from '@drayage/doctor';
import { booleanOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';
import { keyOf, USER_TABLES } from './user-tables.js';

/** What AWS DMS carries as CLOB, NCLOB or BLOB; arrays, composites and unknown types as well. */
const LOB_TYPES = ['text', 'json', 'jsonb', 'bytea', 'xml', 'hstore', 'tsvector', 'path', 'polygon'];

/** The columns of every table, in their order, by `keyOf`. A domain is followed down to the type that it stands for. */
export async function readPostgresColumns(
  session: SourceSession,
): Promise<ReadonlyMap<string, readonly SourceColumn[]>> {
  const rows = await session.query(
    `WITH RECURSIVE steps AS (
       SELECT oid, typbasetype AS base, typtypmod AS modifier FROM pg_catalog.pg_type WHERE typtype = 'd'
       UNION ALL
       SELECT steps.oid, t.typbasetype, t.typtypmod FROM steps JOIN pg_catalog.pg_type t ON t.oid = steps.base AND t.typtype = 'd'),
     domains AS (SELECT steps.* FROM steps JOIN pg_catalog.pg_type t ON t.oid = steps.base AND t.typtype <> 'd')
     SELECT n.nspname::text AS schema, c.relname::text AS table, a.attname::text AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       CASE WHEN s.oid IS NOT NULL THEN pg_catalog.format_type(s.base, s.modifier) END AS base_type,
       b.typname = ANY($1::text[]) OR b.typcategory = 'A' OR b.typtype = 'c' AS lob
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     LEFT JOIN domains s ON s.oid = a.atttypid
     JOIN pg_catalog.pg_type b ON b.oid = coalesce(s.base, a.atttypid)
     WHERE ${USER_TABLES}
     ORDER BY a.attrelid, a.attnum`,
    [LOB_TYPES],
  );
  const byTable = new Map<string, SourceColumn[]>();
  for (const row of rows) {
    const key = keyOf(textOf(row, 'schema'), textOf(row, 'table'));
    const columns = byTable.get(key) ?? [];
    const baseType = textOf(row, 'base_type');
    columns.push({
      name: textOf(row, 'name'),
      type: textOf(row, 'type'),
      ...(baseType === '' ? {} : { baseType }),
      nullable: booleanOf(row, 'nullable'),
      lob: booleanOf(row, 'lob'),
    });
    byTable.set(key, columns);
  }
  return byTable;
}
