import type { HbaLine, PostgresFacts, PostgresRights, Read } from '@drayage/doctor';
import { booleanOf, numberOf, textOf, textsOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** What the user of AWS DMS is and may. `schemas`: those that it has to enter. */
export async function readRights(
  session: SourceSession,
  user: string,
  schemas: readonly string[],
): Promise<PostgresRights> {
  const [row] = await session.query(
    `SELECT r.rolsuper, r.rolreplication, r.rolcanlogin, coalesce(r.rolvaliduntil <= now(), false) AS expired, r.rolconnlimit,
       pg_catalog.has_database_privilege(r.oid, current_database(), 'CONNECT') AS may_connect,
       ARRAY(SELECT m.rolname::text FROM pg_catalog.pg_roles m
             WHERE m.oid <> r.oid AND pg_catalog.pg_has_role(r.oid, m.oid, 'member') ORDER BY 1) AS roles,
       ARRAY(SELECT s FROM unnest($2::text[]) s WHERE NOT pg_catalog.has_schema_privilege(r.oid, s, 'USAGE') ORDER BY 1) AS closed
     FROM pg_catalog.pg_roles r WHERE r.rolname = $1`,
    [user, schemas],
  );
  if (row === undefined) return { ...NOBODY, closedSchemas: schemas };
  return {
    exists: true,
    superuser: booleanOf(row, 'rolsuper'),
    replication: booleanOf(row, 'rolreplication'),
    memberOf: textsOf(row, 'roles'),
    closedSchemas: textsOf(row, 'closed'),
    login: {
      allowed: booleanOf(row, 'rolcanlogin'),
      expired: booleanOf(row, 'expired'),
      connectionLimit: numberOf(row, 'rolconnlimit'),
      mayConnect: booleanOf(row, 'may_connect'),
    },
  };
}

/** A user that is not there. Whoever makes it makes it with LOGIN, and with what everybody may. */
const NOBODY: PostgresRights = {
  exists: false,
  superuser: false,
  replication: false,
  memberOf: [],
  closedSchemas: [],
  login: { allowed: true, expired: false, connectionLimit: -1, mayConnect: true },
};

/** The lines of `pg_hba.conf` for TCP, in their order. Only a superuser may look. */
export async function readHbaLines(session: SourceSession): Promise<readonly HbaLine[]> {
  const rows = await session.query(
    `SELECT database AS databases, user_name AS users, address, netmask, auth_method FROM pg_catalog.pg_hba_file_rules
     WHERE error IS NULL AND type LIKE 'host%' ORDER BY line_number`,
  );
  return rows.map((row) => ({
    databases: textsOf(row, 'databases'),
    users: textsOf(row, 'users'),
    address: textOf(row, 'address'),
    mask: textOf(row, 'netmask'),
    method: textOf(row, 'auth_method'),
  }));
}

type Heartbeat = Extract<PostgresFacts['heartbeat'], Extract<Read<unknown>, { known: true }>>['value'];

/** Whether the user may make the table of the heartbeat in that schema. */
export async function readHeartbeat(session: SourceSession, user: string, schema: string): Promise<Heartbeat> {
  const [row] = await session.query(
    `SELECT coalesce((SELECT pg_catalog.has_schema_privilege(r.oid, n.oid, 'CREATE') AND pg_catalog.has_schema_privilege(r.oid, n.oid, 'USAGE')
                      FROM pg_catalog.pg_roles r WHERE r.rolname = $1), false) AS may_create
     FROM pg_catalog.pg_namespace n WHERE n.nspname = $2`,
    [user, schema],
  );
  return { schema, exists: row !== undefined, mayCreate: booleanOf(row, 'may_create') };
}
