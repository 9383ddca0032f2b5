import type { SourceColumn, SourceTable } from '@drayage/doctor';
import { booleanOf, textOf, textsOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';

/** Tables of users: not those of the server, of its extensions, or of AWS DMS. */
const USER_TABLES = `c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND c.relname !~ '^awsdms_' AND c.relpersistence <> 't'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`;

/** Every table with its key and columns, in the order of their names. `user`: whose right to read is told. */
export async function readPostgresTables(session: SourceSession, user: string): Promise<readonly SourceTable[]> {
  const tables = await session.query(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind, c.relpersistence::text AS persistence,
       c.relispartition AS partition, c.relreplident::text AS identity,
       coalesce((SELECT pg_catalog.has_table_privilege(r.oid, c.oid, 'SELECT') FROM pg_catalog.pg_roles r WHERE r.rolname = $1), false) AS readable,
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_index i
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts ORDER BY k.place) AS key
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE ${USER_TABLES}
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
    [user],
  );
  const columns = await readColumns(session);
  return tables.map((row) => {
    const table = { schema: textOf(row, 'schema'), name: textOf(row, 'name') };
    return {
      ...table,
      kind: kindOf(row),
      primaryKey: textsOf(row, 'key'),
      columns: columns.get(keyOf(table.schema, table.name)) ?? [],
      replicaIdentity: IDENTITIES[textOf(row, 'identity')] ?? 'default',
      readable: booleanOf(row, 'readable'),
    };
  });
}

const IDENTITIES: Readonly<Partial<Record<string, NonNullable<SourceTable['replicaIdentity']>>>> = { d: 'default', f: 'full', i: 'index', n: 'nothing' };

function kindOf(row: SourceRow): SourceTable['kind'] {
  if (textOf(row, 'persistence') === 'u') return 'unlogged';
  if (textOf(row, 'kind') === 'p') return 'partitioned';
  return booleanOf(row, 'partition') ? 'partition' : 'table';
}

/** What AWS DMS carries as CLOB, NCLOB or BLOB; arrays, composites and unknown types as well. */
const LOB_TYPES = ['text', 'json', 'jsonb', 'bytea', 'xml', 'hstore', 'tsvector', 'path', 'polygon'];

async function readColumns(session: SourceSession): Promise<ReadonlyMap<string, readonly SourceColumn[]>> {
  const rows = await session.query(
    `SELECT n.nspname::text AS schema, c.relname::text AS table, a.attname::text AS name,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
       b.typname = ANY($1::text[]) OR b.typcategory = 'A' OR b.typtype = 'c' AS lob
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     JOIN pg_catalog.pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
     WHERE ${USER_TABLES}
     ORDER BY a.attrelid, a.attnum`,
    [LOB_TYPES],
  );
  const byTable = new Map<string, SourceColumn[]>();
  for (const row of rows) {
    const key = keyOf(textOf(row, 'schema'), textOf(row, 'table'));
    const columns = byTable.get(key) ?? [];
    columns.push({ name: textOf(row, 'name'), type: textOf(row, 'type'), nullable: booleanOf(row, 'nullable'), lob: booleanOf(row, 'lob') });
    byTable.set(key, columns);
  }
  return byTable;
}

function keyOf(schema: string, table: string): string {
  return JSON.stringify([schema, table]);
}
