import type { DdlAudit, PostgresFacts, ReplicationSlot } from '@drayage/doctor';
import { booleanOf, numberOf, textOf, textsOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** Settings that rules or steps look at. */
const SETTINGS = [
  'autovacuum_max_workers',
  'idle_in_transaction_session_timeout',
  'max_logical_replication_workers',
  'max_parallel_workers',
  'max_replication_slots',
  'max_slot_wal_keep_size',
  'max_wal_senders',
  'max_worker_processes',
  'rds.logical_replication',
  'shared_preload_libraries',
  'TimeZone',
  'wal_level',
  'wal_sender_timeout',
] as const;

export async function readServer(session: SourceSession): Promise<Pick<PostgresFacts, 'version' | 'hosting' | 'database' | 'readerIsSuperuser'>> {
  const [row] = await session.query(
    `SELECT current_setting('server_version') AS version, current_database() AS database,
       current_setting('is_superuser') = 'on' AS superuser,
       EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'rds_superuser') AS rds`,
  );
  return {
    version: textOf(row, 'version'),
    hosting: booleanOf(row, 'rds') ? 'rds' : 'self-managed',
    database: textOf(row, 'database'),
    readerIsSuperuser: booleanOf(row, 'superuser'),
  };
}

/** In their base units: milliseconds, megabytes. */
export async function readSettings(session: SourceSession): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query('SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY($1::text[])', [SETTINGS]);
  return Object.fromEntries(rows.map((row) => [textOf(row, 'name'), textOf(row, 'setting')]));
}

/** The last line of the configuration files for each setting: what a restart brings. Only a superuser may look. */
export async function readPendingSettings(session: SourceSession): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query('SELECT name, setting FROM pg_catalog.pg_file_settings WHERE name = ANY($1::text[]) ORDER BY seqno', [SETTINGS]);
  return Object.fromEntries(rows.map((row) => [textOf(row, 'name'), textOf(row, 'setting')]));
}

export async function readIsReplica(session: SourceSession): Promise<boolean> {
  const [row] = await session.query('SELECT pg_catalog.pg_is_in_recovery() AS replica');
  return booleanOf(row, 'replica');
}

type Rights = Extract<PostgresFacts['rights'], { known: true }>['value'];

export async function readRights(session: SourceSession, user: string, schemas: readonly string[]): Promise<Rights> {
  const [row] = await session.query(
    `SELECT r.rolsuper, r.rolreplication, coalesce(r.rolconfig, '{}') AS config,
       ARRAY(SELECT m.rolname::text FROM pg_catalog.pg_roles m
             WHERE m.oid <> r.oid AND pg_catalog.pg_has_role(r.oid, m.oid, 'member') ORDER BY 1) AS roles,
       ARRAY(SELECT s FROM unnest($2::text[]) s WHERE NOT pg_catalog.has_schema_privilege(r.oid, s, 'USAGE') ORDER BY 1) AS closed
     FROM pg_catalog.pg_roles r WHERE r.rolname = $1`,
    [user, schemas],
  );
  if (row === undefined) {
    return { exists: false, superuser: false, replication: false, memberOf: [], settings: {}, closedSchemas: schemas };
  }
  return {
    exists: true,
    superuser: booleanOf(row, 'rolsuper'),
    replication: booleanOf(row, 'rolreplication'),
    memberOf: textsOf(row, 'roles'),
    settings: Object.fromEntries(textsOf(row, 'config').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
    closedSchemas: textsOf(row, 'closed'),
  };
}

export async function readSlots(session: SourceSession): Promise<readonly ReplicationSlot[]> {
  const [server] = await session.query("SELECT current_setting('server_version_num')::int AS version, pg_catalog.pg_is_in_recovery() AS replica");
  const status = numberOf(server, 'version') >= 130_000 ? 'wal_status' : "''";
  const position = booleanOf(server, 'replica') ? 'pg_catalog.pg_last_wal_replay_lsn()' : 'pg_catalog.pg_current_wal_lsn()';
  const rows = await session.query(
    `SELECT slot_name, coalesce(plugin, '') AS plugin, active, ${status} AS wal_status,
       coalesce(pg_catalog.pg_wal_lsn_diff(${position}, restart_lsn), 0)::text AS retained
     FROM pg_catalog.pg_replication_slots ORDER BY slot_name`,
  );
  return rows.map((row) => ({
    name: textOf(row, 'slot_name'),
    plugin: textOf(row, 'plugin'),
    active: booleanOf(row, 'active'),
    retainedBytes: numberOf(row, 'retained'),
    walStatus: textOf(row, 'wal_status'),
  }));
}

export async function readPglogical(session: SourceSession): Promise<'absent' | 'available' | 'installed'> {
  const [row] = await session.query("SELECT installed_version IS NOT NULL AS installed FROM pg_catalog.pg_available_extensions WHERE name = 'pglogical'");
  if (row === undefined) return 'absent';
  return booleanOf(row, 'installed') ? 'installed' : 'available';
}

/** What AWS DMS notices DDL by, in the schema where it looks. */
export async function readDdlAudit(session: SourceSession, schema: string): Promise<DdlAudit> {
  const [row] = await session.query(
    `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = $1 AND c.relname = 'awsdms_ddl_audit' AND c.relkind = 'r') AS has_table,
       EXISTS (SELECT FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
               WHERE n.nspname = $1 AND p.proname = 'awsdms_intercept_ddl') AS has_function,
       EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtname = 'awsdms_intercept_ddl' AND evtenabled <> 'D') AS has_trigger`,
    [schema],
  );
  return { schema, table: booleanOf(row, 'has_table'), function: booleanOf(row, 'has_function'), trigger: booleanOf(row, 'has_trigger') };
}
