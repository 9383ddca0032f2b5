import { describe, expect, it } from 'vitest';
import type { MysqlFacts } from '../facts/mysql-facts.js';
import { known } from '../facts/read.js';
import { accountRights, mysql, MYSQL_VARIABLES, mysqlTable } from '../testing/right-facts.js';
import { planMysqlPreparation } from './plan-mysql-preparation.js';
import { DEFAULT_PREPARATION, isByHand } from './preparation-step.js';

const plan = (facts: Partial<MysqlFacts>, options = {}) =>
  planMysqlPreparation(mysql(facts), { ...DEFAULT_PREPARATION, ...options });
const statements = (facts: Partial<MysqlFacts>, options = {}): readonly string[] =>
  plan(facts, options).flatMap((step) => step.statements);
const byHand = (facts: Partial<MysqlFacts>, options = {}): readonly (readonly [string, string])[] =>
  plan(facts, options)
    .filter(isByHand)
    .map(({ id, afterwards }) => [id, afterwards]);
const variables = (
  changed: Readonly<Record<string, string>>,
  without: readonly string[] = [],
): MysqlFacts['variables'] =>
  known(
    Object.fromEntries(Object.entries({ ...MYSQL_VARIABLES, ...changed }).filter(([name]) => !without.includes(name))),
  );

/** What servers of that age do not know. */
const NEWER = [
  'binlog_expire_logs_seconds',
  'binlog_transaction_compression',
  'binlog_row_value_options',
  'log_replica_updates',
];

it('has nothing to do where all is there', () => {
  expect(plan({})).toEqual([]);
});

describe('by the version of the server', () => {
  const wrong = { binlog_format: 'statement', expire_logs_days: '1' };

  it.each(['5.6.24-log', '5.7.44'])('sets for now, and counts in days, at MySQL %s', (version) => {
    const facts = { version, variables: variables({ ...wrong, expire_logs_days: '0' }, NEWER) };
    expect(statements(facts)).toEqual(["SET GLOBAL binlog_format = 'ROW'"]);
    const short = { version, variables: variables(wrong, NEWER) };
    expect(statements(short, { binlogRetentionHours: 50 })).toEqual([
      "SET GLOBAL binlog_format = 'ROW'",
      'SET GLOBAL expire_logs_days = 3',
    ]);
    expect(plan(short)[0]?.afterwards).toBe(
      "Sessions that are open keep the old binlog_format: reconnect the applications. Write binlog_format = 'ROW' into the section [mysqld] of the configuration as well, or a restart forgets it.",
    );
  });

  it.each(['8.0.36', '8.4.6', '9.7.4-2'])('sets for ever, and counts in seconds, at MySQL %s', (version) => {
    const facts = {
      version,
      variables: variables({
        binlog_format: 'mixed',
        binlog_row_value_options: 'partial_json',
        binlog_transaction_compression: 'on',
        binlog_expire_logs_seconds: '3600',
      }),
    };
    expect(statements(facts)).toEqual([
      "SET PERSIST binlog_format = 'ROW'",
      "SET PERSIST binlog_row_value_options = ''",
      'SET PERSIST binlog_transaction_compression = OFF',
      'SET PERSIST binlog_expire_logs_seconds = 259200',
    ]);
    expect(plan(facts)[1]?.afterwards).toBe('');
  });

  it('takes days back first where MySQL 8.0 counts in both', () => {
    expect(
      statements(
        { variables: variables({ binlog_expire_logs_seconds: '0', expire_logs_days: '1' }) },
        { binlogRetentionHours: 48 },
      ),
    ).toEqual(['SET PERSIST expire_logs_days = 0', 'SET PERSIST binlog_expire_logs_seconds = 172800']);
  });

  it('sets for now at MariaDB, whose log AWS DMS reads anew only after a start', () => {
    const facts: Partial<MysqlFacts> = {
      engine: 'mariadb',
      version: '10.11.6-MariaDB',
      variables: variables({ binlog_format: 'mixed', log_bin_compress: 'on', server_id: '0' }, NEWER),
    };
    expect(statements(facts)).toEqual([
      "SET GLOBAL binlog_format = 'ROW'",
      'SET GLOBAL log_bin_compress = OFF',
      'SET GLOBAL server_id = 1',
    ]);
    expect(plan(facts)[0]?.afterwards).toContain('Then stop and resume the replication if it runs');
    expect(plan(facts)[0]?.afterwards).toContain(
      "Write binlog_format = 'ROW', log_bin_compress = OFF, server_id = 1 into the section [mysqld]",
    );
  });

  it('speaks of sessions only where they have a value of their own', () => {
    expect(plan({ variables: variables({ binlog_checksum: 'crc32' }) })[0]?.afterwards).toBe('');
  });
});

