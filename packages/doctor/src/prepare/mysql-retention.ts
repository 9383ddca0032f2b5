import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import { afterSetting, settingStatement } from './mysql-settings.js';

/** Less is an error: a replication that stands still over night cannot go on. */
export const LEAST_RETENTION_HOURS = 24;
/** What is set where nobody says how much. */
export const WANTED_RETENTION_HOURS = 72;

/** How long binary logs are kept, in hours; `Infinity`: until somebody removes them; `undefined`: not known. */
export function binlogRetentionHours(facts: MysqlFacts): number | undefined {
  const onRds = valueOf(facts.rdsBinlogRetentionHours);
  if (facts.hosting === 'rds') return onRds === null ? 0 : onRds;
  const variables = valueOf(facts.variables);
  if (variables === undefined) return undefined;
  if (variables['binlog_expire_logs_auto_purge'] === 'off') return Number.POSITIVE_INFINITY;
  const seconds = Number(variables['binlog_expire_logs_seconds'] ?? '0');
  const days = Number(variables['expire_logs_days'] ?? '0');
  if (seconds > 0) return seconds / 3_600;
  return days > 0 ? days * 24 : Number.POSITIVE_INFINITY;
}

export interface RetentionChange {
  readonly statements: readonly string[];
  readonly afterwards: string;
}

/** Keeps them for `hours` at least; servers before MySQL 8.0 and MariaDB 10.6 count in days. */
export function keepBinlogs(facts: MysqlFacts, hours: number): RetentionChange {
  if (facts.hosting === 'rds') {
    return { statements: [`CALL mysql.rds_set_configuration('binlog retention hours', ${hours})`], afterwards: '' };
  }
  const variables = valueOf(facts.variables) ?? {};
  const inSeconds = variables['binlog_expire_logs_seconds'] !== undefined;
  const setting = inSeconds
    ? { name: 'binlog_expire_logs_seconds', wanted: String(hours * 3_600), ofSessions: false }
    : { name: 'expire_logs_days', wanted: String(Math.ceil(hours / 24)), ofSessions: false };
  // MySQL 8.0 has both, and takes only one of them; MariaDB has both for the same thing.
  const inDaysAsWell = facts.engine === 'mysql' && inSeconds && Number(variables['expire_logs_days'] ?? '0') > 0;
  return {
    statements: [
      ...(inDaysAsWell ? [settingStatement(facts, 'expire_logs_days', '0')] : []),
      settingStatement(facts, setting.name, setting.wanted),
    ],
    afterwards: afterSetting(facts, [setting]),
  };
}
