import { type BinlogFilter, type Hosting, isMysqlFrom, type MysqlFacts, type ServerTimeZone } from '@drayage/doctor';
import { numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** Variables that rules or steps look at. */
const VARIABLES = [
  'binlog_checksum',
  'binlog_expire_logs_auto_purge',
  'binlog_expire_logs_seconds',
  'binlog_format',
  'binlog_row_image',
  'binlog_row_value_options',
  'binlog_transaction_compression',
  'expire_logs_days',
  'innodb_native_foreign_keys',
  'innodb_read_only',
  'log_bin',
  'log_bin_compress',
  'log_replica_updates',
  'log_slave_updates',
  'lower_case_table_names',
  'partial_revokes',
  'server_id',
  'sql_mode',
];

export async function readServer(
  session: SourceSession,
): Promise<{ readonly version: string; readonly hosting: Hosting }> {
  const [row] = await session.query('SELECT VERSION() AS version, @@basedir AS basedir');
  return {
    version: textOf(row, 'version'),
    hosting: textOf(row, 'basedir').startsWith('/rdsdbbin') ? 'rds' : 'self-managed',
  };
}

/** Their values in lower case. */
export async function readVariables(session: SourceSession): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN (${VARIABLES.map(() => '?').join(', ')})`,
    VARIABLES,
  );
  return Object.fromEntries(
    rows.map((row) => [textOf(row, 'Variable_name').toLowerCase(), textOf(row, 'Value').toLowerCase()]),
  );
}

export async function readIsReplica(session: SourceSession, version: string): Promise<boolean> {
  // MariaDB, and MySQL before 8.0.22, know only the old word.
  const isOld = /mariadb/iu.test(version) || /^(5|8\.0\.([0-9]|1\d|2[01])(\D|$))/.test(version);
  const rows = await session.query(isOld ? 'SHOW SLAVE STATUS' : 'SHOW REPLICA STATUS');
  return rows.length > 0;
}

/** `binlog-do-db` and `binlog-ignore-db`, which are no variables. */
export async function readBinlogFilter(
  session: SourceSession,
  server: Pick<MysqlFacts, 'engine' | 'version'>,
): Promise<BinlogFilter> {
  // MySQL 8.2 has the new word, and 8.4 no longer the old one.
  const [row] = await session.query(isMysqlFrom(server, 8, 2) ? 'SHOW BINARY LOG STATUS' : 'SHOW MASTER STATUS');
  const names = (column: string): readonly string[] =>
    textOf(row, column)
      .split(',')
      .filter((name) => name !== '');
  return { only: names('Binlog_Do_DB'), without: names('Binlog_Ignore_DB') };
}

/** Middays of one year; the server knows which rules its zone has. */
const JANUARY = '2024-01-15 12:00:00';
const JULY = '2024-07-15 12:00:00';

export async function readTimeZone(session: SourceSession): Promise<ServerTimeZone> {
  const ahead = (at: string): string =>
    `TIMESTAMPDIFF(MINUTE, '${at}', CONVERT_TZ('${at}', '+00:00', @@GLOBAL.time_zone))`;
  const [row] = await session.query(
    `SELECT @@GLOBAL.time_zone AS name, @@GLOBAL.system_time_zone AS system_name, ${ahead(JANUARY)} AS january, ${ahead(JULY)} AS july`,
  );
  const name = textOf(row, 'name');
  return {
    name: name.toUpperCase() === 'SYSTEM' ? textOf(row, 'system_name') : name,
    offsets: [numberOf(row, 'january'), numberOf(row, 'july')],
  };
}

/** RDS: hours that binary logs are kept; `null` where they are removed as soon as possible. */
export async function readRdsRetention(session: SourceSession): Promise<number | null> {
  const [row] = await session.query("SELECT value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'");
  const value = textOf(row, 'value');
  return value === '' ? null : Number(value);
}
