import { valueOf } from '../facts/read.js';
import type { MysqlFacts } from '../facts/source-facts.js';
import type { Finding } from '../finding.js';
import { binlogRetentionHours, closedSchemas, lackingReplicationRights } from '../prepare/plan-mysql-preparation.js';
import { MYSQL_SETTINGS } from '../prepare/wanted-settings.js';
import { listed } from './kinesis-endpoint-rules.js';
import { counted, sourceFinding } from './source-finding.js';

/** What a MySQL or MariaDB source does not write, keep or allow. */
export function mysqlRules(facts: MysqlFacts): readonly Finding[] {
  const variables = valueOf(facts.variables);
  return [
    ...(variables === undefined ? [] : [...binlogRules(facts, variables), ...serverRules(facts, variables)]),
    ...retentionRules(facts),
    ...rightsRules(facts),
    ...tableKindRules(facts),
    ...limitRules(facts),
  ];
}

const SETTING_TEXTS: Readonly<Record<string, { readonly id: string; readonly whyItMatters: string }>> = {
  binlog_format: { id: 'my-binlog-format', whyItMatters: 'The binary log holds statements, not rows: AWS DMS cannot read changes, and stops.' },
  binlog_row_image: { id: 'my-binlog-row-image', whyItMatters: 'Changes carry only some columns: the others arrive as if they were empty.' },
  binlog_checksum: { id: 'my-binlog-checksum', whyItMatters: 'AWS DMS wants binary logs without checksums: reading changes can fail.' },
};

function binlogRules({ hosting, engine }: MysqlFacts, variables: Readonly<Record<string, string>>): readonly Finding[] {
  if (variables['log_bin'] !== 'on') {
    return [
      sourceFinding('my-no-binlog', 'error', 'log_bin', {
        what: 'The server writes no binary log.',
        whyItMatters: 'No change can be read: after the load nothing follows.',
        remedy:
          hosting === 'rds'
            ? 'Switch automated backups on (a backup retention of at least one day): RDS then writes it.'
            : `Write log-bin and server-id = 1 into the section [mysqld] of its configuration${engine === 'mariadb' ? ', and binlog-format = ROW' : ''}, and restart the server.`,
      }),
    ];
  }
  return MYSQL_SETTINGS.flatMap(({ name, wanted, isRight }) => {
    const value = variables[name];
    const texts = SETTING_TEXTS[name];
    if (value === undefined || texts === undefined || isRight(value)) return [];
    return [
      sourceFinding(texts.id, 'error', name, {
        what: `${name} is ${value.toUpperCase()}.`,
        whyItMatters: texts.whyItMatters,
        remedy: hosting === 'rds' ? `Set ${name} to ${wanted} in the parameter group of the instance.` : `SET GLOBAL ${name} = '${wanted}', and the same in the configuration of the server.`,
        ...(hosting === 'rds' ? {} : { step: 'server-settings' }),
      }),
    ];
  });
}

function serverRules(facts: MysqlFacts, variables: Readonly<Record<string, string>>): readonly Finding[] {
  const findings: Finding[] = [];
  if (variables['server_id'] === '0') {
    findings.push(
      sourceFinding('my-server-id', 'error', 'server_id', {
        what: 'server_id is 0.',
        whyItMatters: 'The server refuses every replica, AWS DMS as well.',
        remedy: 'Set server_id to a number from 1 on that no other server of the replication has.',
      }),
    );
  }
  const forwards = variables['log_replica_updates'] ?? variables['log_slave_updates'];
  if (valueOf(facts.isReplica) === true && forwards === 'off') {
    findings.push(
      sourceFinding('my-replica-updates', 'error', 'log_slave_updates', {
        what: 'The source is a replica that does not write what it receives into its own binary log.',
        whyItMatters: 'Changes that come from its own source are not carried.',
        remedy: 'Set log_slave_updates (MySQL 8: log_replica_updates) to ON and restart, or read from the primary.',
      }),
    );
  }
  if (variables['innodb_read_only'] === 'on') {
    findings.push(
      sourceFinding('my-reader', 'error', 'innodb_read_only', {
        what: 'The source is a reader of a cluster.',
        whyItMatters: 'A reader has no binary log: after the load nothing follows.',
        remedy: 'Name the writer endpoint of the cluster as the host.',
      }),
    );
  }
  const compressed = ['binlog_transaction_compression', 'log_bin_compress'].find((name) => variables[name] === 'on');
  if (compressed !== undefined) {
    findings.push(
      sourceFinding('my-binlog-compression', 'error', compressed, {
        what: `${compressed} is ON.`,
        whyItMatters: 'AWS DMS does not read compressed binary logs: the replication stops, or changes are missing.',
        remedy: `SET GLOBAL ${compressed} = OFF, and the same in the configuration of the server.`,
      }),
    );
  }
  if (!(variables['sql_mode'] ?? '').includes('no_zero_date')) {
    findings.push(
      sourceFinding('my-zero-dates', 'note', 'sql_mode', {
        what: 'The server takes dates such as 0000-00-00.',
        whyItMatters: 'They arrive as NULL.',
        remedy: 'Use NULL for an unknown date.',
      }),
    );
  }
  return findings;
}

