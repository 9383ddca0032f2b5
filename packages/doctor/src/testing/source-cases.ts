import { known } from '../facts/read.js';
import type { MysqlFacts, PostgresFacts, SourceTable } from '../facts/source-facts.js';
import { column, kinesisEndpoint, mysql, MYSQL_VARIABLES, mysqlTable, OBJECT, pipeline, postgres, POSTGRES_RIGHTS, replication, rule, SELECTION, sourceEndpoint, table, withSettings } from './right-facts.js';
import type { WrongCase } from './wrong-case.js';

const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
const setting = (settings: Readonly<Record<string, string>>) => pipeline({ source: withSettings(settings) });
const rights = (given: Partial<typeof POSTGRES_RIGHTS>): Pick<PostgresFacts, 'rights'> => ({ rights: known({ ...POSTGRES_RIGHTS, ...given }) });
const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });
const my = (given: Partial<MysqlFacts>) => pipeline({ source: mysql(given) });
const variable = (variables: Readonly<Record<string, string>>) => my({ variables: known({ ...MYSQL_VARIABLES, ...variables }) });
const slot = { name: 'shop_slot', kind: 'logical' as const, database: 'shop', plugin: 'test_decoding', active: true, retainedBytes: 0, walStatus: 'reserved' };
const transaction = { id: '4711', user: 'report', state: 'idle in transaction', openForSeconds: 7_300, application: 'psql' };
const VISITS = rule({ id: '3', table: 'visits', 'rule-type': 'object-mapping', 'mapping-parameters': { 'partition-key-type': 'schema-table' } });
const BEFORE_ALL = { BeforeImageSettings: { ColumnFilter: 'all' } };

/** A table without a key has its own settings of the task. */
const keyless = (given: Partial<SourceTable>) =>
  pipeline({
    source: postgres({ tables: known([table(), table({ name: 'visits', primaryKey: [], replicaIdentity: 'full', ...given })]) }),
    settings: { replication: known(replication(BEFORE_ALL, { tableMappings: known({ rules: [SELECTION, OBJECT, VISITS] }) })) },
  });

