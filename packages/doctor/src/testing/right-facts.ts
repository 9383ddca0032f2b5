import type {
  EndpointFacts,
  EventSourceMappingFacts,
  NamedRole,
  ReplicationSettings,
  ReplicationState,
  RoleFacts,
  StreamFacts,
} from '../facts/aws-facts.js';
import type { AccountRights, MysqlFacts } from '../facts/mysql-facts.js';
import type { PipelineFacts, SettingsFacts } from '../facts/pipeline-facts.js';
import type { DdlAudit, HbaLine, PostgresFacts, PostgresRights } from '../facts/postgres-facts.js';
import { known, valueOf } from '../facts/read.js';
import type { PostgresTraits, SourceTable } from '../facts/table-facts.js';
import type { TargetFacts } from '../facts/target-facts.js';
import { mergeSettings } from '../settings/read-setting.js';
import {
  API_ONLY_KINESIS_SETTINGS,
  RECOMMENDED_KINESIS_SETTINGS,
  RECOMMENDED_SOURCE_SETTINGS,
  recommendedTaskSettings,
} from '../settings/recommended-settings.js';

export const STREAM_ARN = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop-changes';

export function table(given: Partial<SourceTable> = {}): SourceTable {
  return {
    schema: 'shop',
    name: 'orders',
    kind: 'table',
    primaryKey: ['id'],
    columns: [column('id', 'integer'), column('total', 'numeric(10,2)')],
    replicaIdentity: 'default',
    traits: TRAITS,
    readable: true,
    ...given,
  };
}

export function column(name: string, type: string, lob = false): SourceTable['columns'][number] {
  return { name, type, nullable: true, lob };
}

/** A PostgreSQL at which nothing is wrong. */
export function postgres(given: Partial<PostgresFacts> = {}): PostgresFacts {
  return {
    engine: 'postgresql',
    version: '16.2',
    hosting: 'self-managed',
    database: 'shop',
    user: 'dms',
    readerIsSuperuser: true,
    isReplica: known(false),
    settings: known(POSTGRES_SETTINGS),
    pendingSettings: known({}),
    rights: known(POSTGRES_RIGHTS),
    sessionTimeouts: known({ idle_in_transaction_session_timeout: 0, lock_timeout: 0, statement_timeout: 0 }),
    hbaLines: known([HBA_LINE]),
    slots: known([]),
    pglogical: known('absent'),
    ddlAudit: known(DDL_AUDIT),
    heartbeat: known({ schema: 'public', exists: true, mayCreate: true }),
    tables: known([table()]),
    openTransactions: known([]),
    ...given,
  };
}

export const POSTGRES_SETTINGS = {
  wal_level: 'logical',
  max_replication_slots: '10',
  max_wal_senders: '10',
  wal_sender_timeout: '60000',
  max_slot_wal_keep_size: '102400',
  max_worker_processes: '20',
  max_logical_replication_workers: '4',
  autovacuum_max_workers: '3',
  max_parallel_workers: '8',
  shared_preload_libraries: 'pg_stat_statements, pglogical',
  TimeZone: 'UTC',
};

export const POSTGRES_RIGHTS: PostgresRights = {
  exists: true,
  superuser: false,
  replication: true,
  memberOf: [],
  closedSchemas: [],
  login: { allowed: true, expired: false, connectionLimit: -1, mayConnect: true },
};

export const DDL_AUDIT: DdlAudit = {
  schema: 'public',
  table: true,
  function: true,
  trigger: { state: 'fires', schema: 'public' },
};

export const HBA_LINE: HbaLine = {
  databases: ['shop'],
  users: ['dms'],
  address: '10.0.0.0',
  mask: '255.255.0.0',
  method: 'scram-sha-256',
};

/** Of a table that nothing is unusual about. */
export const TRAITS: PostgresTraits = {
  deferrableKey: false,
  identityColumns: [],
  children: [],
  unloggedReferences: [],
};

/** A MySQL at which nothing is wrong. */
export function mysql(given: Partial<MysqlFacts> = {}): MysqlFacts {
  return {
    engine: 'mysql',
    version: '8.0.36',
    hosting: 'self-managed',
    user: 'dms',
    accounts: known(['dms@%']),
    variables: known(MYSQL_VARIABLES),
    isReplica: known(false),
    rights: known([accountRights()]),
    binlogFilter: known({ only: [], without: [] }),
    timeZone: known({ name: 'UTC', offsets: [0, 0] }),
    rdsBinlogRetentionHours: known(undefined),
    tables: known([mysqlTable()]),
    cascadingKeys: known([]),
    openTransactions: known([]),
    ...given,
  };
}

export function accountRights(given: Partial<AccountRights> = {}): AccountRights {
  return { account: 'dms@%', global: ['REPLICATION CLIENT', 'REPLICATION SLAVE'], closedSchemas: [], ...given };
}

export function mysqlTable(given: Partial<SourceTable> = {}): SourceTable {
  const made = { ...table({ columns: [column('id', 'int')], ...given }) };
  Reflect.deleteProperty(made, 'replicaIdentity');
  Reflect.deleteProperty(made, 'traits');
  return made;
}

export const MYSQL_VARIABLES = {
  log_bin: 'on',
  binlog_format: 'row',
  binlog_row_image: 'full',
  binlog_checksum: 'none',
  binlog_expire_logs_seconds: '604800',
  binlog_row_value_options: '',
  binlog_transaction_compression: 'off',
  server_id: '1',
  log_replica_updates: 'on',
  innodb_read_only: 'off',
  sql_mode: 'strict_trans_tables,no_zero_date',
};

