import type { AccountRights, MysqlFacts } from '../../facts/mysql-facts.js';
import { known, unread } from '../../facts/read.js';
import {
  accountRights,
  column,
  mysql,
  MYSQL_VARIABLES,
  mysqlTable,
  pipeline,
  replication,
  sourceEndpoint,
} from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const my = (given: Partial<MysqlFacts>) => pipeline({ source: mysql(given) });
const variable = (variables: Readonly<Record<string, string>>) =>
  my({ variables: known({ ...MYSQL_VARIABLES, ...variables }) });
const granted = (given: Partial<AccountRights>) => my({ rights: known([accountRights(given)]) });
const zone = (settings: Readonly<Record<string, unknown>>, timeZone: MysqlFacts['timeZone']) =>
  pipeline({
    source: mysql({ timeZone, tables: known([mysqlTable({ columns: [column('at', 'timestamp(6)')] })]) }),
    settings: { sourceEndpoint: known(sourceEndpoint('mysql', { settings })) },
  });
const CASCADE = { schema: 'shop', table: 'lines', name: 'of_order', onDelete: 'CASCADE', onUpdate: 'RESTRICT' };

/** A GTID of MySQL, a set of them, one of MariaDB, and a position without its file. */
const NO_POSITIONS = [
  '3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5',
  '3e11fa47-71ca-11e1-9e33-c80aa9429562:23,3e11fa47-71ca-11e1-9e33-c80aa9429563:1-9',
  '0-1-270',
  '4567',
].map((cdcStartPosition): WrongCase => ({
  id: 'my-start-position',
  when: cdcStartPosition,
  severity: 'error',
  subject: 'CdcStartPosition',
  facts: pipeline({
    source: mysql(),
    settings: { replication: known(replication({}, { type: 'cdc', cdcStartPosition })) },
  }),
}));

