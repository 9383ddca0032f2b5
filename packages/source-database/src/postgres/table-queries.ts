import type { SourceTable } from '@drayage/doctor';
import { booleanOf, textOf, textsOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';
import { readPostgresColumns } from './column-queries.js';
import { readTableTraits } from './table-traits.js';
import { keyOf, USER_TABLES } from './user-tables.js';

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
  const columns = await readPostgresColumns(session);
  const traits = await readTableTraits(session, user);
  return tables.map((row) => {
    const table = { schema: textOf(row, 'schema'), name: textOf(row, 'name') };
    const key = keyOf(table.schema, table.name);
    const known = traits.get(key);
    return {
      ...table,
      kind: kindOf(row),
      primaryKey: textsOf(row, 'key'),
      columns: columns.get(key) ?? [],
      replicaIdentity: IDENTITIES[textOf(row, 'identity')] ?? 'default',
      ...(known === undefined ? {} : { traits: known }),
      readable: booleanOf(row, 'readable'),
    };
  });
}

const IDENTITIES: Readonly<Partial<Record<string, NonNullable<SourceTable['replicaIdentity']>>>> = {
  d: 'default',
  f: 'full',
  i: 'index',
  n: 'nothing',
};

function kindOf(row: SourceRow): SourceTable['kind'] {
  if (textOf(row, 'persistence') === 'u') return 'unlogged';
  if (textOf(row, 'kind') === 'p') return 'partitioned';
  return booleanOf(row, 'partition') ? 'partition' : 'table';
}
