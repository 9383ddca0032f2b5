import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { filteredSchemas, mendFilter } from '../prepare/binlog-filter.js';
import {
  binlogRetentionHours,
  keepBinlogs,
  LEAST_RETENTION_HOURS,
  WANTED_RETENTION_HOURS,
} from '../prepare/mysql-retention.js';
import { afterSetting, settingStatement, wrongSettings } from '../prepare/mysql-settings.js';
import { setParameter, switchBinlogOn } from '../prepare/plan-mysql-preparation.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** What the binary log does not hold, or not for long enough. */
export function mysqlBinlogRules(facts: MysqlFacts): readonly Finding[] {
  return [...missing(facts), ...settings(facts), ...filter(facts), ...retention(facts)];
}

function missing(facts: MysqlFacts): readonly Finding[] {
  const isOn = valueOf(facts.variables)?.['log_bin'];
  if (isOn === undefined || isOn === 'on') return [];
  return [
    sourceFinding('my-no-binlog', 'error', 'log_bin', {
      what: 'The server writes no binary log.',
      whyItMatters: 'No change can be read: after the load nothing follows.',
      remedy: switchBinlogOn(facts),
    }),
  ];
}

function settings(facts: MysqlFacts): readonly Finding[] {
  const onRds = facts.hosting === 'rds';
  return wrongSettings(facts).map((setting) => {
    const { name, id, wanted, whyItMatters } = setting;
    const value = valueOf(facts.variables)?.[name] ?? '';
    return sourceFinding(id, 'error', name, {
      what: `${name} is ${value.toUpperCase()}.`,
      whyItMatters,
      remedy: onRds
        ? setParameter([setting])
        : statementsThen([settingStatement(facts, name, wanted)], afterSetting(facts, [setting])),
      ...(onRds ? {} : { step: 'server-settings' }),
    });
  });
}

function filter(facts: MysqlFacts): readonly Finding[] {
  const filtered = filteredSchemas(facts);
  if (filtered === undefined) return [];
  return [
    sourceFinding('my-binlog-filter', 'error', listed(filtered.schemas), {
      what: `${filtered.option} leaves changes of ${counted(filtered.schemas.length, 'schema')} out of the binary log: ${listed(filtered.schemas)}.`,
      whyItMatters: 'The load carries their rows, and no change of them ever follows.',
      remedy: mendFilter(filtered),
    }),
  ];
}

function retention(facts: MysqlFacts): readonly Finding[] {
  const hours = binlogRetentionHours(facts);
  if (hours === undefined || hours >= LEAST_RETENTION_HOURS) return [];
  const { statements, afterwards } = keepBinlogs(facts, WANTED_RETENTION_HOURS);
  return [
    sourceFinding('my-binlog-retention', 'error', 'binlog retention', {
      what:
        hours === 0
          ? 'Binary logs are removed as soon as the server does not need them.'
          : `Binary logs are kept for ${counted(Math.round(hours * 10) / 10, 'hour')}.`,
      whyItMatters: 'A replication that stands still for longer cannot go on: everything has to be loaded again.',
      remedy: statementsThen(statements, afterwards),
      step: 'binlog-retention',
    }),
  ];
}
