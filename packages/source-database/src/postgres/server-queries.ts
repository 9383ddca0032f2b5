import type { PostgresFacts, ReplicationSlot } from '@drayage/doctor';
import { booleanOf, numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** Settings that rules or steps look at. */
const SETTINGS = [
  'autovacuum_max_workers',
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

export async function readServer(
  session: SourceSession,
): Promise<Pick<PostgresFacts, 'version' | 'hosting' | 'database' | 'readerIsSuperuser'>> {
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
  const rows = await session.query('SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY($1::text[])', [
    SETTINGS,
  ]);
  return Object.fromEntries(rows.map((row) => [textOf(row, 'name'), textOf(row, 'setting')]));
}

/** The last line of the configuration files for each setting: what a restart brings. Only a superuser may look. */
export async function readPendingSettings(session: SourceSession): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query(
    'SELECT name, setting FROM pg_catalog.pg_file_settings WHERE name = ANY($1::text[]) ORDER BY seqno',
    [SETTINGS],
  );
  return Object.fromEntries(rows.map((row) => [textOf(row, 'name'), textOf(row, 'setting')]));
}

export async function readIsReplica(session: SourceSession): Promise<boolean> {
  const [row] = await session.query('SELECT pg_catalog.pg_is_in_recovery() AS replica');
  return booleanOf(row, 'replica');
}

export async function readSlots(session: SourceSession): Promise<readonly ReplicationSlot[]> {
  const [server] = await session.query(
    "SELECT current_setting('server_version_num')::int AS version, pg_catalog.pg_is_in_recovery() AS replica",
  );
  const status = numberOf(server, 'version') >= 130_000 ? 'wal_status' : "''";
  const position = booleanOf(server, 'replica')
    ? 'pg_catalog.pg_last_wal_replay_lsn()'
    : 'pg_catalog.pg_current_wal_lsn()';
  const rows = await session.query(
    `SELECT slot_name, slot_type, coalesce(database::text, '') AS database, coalesce(plugin, '') AS plugin, active, ${status} AS wal_status,
       coalesce(pg_catalog.pg_wal_lsn_diff(${position}, restart_lsn), 0)::text AS retained
     FROM pg_catalog.pg_replication_slots ORDER BY slot_name`,
  );
  return rows.map((row) => ({
    name: textOf(row, 'slot_name'),
    kind: textOf(row, 'slot_type') === 'physical' ? 'physical' : 'logical',
    database: textOf(row, 'database'),
    plugin: textOf(row, 'plugin'),
    active: booleanOf(row, 'active'),
    retainedBytes: numberOf(row, 'retained'),
    walStatus: textOf(row, 'wal_status'),
  }));
}

export async function readPglogical(session: SourceSession): Promise<'absent' | 'available' | 'installed'> {
  const [row] = await session.query(
    "SELECT installed_version IS NOT NULL AS installed FROM pg_catalog.pg_available_extensions WHERE name = 'pglogical'",
  );
  if (row === undefined) return 'absent';
  return booleanOf(row, 'installed') ? 'installed' : 'available';
}