export const MYSQL_CASES: readonly WrongCase[] = [
  ...NO_POSITIONS,
  { id: 'my-no-binlog', when: 'it is off', severity: 'error', subject: 'log_bin', facts: variable({ log_bin: 'off' }) },
  {
    id: 'my-binlog-format',
    when: 'it holds statements',
    severity: 'error',
    subject: 'binlog_format',
    facts: variable({ binlog_format: 'statement' }),
    fix: 'source',
  },
  {
    id: 'my-binlog-format',
    when: 'RDS has it in a parameter group',
    severity: 'error',
    subject: 'binlog_format',
    facts: my({
      hosting: 'rds',
      rdsBinlogRetentionHours: known(72),
      variables: known({ ...MYSQL_VARIABLES, binlog_format: 'mixed' }),
    }),
  },
  {
    id: 'my-binlog-row-image',
    when: 'it is minimal',
    severity: 'error',
    subject: 'binlog_row_image',
    facts: variable({ binlog_row_image: 'minimal' }),
    fix: 'source',
  },
  {
    id: 'my-binlog-row-values',
    when: 'it holds parts of documents',
    severity: 'error',
    subject: 'binlog_row_value_options',
    facts: variable({ binlog_row_value_options: 'partial_json' }),
    fix: 'source',
  },
  {
    id: 'my-binlog-checksum',
    when: 'there are checksums',
    severity: 'error',
    subject: 'binlog_checksum',
    facts: variable({ binlog_checksum: 'crc32' }),
    fix: 'source',
  },
  {
    id: 'my-binlog-retention',
    when: 'RDS removes them at once',
    severity: 'error',
    subject: 'binlog retention',
    facts: my({ hosting: 'rds', rdsBinlogRetentionHours: known(null) }),
    fix: 'source',
  },
  {
    id: 'my-binlog-retention',
    when: 'they are kept for an hour',
    severity: 'error',
    subject: 'binlog retention',
    facts: variable({ binlog_expire_logs_seconds: '3600' }),
    fix: 'source',
  },
  {
    id: 'my-binlog-filter',
    when: 'a schema is ignored',
    severity: 'error',
    subject: 'shop',
    facts: my({ binlogFilter: known({ only: [], without: ['other', 'shop'] }) }),
  },
  {
    id: 'my-binlog-filter',
    when: 'only others are logged',
    severity: 'error',
    subject: 'shop',
    facts: my({ binlogFilter: known({ only: ['other'], without: [] }) }),
  },
  {
    id: 'my-binlog-filter',
    when: 'its name is written otherwise where case means nothing',
    severity: 'error',
    subject: 'Shop',
    facts: my({
      tables: known([mysqlTable({ schema: 'Shop' })]),
      binlogFilter: known({ only: [], without: ['SHOP'] }),
      variables: known({ ...MYSQL_VARIABLES, lower_case_table_names: '1' }),
    }),
    also: ['mappings-no-tables'],
  },
  {
    id: 'my-server-id',
    when: 'it is 0',
    severity: 'error',
    subject: 'server_id',
    facts: variable({ server_id: '0' }),
    fix: 'source',
  },
  {
    id: 'my-replica-updates',
    when: 'a replica keeps its changes for itself',
    severity: 'error',
    subject: 'log_replica_updates',
    facts: my({ isReplica: known(true), variables: known({ ...MYSQL_VARIABLES, log_replica_updates: 'off' }) }),
  },
  {
    id: 'my-reader',
    when: 'it is a reader of Aurora',
    severity: 'error',
    subject: 'innodb_read_only',
    facts: variable({ innodb_read_only: 'on' }),
  },
  {
    id: 'my-binlog-compression',
    when: 'transactions are compressed',
    severity: 'error',
    subject: 'binlog_transaction_compression',
    facts: variable({ binlog_transaction_compression: 'on' }),
    fix: 'source',
  },
  {
    id: 'my-zero-dates',
    when: 'dates may be 0000-00-00',
    severity: 'note',
    subject: 'sql_mode',
    facts: variable({ sql_mode: '' }),
  },
  {
    id: 'my-no-user',
    when: 'there is no account',
    severity: 'error',
    subject: 'dms',
    facts: my({ accounts: known([]), rights: known([]) }),
    fix: 'source',
  },
  {
    id: 'my-replication-right',
    when: 'it may not read binary logs',
    severity: 'error',
    subject: 'dms',
    facts: granted({ global: ['BINLOG MONITOR'] }),
    fix: 'source',
  },
  {
    id: 'my-replication-right',
    when: 'one of its accounts may not',
    severity: 'warning',
    subject: 'dms',
    facts: my({ rights: known([accountRights(), accountRights({ account: 'dms@10.0.0.5', global: [] })]) }),
    fix: 'source',
  },
  {
    id: 'my-table-select',
    when: 'a schema is closed',
    severity: 'error',
    subject: 'shop',
    facts: granted({ closedSchemas: ['shop'] }),
    fix: 'source',
  },
  {
    id: 'my-table-select',
    when: 'it is closed to one of its accounts',
    severity: 'warning',
    subject: 'shop',
    facts: my({ rights: known([accountRights({ closedSchemas: ['shop'] }), accountRights()]) }),
    fix: 'source',
  },
  {
    id: 'my-system-versioned',
    when: 'a table keeps its history',
    severity: 'error',
    subject: 'shop.orders',
    facts: my({ tables: known([mysqlTable({ kind: 'system-versioned' })]) }),
  },
  {
    id: 'my-cascade',
    when: 'a foreign key deletes rows',
    severity: 'error',
    subject: 'shop.lines',
    facts: my({ cascadingKeys: known([CASCADE]) }),
  },
  {
    id: 'my-cascade',
    when: 'the engine does so by choice',
    severity: 'error',
    subject: 'shop.lines',
    facts: my({
      cascadingKeys: known([CASCADE]),
      variables: known({ ...MYSQL_VARIABLES, innodb_native_foreign_keys: 'on' }),
    }),
  },
  { id: 'my-unsupported-ddl', when: 'always', severity: 'note', subject: 'DDL', facts: my({}) },
  { id: 'my-xa', when: 'always', severity: 'note', subject: 'XA transactions', facts: my({}) },
  {
    id: 'my-datetime-fractions',
    when: 'there are microseconds',
    severity: 'note',
    subject: 'shop.orders.at',
    facts: my({ tables: known([mysqlTable({ columns: [column('at', 'datetime(6)')] })]) }),
  },
  {
    id: 'my-lob-truncation',
    when: 'there are LOB columns',
    severity: 'note',
    subject: 'TargetMetadata.LobMaxSize',
    facts: my({ tables: known([mysqlTable({ columns: [column('body', 'longtext', true)] })]) }),
  },
  {
    id: 'my-server-timezone',
    when: 'there are TIMESTAMP columns',
    severity: 'warning',
    subject: 'ServerTimezone',
    facts: zone({}, unread('denied')),
    also: ['unread'],
  },
  {
    id: 'my-server-timezone',
    when: 'the server is elsewhere than in UTC',
    severity: 'warning',
    subject: 'ServerTimezone',
    facts: zone({}, known({ name: '+02:00', offsets: [120, 120] })),
    fix: 'endpoint',
  },
  {
    id: 'my-server-timezone',
    when: 'it is that of another server',
    severity: 'warning',
    subject: 'ServerTimezone',
    facts: zone({ ServerTimezone: 'UTC' }, known({ name: 'Europe/Vienna', offsets: [60, 120] })),
    fix: 'endpoint',
  },
  {
    id: 'my-server-timezone',
    when: 'nobody knows the name of the right one',
    severity: 'warning',
    subject: 'ServerTimezone',
    facts: zone({ ServerTimezone: 'UTC' }, known({ name: 'CEST', offsets: [60, 120] })),
  },
  {
    id: 'my-database-name',
    when: 'the endpoint names one',
    severity: 'error',
    subject: 'DatabaseName',
    facts: pipeline({
      source: mysql(),
      settings: { sourceEndpoint: known(sourceEndpoint('mysql', { databaseName: 'shop' })) },
    }),
  },
];
