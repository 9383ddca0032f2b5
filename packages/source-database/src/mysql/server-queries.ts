import type { Hosting } from '@drayage/doctor';
import { quoteAccount } from '@drayage/doctor';
import { textOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';

/** Variables that rules or steps look at. */
const VARIABLES = [
  'binlog_checksum',
  'binlog_expire_logs_seconds',
  'binlog_format',
  'binlog_row_image',
  'binlog_transaction_compression',
  'expire_logs_days',
  'innodb_read_only',
  'log_bin',
  'log_bin_compress',
  'log_replica_updates',
  'log_slave_updates',
  'server_id',
  'sql_mode',
  'system_time_zone',
  'time_zone',
];

export async function readServer(session: SourceSession): Promise<{ readonly version: string; readonly hosting: Hosting }> {
  const [row] = await session.query('SELECT VERSION() AS version, @@basedir AS basedir');
  return { version: textOf(row, 'version'), hosting: textOf(row, 'basedir').startsWith('/rdsdbbin') ? 'rds' : 'self-managed' };
}

/** Their values in lower case. */
export async function readVariables(session: SourceSession): Promise<Readonly<Record<string, string>>> {
  const rows = await session.query(`SHOW GLOBAL VARIABLES WHERE Variable_name IN (${VARIABLES.map(() => '?').join(', ')})`, VARIABLES);
  return Object.fromEntries(rows.map((row) => [textOf(row, 'Variable_name').toLowerCase(), textOf(row, 'Value').toLowerCase()]));
}

export async function readIsReplica(session: SourceSession, version: string): Promise<boolean> {
  // MariaDB, and MySQL before 8.0.22, know only the old word.
  const isOld = /mariadb/iu.test(version) || /^(5|8\.0\.([0-9]|1\d|2[01])(\D|$))/.test(version);
  const rows = await session.query(isOld ? 'SHOW SLAVE STATUS' : 'SHOW REPLICA STATUS');
  return rows.length > 0;
}

/** Accounts with that name, as `name@host`. The account that reads is known without the right to look for others. */
export async function readAccounts(session: SourceSession, user: string): Promise<readonly string[]> {
  if (user === session.user) {
    const [row] = await session.query('SELECT CURRENT_USER() AS account');
    return [textOf(row, 'account')];
  }
  const rows = await session.query('SELECT Host AS host FROM mysql.user WHERE User = ? ORDER BY Host', [user]);
  return rows.map((row) => `${user}@${textOf(row, 'host')}`);
}

/** The lines of `SHOW GRANTS` of all these accounts. */
export async function readGrants(session: SourceSession, user: string, accounts: readonly string[]): Promise<readonly string[]> {
  if (user === session.user) return (await session.query('SHOW GRANTS')).map(onlyColumn);
  const lines: string[] = [];
  for (const account of accounts) {
    lines.push(...(await session.query(`SHOW GRANTS FOR ${quoteAccount(account)}`)).map(onlyColumn));
  }
  return lines;
}

/** RDS: hours that binary logs are kept; `null` where they are removed as soon as possible. */
export async function readRdsRetention(session: SourceSession): Promise<number | null> {
  const [row] = await session.query("SELECT value FROM mysql.rds_configuration WHERE name = 'binlog retention hours'");
  const value = textOf(row, 'value');
  return value === '' ? null : Number(value);
}

function onlyColumn(row: SourceRow): string {
  const [value] = Object.values(row);
  return typeof value === 'string' ? value : '';
}