const LEAST_HOURS = 24;

function retentionRules(facts: MysqlFacts): readonly Finding[] {
  const hours = binlogRetentionHours(facts);
  if (hours === undefined || hours >= LEAST_HOURS) return [];
  return [
    sourceFinding('my-binlog-retention', 'error', 'binlog retention', {
      what: hours === 0 ? 'Binary logs are removed as soon as the server does not need them.' : `Binary logs are kept for ${Math.round(hours * 10) / 10} hours.`,
      whyItMatters: 'A replication that stands still for longer cannot go on: everything has to be loaded again.',
      remedy: facts.hosting === 'rds' ? "CALL mysql.rds_set_configuration('binlog retention hours', 72)" : 'SET GLOBAL binlog_expire_logs_seconds = 259200 (older servers: expire_logs_days = 3), and the same in the configuration of the server.',
      step: 'binlog-retention',
    }),
  ];
}

function rightsRules(facts: MysqlFacts): readonly Finding[] {
  const { user, accounts, globalRights } = facts;
  if (valueOf(accounts)?.length === 0) {
    return [
      sourceFinding('my-no-user', 'error', user, {
        what: `There is no account ${user}.`,
        whyItMatters: 'AWS DMS cannot log in.',
        remedy: `CREATE USER '${user}'@'%' IDENTIFIED BY '…', or dray source prepare.`,
        step: 'create-user',
      }),
    ];
  }
  const findings: Finding[] = [];
  const rights = valueOf(globalRights);
  const lacking = rights === undefined ? [] : lackingReplicationRights(rights);
  if (lacking.length > 0) {
    findings.push(
      sourceFinding('my-replication-right', 'error', user, {
        what: `${user} lacks ${lacking.join(' and ')}.`,
        whyItMatters: 'AWS DMS may not read the binary log: after the load no change follows.',
        remedy: `GRANT ${lacking.join(', ')} ON *.* TO '${user}'@'%'`,
        step: 'replication-right',
      }),
    );
  }
  const closed = closedSchemas(facts);
  if (closed.length > 0) {
    findings.push(
      sourceFinding('my-table-select', 'error', listed(closed), {
        what: `${user} may not read tables of ${counted(closed.length, 'schema')}.`,
        whyItMatters: 'AWS DMS does not see these tables: they are not replicated.',
        remedy: closed.map((schema) => `GRANT SELECT ON \`${schema}\`.* TO '${user}'@'%';`).join(' '),
        step: 'table-select',
      }),
    );
  }
  return findings;
}

function tableKindRules({ tables, cascadingKeys }: MysqlFacts): readonly Finding[] {
  const versioned = (valueOf(tables) ?? []).filter(({ kind }) => kind === 'system-versioned');
  return [
    ...versioned.map(({ schema, name }) =>
      sourceFinding('my-system-versioned', 'error', `${schema}.${name}`, {
        what: `${schema}.${name} is system-versioned.`,
        whyItMatters: 'AWS DMS does not replicate such tables.',
        remedy: `ALTER TABLE \`${schema}\`.\`${name}\` DROP SYSTEM VERSIONING, or leave it out (tables.exclude).`,
      }),
    ),
    ...(valueOf(cascadingKeys) ?? []).map(({ schema, table, name, onDelete, onUpdate }) =>
      sourceFinding('my-cascade', 'error', `${schema}.${table}`, {
        what: `The foreign key ${name} of ${schema}.${table} changes rows by itself (ON DELETE ${onDelete}, ON UPDATE ${onUpdate}).`,
        whyItMatters: 'What the storage engine changes is not in the binary log: rows that are gone at the source stay in the target.',
        remedy: `Make it RESTRICT and let the application delete the rows, or load ${schema}.${table} again from time to time (dray reload ${schema}.${table}).`,
      }),
    ),
  ];
}

function limitRules({ tables }: MysqlFacts): readonly Finding[] {
  if ((valueOf(tables) ?? []).length === 0) return [];
  return [
    sourceFinding('my-unsupported-ddl', 'note', 'DDL', {
      what: 'DROP TABLE, RENAME TABLE and ADD COLUMN with FIRST or AFTER are not carried.',
      whyItMatters: 'The target keeps the old table, or columns of the messages are mixed up ("bad event").',
      remedy: 'Add columns at the end; after another change load the table again (dray reload).',
    }),
  ];
}