export function sourceEndpoint(engine: 'postgresql' | 'mysql', given: Partial<EndpointFacts> = {}): EndpointFacts {
  return {
    arn: 'arn:aws:dms:eu-central-1:123456789012:endpoint:SOURCE',
    sslMode: 'require',
    databaseName: engine === 'postgresql' ? 'shop' : '',
    settings: RECOMMENDED_SOURCE_SETTINGS[engine],
    extraConnectionAttributes: '',
    ...given,
  };
}

export function kinesisEndpoint(settings: Readonly<Record<string, unknown>> = {}): EndpointFacts {
  return {
    arn: 'arn:aws:dms:eu-central-1:123456789012:endpoint:TARGET',
    sslMode: '',
    databaseName: '',
    settings: {
      ...RECOMMENDED_KINESIS_SETTINGS,
      ...API_ONLY_KINESIS_SETTINGS,
      ServiceAccessRoleArn: 'arn:aws:iam::123456789012:role/stream',
      StreamArn: STREAM_ARN,
      ...settings,
    },
    extraConnectionAttributes: '',
  };
}

export const SELECTION = rule({ 'rule-type': 'selection', 'rule-action': 'include', id: '1', table: '%' });
export const OBJECT = rule({
  'rule-type': 'object-mapping',
  'rule-action': 'map-record-to-record',
  id: '2',
  table: 'orders',
  'mapping-parameters': { 'partition-key-type': 'primary-key' },
});

export function rule({
  id,
  table: name,
  ...rest
}: Readonly<Record<string, unknown>> & { readonly id: string; readonly table: string }): Readonly<
  Record<string, unknown>
> {
  return {
    'rule-id': id,
    'rule-name': `rule-${id}`,
    'object-locator': { 'schema-name': 'shop', 'table-name': name },
    ...rest,
  };
}

export function replication(
  settings: Readonly<Record<string, unknown>> = {},
  given: Partial<ReplicationSettings> = {},
): ReplicationSettings {
  const recommended = recommendedTaskSettings({
    kind: 'classic',
    hasChanges: true,
    hasKeylessTables: false,
  });
  return {
    kind: 'classic',
    type: 'full-load-and-cdc',
    taskSettings: known(mergeSettings(recommended, settings)),
    tableMappings: known({ rules: [SELECTION, OBJECT] }),
    ...given,
  };
}

export function stream(given: Partial<StreamFacts> = {}): StreamFacts {
  return {
    arn: STREAM_ARN,
    status: 'ACTIVE',
    onDemand: false,
    openShards: 2,
    retentionHours: 168,
    encrypted: true,
    maxRecordKiB: 1_024,
    ...given,
  };
}

export function eventSourceMapping(given: Partial<EventSourceMappingFacts> = {}): EventSourceMappingFacts {
  return {
    id: 'f0e1',
    functionName: 'shop-sink',
    state: 'Enabled',
    lastResult: 'OK',
    reportsBatchItemFailures: true,
    bisects: true,
    maximumRetryAttempts: -1,
    maximumRecordAgeSeconds: -1,
    startingPosition: 'TRIM_HORIZON',
    failureDestination: 'arn:aws:s3:::failed-batches',
    functionTimeoutSeconds: known(300),
    iteratorAgeHours: known(0.1),
    ...given,
  };
}

export function role(given: Partial<RoleFacts> = {}): RoleFacts {
  return {
    name: 'dms-vpc-role',
    purpose: 'vpc',
    exists: true,
    trusts: ['dms.amazonaws.com'],
    policies: ['AmazonDMSVPCManagementRole'],
    missingActions: [],
    ...given,
  };
}

export function namedRole(given: Partial<RoleFacts> = {}): NamedRole {
  const facts = role(given);
  return { name: facts.name, role: known(facts) };
}

export function replicationState(given: Partial<ReplicationState> = {}): ReplicationState {
  return {
    status: 'running',
    stop: undefined,
    failures: [],
    tables: known([]),
    connections: known([]),
    latency: known({ sourceSeconds: 2, targetSeconds: undefined }),
    ...given,
  };
}

export function target(given: Partial<TargetFacts> = {}): TargetFacts {
  return {
    dialect: 'cratedb',
    address: 'crate://crate@localhost/doc',
    user: 'dray',
    version: known('6.2.11'),
    missingRights: known([]),
    missingWriteRights: known([]),
    blockedTables: known([]),
    lostPrimaries: known([]),
    unfinishedTables: known([]),
    openLetters: known(0),
    ...given,
  };
}

/** A pipeline at which nothing is wrong, with what is given laid over it. */
export function pipeline(
  given: Partial<Omit<PipelineFacts, 'settings' | 'source'>> & {
    readonly source?: PostgresFacts | MysqlFacts;
    readonly settings?: Partial<SettingsFacts>;
  } = {},
): PipelineFacts {
  const { source = postgres(), settings = {}, ...rest } = given;
  const engine = source.engine === 'postgresql' ? 'postgresql' : 'mysql';
  return {
    source: known(source),
    unmatchedPatterns: [],
    lockDrift: known([]),
    settings: {
      sourceEngine: source.engine,
      sourceEndpoint: known(sourceEndpoint(engine)),
      targetEndpoint: known(kinesisEndpoint()),
      replication: known(replication()),
      stream: known(stream()),
      eventSourceMapping: known(eventSourceMapping()),
      tables: source.tables,
      tablesAreChosen: true,
      ...settings,
    },
    replicationState: known(replicationState()),
    roles: known([namedRole()]),
    target: known(target()),
    ...rest,
  };
}

/** The settings of a source with some others. */
export function withSettings(settings: Readonly<Record<string, string>>): PostgresFacts {
  return postgres({ settings: known({ ...valueOf(postgres().settings), ...settings }) });
}
