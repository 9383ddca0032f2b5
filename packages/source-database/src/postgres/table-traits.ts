import type { PostgresTraits } from '@drayage/doctor';
import { booleanOf, textOf, textsOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';
import { keyOf, USER_TABLES } from './user-tables.js';

const OF_USER = `(0 = ANY(p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) o(id) WHERE r.oid IS NOT NULL AND o.id <> 0 AND pg_catalog.pg_has_role(r.oid, o.id, 'usage')))`;
const POLICIES = `FROM pg_catalog.pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*') AND ${OF_USER} AND p.polqual IS NOT NULL`;
const ALL_ROWS = `pg_catalog.pg_get_expr(p.polqual, p.polrelid) = 'true'`;

/** What is to know of every table beside its columns, by `keyOf`. `user`: from whom rows may be hidden. */
export async function readTableTraits(
  session: SourceSession,
  user: string,
): Promise<ReadonlyMap<string, PostgresTraits>> {
  const rows = await session.query(
    `SELECT n.nspname::text AS schema, c.relname::text AS name,
       EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND NOT i.indimmediate) AS deferrable_key,
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_index i
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
             JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE i.indrelid = c.oid AND i.indisreplident AND i.indisvalid AND k.place <= i.indnkeyatts ORDER BY k.place) AS identity,
       CASE WHEN NOT c.relrowsecurity OR coalesce(r.rolsuper OR r.rolbypassrls, false)
                 OR (NOT c.relforcerowsecurity AND coalesce(pg_catalog.pg_has_role(r.oid, c.relowner, 'usage'), false)) THEN ''
            WHEN NOT EXISTS (SELECT ${POLICIES} AND p.polpermissive) THEN 'no-policy'
            WHEN EXISTS (SELECT ${POLICIES} AND NOT p.polpermissive AND NOT ${ALL_ROWS}) THEN 'restricted'
            WHEN EXISTS (SELECT ${POLICIES} AND p.polpermissive AND ${ALL_ROWS}) THEN ''
            ELSE 'some-rows' END AS hides_rows,
       ARRAY(SELECT cn.nspname || '.' || child.relname FROM pg_catalog.pg_inherits h
             JOIN pg_catalog.pg_class child ON child.oid = h.inhrelid JOIN pg_catalog.pg_namespace cn ON cn.oid = child.relnamespace
             WHERE h.inhparent = c.oid AND NOT child.relispartition ORDER BY 1) AS children,
       ARRAY(SELECT DISTINCT json_build_array(rn.nspname, referred.relname)::text FROM pg_catalog.pg_constraint f
             JOIN pg_catalog.pg_class referred ON referred.oid = f.confrelid AND referred.relpersistence = 'u'
             JOIN pg_catalog.pg_namespace rn ON rn.oid = referred.relnamespace
             WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid <> c.oid ORDER BY 1) AS unlogged_references
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_roles r ON r.rolname = $1
     WHERE ${USER_TABLES}`,
    [user],
  );
  return new Map(rows.map((row) => [keyOf(textOf(row, 'schema'), textOf(row, 'name')), toTraits(row)]));
}

function toTraits(row: SourceRow): PostgresTraits {
  const hidden = textOf(row, 'hides_rows') as '' | NonNullable<PostgresTraits['hidesRows']>;
  return {
    deferrableKey: booleanOf(row, 'deferrable_key'),
    identityColumns: textsOf(row, 'identity'),
    ...(hidden === '' ? {} : { hidesRows: hidden }),
    children: textsOf(row, 'children'),
    unloggedReferences: textsOf(row, 'unlogged_references').map((text) => {
      const [schema, name] = JSON.parse(text) as [string, string];
      return { schema, name };
    }),
  };
}