describe('what no statement does', () => {
  it('is a step for a person at a server of one’s own', () => {
    expect(byHand({ variables: variables({ log_bin: 'off' }) })).toEqual([
      [
        'binary-log',
        'Write log_bin = binlog, server_id = 1 and binlog_format = ROW into the section [mysqld] of its configuration, and restart the server.',
      ],
    ]);
    expect(byHand({ binlogFilter: known({ only: ['other'], without: [] }) })).toEqual([
      [
        'binlog-filter',
        'Write binlog-do-db = shop into the section [mysqld] of the configuration as well, and restart the server; then dray reload --all.',
      ],
    ]);
    expect(byHand({ accounts: known([]), rights: known([]) }, { createUser: false })).toEqual([
      ['create-user', 'Make it, and run this again for its rights.'],
    ]);
  });

  it('is a step for a person at RDS', () => {
    const rds = { hosting: 'rds', rdsBinlogRetentionHours: known(72) } as const;
    expect(
      byHand({
        ...rds,
        variables: variables({ log_bin: 'off', binlog_row_value_options: 'partial_json', binlog_checksum: 'crc32' }),
      }),
    ).toEqual([
      [
        'parameter-group',
        'Set binlog_row_value_options to an empty value, binlog_checksum to NONE in the parameter group of the instance.',
      ],
      ['binary-log', 'Switch automated backups on (a backup retention of at least one day): RDS then writes it.'],
    ]);
  });
});

describe('binary logs', () => {
  it('are kept for as long as somebody asks, and for three days where they are kept for less than one', () => {
    const kept = (hours: number, asked: number | undefined) =>
      statements(
        { variables: variables({ binlog_expire_logs_seconds: String(hours * 3_600) }) },
        { binlogRetentionHours: asked },
      );
    expect(kept(48, 168)).toEqual(['SET PERSIST binlog_expire_logs_seconds = 604800']);
    expect(kept(48, 24)).toEqual([]);
    expect(kept(48, undefined)).toEqual([]);
    expect(kept(23, undefined)).toEqual(['SET PERSIST binlog_expire_logs_seconds = 259200']);
    expect(statements({ hosting: 'rds', rdsBinlogRetentionHours: known(24) }, { binlogRetentionHours: 48 })).toEqual([
      "CALL mysql.rds_set_configuration('binlog retention hours', 48)",
    ]);
  });

  it('that nothing removes are kept for ever', () => {
    expect(
      statements({
        variables: variables({ binlog_expire_logs_seconds: '3600', binlog_expire_logs_auto_purge: 'off' }),
      }),
    ).toEqual([]);
  });
});

describe('rights', () => {
  it('are given to each account that lacks them, by its own name, and to no other', () => {
    const rights = known([
      accountRights({ account: 'dms@%' }),
      accountRights({ account: "d'ms@10.0.0.%", global: ['BINLOG MONITOR'], closedSchemas: ['shop_2'] }),
      accountRights({ account: 'dms@10.1.0.1', global: ['ALL PRIVILEGES'], closedSchemas: [] }),
    ]);
    expect(statements({ rights })).toEqual([
      "GRANT REPLICATION SLAVE ON *.* TO 'd''ms'@'10.0.0.%'",
      "GRANT SELECT ON `shop\\_2`.* TO 'd''ms'@'10.0.0.%'",
    ]);
  });

  it('name a schema as it is where revokes are partial', () => {
    const rights = known([accountRights({ closedSchemas: ['shop_2'] })]);
    expect(statements({ rights, variables: variables({ partial_revokes: 'on' }) })).toEqual([
      "GRANT SELECT ON `shop_2`.* TO 'dms'@'%'",
    ]);
  });

  it('follow a user that is made, and never make one themselves', () => {
    const nobody: Partial<MysqlFacts> = {
      version: '5.6.24',
      accounts: known([]),
      rights: known([]),
      tables: known([mysqlTable()]),
    };
    expect(statements(nobody)).toEqual([
      "CREATE USER 'dms'@'%' IDENTIFIED BY '<password>'",
      "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'dms'@'%'",
      "GRANT SELECT ON `shop`.* TO 'dms'@'%'",
    ]);
    expect(statements(nobody, { createUser: false })).toEqual([]);
  });
});