export const SOURCE_CASES: readonly WrongCase[] = [
  { id: 'no-such-table', when: 'a pattern matches nothing', severity: 'error', subject: 'shop.odrers', facts: pipeline({ unmatchedPatterns: ['shop.odrers'] }) },
  { id: 'open-transaction', when: 'a transaction is open for hours', severity: 'warning', subject: '4711', facts: pg({ openTransactions: known([transaction]) }) },
  { id: 'pg-replica', when: 'it is a replica', severity: 'error', subject: 'pg_is_in_recovery()', facts: pg({ isReplica: known(true) }) },
  { id: 'pg-wal-level', when: 'wal_level is replica', severity: 'error', subject: 'wal_level', facts: setting({ wal_level: 'replica' }), fix: 'source' },
  { id: 'pg-wal-level', when: 'RDS has it in a parameter group', severity: 'error', subject: 'wal_level', facts: pg({ hosting: 'rds', ...rights({ memberOf: ['rds_replication', 'rds_superuser'] }), settings: known({ wal_level: 'replica' }) }) },
  { id: 'pg-wal-level', when: 'the right value waits for a restart', severity: 'error', subject: 'wal_level', facts: pg({ settings: known({ wal_level: 'replica' }), pendingSettings: known({ wal_level: 'logical' }) }) },
  { id: 'pg-replication-slots', when: 'there are none', severity: 'error', subject: 'max_replication_slots', facts: setting({ max_replication_slots: '0' }), fix: 'source' },
  { id: 'pg-wal-senders', when: 'there are none', severity: 'error', subject: 'max_wal_senders', facts: setting({ max_wal_senders: '0' }), fix: 'source' },
  { id: 'pg-wal-sender-timeout', when: 'it is below ten seconds', severity: 'warning', subject: 'wal_sender_timeout', facts: setting({ wal_sender_timeout: '5000' }), fix: 'source' },
  { id: 'pg-wal-sender-timeout', when: 'it is five minutes', severity: 'warning', subject: 'wal_sender_timeout', facts: setting({ wal_sender_timeout: '300000' }), fix: 'source' },
  { id: 'pg-worker-processes', when: 'pglogical may lack workers', severity: 'note', subject: 'max_worker_processes', facts: pg({ pglogical: known('installed'), settings: withSettings({ max_worker_processes: '8' }).settings }) },
  { id: 'pg-slot-unlimited', when: 'a slot keeps what it wants', severity: 'note', subject: 'max_slot_wal_keep_size', facts: setting({ max_slot_wal_keep_size: '-1' }) },
  { id: 'pg-slot-limit', when: 'a slot keeps little', severity: 'warning', subject: 'max_slot_wal_keep_size', facts: setting({ max_slot_wal_keep_size: '64' }), fix: 'source' },
  { id: 'pg-slots-used', when: 'nobody reads from any', severity: 'error', subject: 'max_replication_slots', facts: pg({ slots: known([{ ...slot, active: false }]), settings: withSettings({ max_replication_slots: '1' }).settings }), also: ['pg-slot-idle'] },
  { id: 'pg-slot-lost', when: 'its WAL is gone', severity: 'error', subject: 'shop_slot', facts: pg({ slots: known([{ ...slot, walStatus: 'lost' }]) }) },
  { id: 'pg-slot-idle', when: 'it keeps little', severity: 'warning', subject: 'shop_slot', facts: pg({ slots: known([{ ...slot, active: false, retainedBytes: 4_096 }]) }) },
  { id: 'pg-slot-idle', when: 'it keeps gigabytes', severity: 'error', subject: 'shop_slot', facts: pg({ slots: known([{ ...slot, active: false, retainedBytes: 5e9 }]) }) },
  { id: 'pg-slot-behind', when: 'its reader is far behind', severity: 'warning', subject: 'shop_slot', facts: pg({ slots: known([{ ...slot, retainedBytes: 5e9 }]) }) },
  { id: 'pg-no-user', when: 'the user is not there', severity: 'error', subject: 'dms', facts: pg(rights({ exists: false, replication: false })), fix: 'source' },
  { id: 'pg-replication-right', when: 'it may not replicate', severity: 'error', subject: 'dms', facts: pg(rights({ replication: false })), fix: 'source' },
  { id: 'pg-replication-right', when: 'it lacks a role of RDS', severity: 'error', subject: 'dms', facts: pg({ hosting: 'rds', ...rights({ replication: false }) }), fix: 'source' },
  { id: 'pg-schema-usage', when: 'a schema is closed', severity: 'error', subject: 'shop', facts: pg(rights({ closedSchemas: ['shop'] })), fix: 'source' },
  { id: 'pg-table-select', when: 'a table is closed', severity: 'error', subject: 'shop.orders', facts: tables(table({ readable: false })), fix: 'source' },
  { id: 'pg-ddl-audit-missing', when: 'the user may not make it', severity: 'error', subject: 'public', facts: pg({ ddlAudit: known({ schema: 'public', table: false, function: false }) }), fix: 'source' },
  { id: 'pg-ddl-audit-missing', when: 'a superuser makes it', severity: 'note', subject: 'public', facts: pg({ ...rights({ superuser: true }), ddlAudit: known({ schema: 'public', table: false, function: false }) }), fix: 'source' },
  { id: 'pg-ddl-audit-broken', when: 'the trigger has lost its table', severity: 'error', subject: 'public', facts: pg({ ddlAudit: known({ schema: 'public', table: false, function: true, trigger: { state: 'fires', schema: 'public' } }) }), fix: 'source' },
  {
    id: 'pg-ddl-audit-left-over',
    when: 'the endpoint does not use it',
    severity: 'warning',
    subject: 'public',
    facts: pipeline({ settings: { sourceEndpoint: known(sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, CaptureDdls: false } })) } }),
    also: ['pg-capture-ddls'],
  },
  { id: 'keyless-lobs', when: 'a document column has no key beside it', severity: 'error', subject: 'shop.visits', facts: keyless({ columns: [column('body', 'jsonb', true)] }) },
  { id: 'keyless-lobs', when: 'an array has no key beside it', severity: 'error', subject: 'shop.visits', facts: keyless({ columns: [column('tags', 'text[]', true)] }) },
  { id: 'keyless-table', when: 'a table has no key', severity: 'warning', subject: 'shop.visits', facts: keyless({}) },
  { id: 'pg-keyless-changes', when: 'it has no replica identity either', severity: 'error', subject: 'shop.visits', facts: keyless({ replicaIdentity: 'default' }), also: ['keyless-table'], fix: 'source' },
  { id: 'pg-no-identity', when: 'its identity is nothing', severity: 'error', subject: 'shop.orders', facts: tables(table({ replicaIdentity: 'nothing' })), fix: 'source' },
  {
    id: 'pg-identity-plugin',
    when: 'pglogical reads a full identity',
    severity: 'error',
    subject: 'shop.orders',
    facts: pipeline({ source: postgres({ pglogical: known('installed'), tables: known([table({ replicaIdentity: 'full' })]) }), settings: { sourceEndpoint: known(sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, PluginName: 'no-preference' } })) } }),
  },
  { id: 'pg-unlogged', when: 'it is not in the WAL', severity: 'error', subject: 'shop.orders', facts: tables(table({ kind: 'unlogged' })), fix: 'source' },
  { id: 'pg-partitioned', when: 'it has partitions', severity: 'warning', subject: 'shop.orders', facts: tables(table({ kind: 'partitioned' })) },
  { id: 'pg-unchanged-lobs', when: 'long values lie outside the row', severity: 'note', subject: 'shop.orders', facts: tables(table({ columns: [column('note', 'text', true)] })) },
  { id: 'pg-truncate', when: 'always', severity: 'note', subject: 'TRUNCATE', facts: pipeline() },
  { id: 'pg-hidden-ddl', when: 'always', severity: 'note', subject: 'DDL', facts: pipeline() },
  { id: 'pg-infinity', when: 'there are times', severity: 'note', subject: 'shop.orders.at', facts: tables(table({ columns: [column('at', 'timestamp with time zone')] })) },
  { id: 'pg-local-times', when: 'the server is elsewhere than in UTC', severity: 'note', subject: 'shop.orders.at', facts: pg({ settings: withSettings({ TimeZone: 'Europe/Vienna' }).settings, tables: known([table({ columns: [column('at', 'timestamp(3) without time zone')] })]) }) },
  { id: 'kinesis-large-integers', when: 'there are 64-bit columns', severity: 'warning', subject: 'UseLargeIntegerValue', facts: pipeline({ source: postgres({ tables: known([table({ columns: [column('id', 'bigint')] })]) }), settings: { targetEndpoint: known(kinesisEndpoint({ UseLargeIntegerValue: false })) } }), fix: 'endpoint' },
  { id: 'pg-unbounded-numeric', when: 'a numeric has no precision', severity: 'error', subject: 'MapUnboundedNumericAsString', facts: tables(table({ columns: [column('price', 'numeric')] })), fix: 'endpoint' },

  { id: 'my-no-binlog', when: 'it is off', severity: 'error', subject: 'log_bin', facts: variable({ log_bin: 'off' }) },
  { id: 'my-binlog-format', when: 'it holds statements', severity: 'error', subject: 'binlog_format', facts: variable({ binlog_format: 'statement' }), fix: 'source' },
  { id: 'my-binlog-format', when: 'RDS has it in a parameter group', severity: 'error', subject: 'binlog_format', facts: my({ hosting: 'rds', rdsBinlogRetentionHours: known(72), variables: known({ ...MYSQL_VARIABLES, binlog_format: 'mixed' }) }) },
  { id: 'my-binlog-row-image', when: 'it is minimal', severity: 'error', subject: 'binlog_row_image', facts: variable({ binlog_row_image: 'minimal' }), fix: 'source' },
  { id: 'my-binlog-checksum', when: 'there are checksums', severity: 'error', subject: 'binlog_checksum', facts: variable({ binlog_checksum: 'crc32' }), fix: 'source' },
  { id: 'my-binlog-retention', when: 'RDS removes them at once', severity: 'error', subject: 'binlog retention', facts: my({ hosting: 'rds', rdsBinlogRetentionHours: known(null) }), fix: 'source' },
  { id: 'my-binlog-retention', when: 'they are kept for an hour', severity: 'error', subject: 'binlog retention', facts: variable({ binlog_expire_logs_seconds: '3600' }), fix: 'source' },
  { id: 'my-server-id', when: 'it is 0', severity: 'error', subject: 'server_id', facts: variable({ server_id: '0' }) },
  { id: 'my-replica-updates', when: 'a replica keeps its changes for itself', severity: 'error', subject: 'log_slave_updates', facts: my({ isReplica: known(true), variables: known({ ...MYSQL_VARIABLES, log_replica_updates: 'off' }) }) },
  { id: 'my-reader', when: 'it is a reader of Aurora', severity: 'error', subject: 'innodb_read_only', facts: variable({ innodb_read_only: 'on' }) },
  { id: 'my-binlog-compression', when: 'transactions are compressed', severity: 'error', subject: 'binlog_transaction_compression', facts: variable({ binlog_transaction_compression: 'on' }) },
  { id: 'my-zero-dates', when: 'dates may be 0000-00-00', severity: 'note', subject: 'sql_mode', facts: variable({ sql_mode: '' }) },
  { id: 'my-no-user', when: 'there is no account', severity: 'error', subject: 'dms', facts: my({ accounts: known([]) }), fix: 'source' },
  { id: 'my-replication-right', when: 'it may not read binary logs', severity: 'error', subject: 'dms', facts: my({ globalRights: known(['BINLOG MONITOR']) }), fix: 'source' },
  { id: 'my-table-select', when: 'a schema is closed', severity: 'error', subject: 'shop', facts: my({ tables: known([mysqlTable({ readable: false })]) }), fix: 'source' },
  { id: 'my-system-versioned', when: 'a table keeps its history', severity: 'error', subject: 'shop.orders', facts: my({ tables: known([mysqlTable({ kind: 'system-versioned' })]) }) },
  { id: 'my-cascade', when: 'a foreign key deletes rows', severity: 'error', subject: 'shop.lines', facts: my({ cascadingKeys: known([{ schema: 'shop', table: 'lines', name: 'of_order', onDelete: 'CASCADE', onUpdate: 'RESTRICT' }]) }) },
  { id: 'my-unsupported-ddl', when: 'always', severity: 'note', subject: 'DDL', facts: my({}) },
  {
    id: 'my-server-timezone',
    when: 'there are TIMESTAMP columns',
    severity: 'warning',
    subject: 'ServerTimezone',
    facts: pipeline({ source: mysql({ tables: known([mysqlTable({ columns: [column('at', 'timestamp(6)')] })]) }), settings: { sourceEndpoint: known(sourceEndpoint('mysql', { settings: {} })) } }),
  },
  { id: 'my-database-name', when: 'the endpoint names one', severity: 'error', subject: 'DatabaseName', facts: pipeline({ source: mysql(), settings: { sourceEndpoint: known(sourceEndpoint('mysql', { databaseName: 'shop' })) } }) },
];
