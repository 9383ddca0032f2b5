import type {
  EventSourceMappingFacts,
  ReplicationSettings,
  ReplicationState,
  RoleFacts,
  StackFacts,
  StreamFacts,
} from '../facts/aws-facts.js';
import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { known } from '../facts/read.js';
import type { TargetFacts } from '../facts/target-facts.js';
import {
  eventSourceMapping,
  kinesisEndpoint,
  mysql,
  OBJECT,
  pipeline,
  postgres,
  replication,
  replicationState,
  role,
  rule,
  SELECTION,
  sourceEndpoint,
  stream,
  STREAM_ARN,
  table,
  target,
} from './right-facts.js';
import type { WrongCase } from './wrong-case.js';

const kinesis = (settings: Readonly<Record<string, unknown>>) =>
  pipeline({ settings: { targetEndpoint: known(kinesisEndpoint(settings)) } });
const source = (settings: Readonly<Record<string, unknown>>) =>
  pipeline({
    settings: {
      sourceEndpoint: known(
        sourceEndpoint('postgresql', { settings: { ...sourceEndpoint('postgresql').settings, ...settings } }),
      ),
    },
  });
const task = (settings: Readonly<Record<string, unknown>>, given: Partial<ReplicationSettings> = {}) =>
  pipeline({ settings: { replication: known(replication(settings, given)) } });
const mappings = (...rules: readonly unknown[]) => task({}, { tableMappings: known({ rules }) });
const shards = (given: Partial<StreamFacts>) => pipeline({ settings: { stream: known(stream(given)) } });
const lambda = (given: Partial<EventSourceMappingFacts>) =>
  pipeline({ settings: { eventSourceMapping: known(eventSourceMapping(given)) } });
const roles = (given: Partial<RoleFacts>) => pipeline({ roles: known([role(given)]) });
const running = (given: Partial<ReplicationState>) => pipeline({ replicationState: known(replicationState(given)) });
const written = (given: Partial<TargetFacts>) => pipeline({ target: known(target(given)) });

const SWITCHES = (
  [
    ['IncludeNullAndEmpty', 'kinesis-null-and-empty', false, 'error'],
    ['IncludeControlDetails', 'kinesis-control-details', undefined, 'error'],
    ['IncludeTableAlterOperations', 'kinesis-table-alter-operations', false, 'error'],
    ['IncludeTransactionDetails', 'kinesis-transaction-details', undefined, 'warning'],
    ['PartitionIncludeSchemaTable', 'kinesis-partition-schema-table', false, 'warning'],
    ['IncludePartitionValue', 'kinesis-partition-value', undefined, 'warning'],
    ['NoHexPrefix', 'kinesis-no-hex-prefix', false, 'warning'],
  ] as const
).map(([setting, id, value, severity]): WrongCase => ({
  id,
  when: value === undefined ? 'it is not set' : 'it is off',
  severity,
  subject: setting,
  facts: kinesis({ [setting]: value }),
  fix: 'endpoint',
}));

const POLICIES = (
  [
    ['DataErrorPolicy', 'LOG_ERROR', 'error'],
    ['DataTruncationErrorPolicy', undefined, 'error'],
    ['ApplyErrorDeletePolicy', 'LOG_ERROR', 'error'],
    ['ApplyErrorInsertPolicy', undefined, 'error'],
    ['ApplyErrorUpdatePolicy', 'LOG_ERROR', 'error'],
    ['ApplyErrorEscalationPolicy', undefined, 'warning'],
    ['EventErrorPolicy', 'LOG_ERROR', 'warning'],
  ] as const
).map(([name, policy, severity]): WrongCase => ({
  id: 'task-error-policy',
  when: policy === undefined ? `${name} is not set` : `${name} logs`,
  severity,
  subject: `ErrorBehavior.${name}`,
  facts: task({ ErrorBehavior: { [name]: policy } }),
  fix: 'task-settings',
}));

const transformation = (action: string, locator: Readonly<Record<string, string>>) => ({
  'rule-type': 'transformation',
  'rule-id': '3',
  'rule-name': '3',
  'rule-target': 'column',
  'rule-action': action,
  'object-locator': locator,
});
const stack = (given: Partial<StackFacts>) =>
  pipeline({ stack: known({ name: 'shop', status: 'UPDATE_COMPLETE', failures: [], ...given }) });
const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b';
const LINES = table({ name: 'order_lines' });
const UNDERSCORED = rule({
  id: '9',
  table: 'order_lines',
  'rule-type': 'object-mapping',
  'mapping-parameters': { 'partition-key-type': 'primary-key' },
});
const selection = (id: string, name: string, action = 'include') =>
  rule({ id, table: name, 'rule-type': 'selection', 'rule-action': action });
/** Two tables, and rules for them. */
const twoTables = (settings: Partial<SettingsFacts>, ...rules: readonly unknown[]) =>
  pipeline({
    source: postgres({ tables: known([table(), LINES]) }),
    settings: { replication: known(replication({}, { tableMappings: known({ rules }) })), ...settings },
  });
const FAILURE = { message: 'ERROR: something', cause: '', remedy: '' };

export const SETTING_CASES: readonly WrongCase[] = [
  ...SWITCHES,
  {
    id: 'kinesis-message-format',
    when: 'it has line breaks',
    severity: 'warning',
    subject: 'MessageFormat',
    facts: kinesis({ MessageFormat: 'json' }),
    fix: 'endpoint',
  },
  {
    id: 'kinesis-no-role',
    when: 'there is none',
    severity: 'error',
    subject: 'ServiceAccessRoleArn',
    facts: kinesis({ ServiceAccessRoleArn: undefined }),
  },
  {
    id: 'source-endpoint-no-tls',
    when: 'it is none',
    severity: 'warning',
    subject: 'SslMode',
    facts: pipeline({ settings: { sourceEndpoint: known(sourceEndpoint('postgresql', { sslMode: 'none' })) } }),
  },
  {
    id: 'pg-heartbeat',
    when: 'it is off',
    severity: 'warning',
    subject: 'HeartbeatEnable',
    facts: source({ HeartbeatEnable: undefined }),
    fix: 'endpoint',
  },
  {
    id: 'pg-capture-ddls',
    when: 'it is off',
    severity: 'warning',
    subject: 'CaptureDdls',
    facts: source({ CaptureDdls: false }),
    also: ['pg-ddl-audit-left-over'],
    fix: 'endpoint',
  },
  {
    id: 'pg-lob-truncation',
    when: 'long values are cut',
    severity: 'error',
    subject: 'FailTasksOnLobTruncation',
    facts: source({ FailTasksOnLobTruncation: undefined }),
    fix: 'endpoint',
  },
  {
    id: 'pg-slot-name',
    when: 'a load has one',
    severity: 'error',
    subject: 'SlotName',
    facts: source({ SlotName: 'mine' }),
  },
  {
    id: 'pg-booleans',
    when: 'they are texts',
    severity: 'warning',
    subject: 'MapBooleanAsBoolean',
    facts: pipeline({
      source: postgres({
        tables: known([table({ columns: [{ name: 'paid', type: 'boolean', nullable: true, lob: false }] })]),
      }),
      settings: {
        sourceEndpoint: known(
          sourceEndpoint('postgresql', {
            settings: { ...sourceEndpoint('postgresql').settings, MapBooleanAsBoolean: undefined },
            extraConnectionAttributes: 'mapBooleanAsBoolean=false;',
          }),
        ),
      },
    }),
    fix: 'endpoint',
  },
  {
    id: 'source-secret-characters',
    when: 'the password has some',
    severity: 'warning',
    subject: 'password',
    facts: pipeline({ secretFaults: known(['password']) }),
  },
  {
    id: 'source-secret-characters',
    when: 'the host has some',
    severity: 'warning',
    subject: 'host',
    facts: pipeline({ source: mysql(), secretFaults: known(['host']) }),
  },
  {
    id: 'task-lobs-off',
    when: 'they are off',
    severity: 'error',
    subject: 'TargetMetadata.SupportLobs',
    facts: task({ TargetMetadata: { SupportLobs: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-full-lob-mode',
    when: 'it is on',
    severity: 'error',
    subject: 'TargetMetadata.FullLobMode',
    facts: task({ TargetMetadata: { FullLobMode: true } }),
    fix: 'task-settings',
  },
  {
    id: 'task-limited-lob-mode',
    when: 'it is off',
    severity: 'error',
    subject: 'TargetMetadata.LimitedSizeLobMode',
    facts: task({ TargetMetadata: { LimitedSizeLobMode: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-lob-size',
    when: 'it is more than a record holds',
    severity: 'warning',
    subject: 'TargetMetadata.LobMaxSize',
    facts: task({ TargetMetadata: { LobMaxSize: 2_048 } }),
    fix: 'task-settings',
  },
  {
    id: 'task-batch-apply',
    when: 'it is on',
    severity: 'error',
    subject: 'TargetMetadata.BatchApplyEnabled',
    facts: task({ TargetMetadata: { BatchApplyEnabled: true } }),
    fix: 'task-settings',
  },
  {
    id: 'task-parallel-apply',
    when: 'there are threads',
    severity: 'warning',
    subject: 'TargetMetadata.ParallelApplyThreads',
    facts: task({ TargetMetadata: { ParallelApplyThreads: 8 } }),
    fix: 'task-settings',
  },
  {
    id: 'task-parallel-apply',
    when: 'there is a buffer',
    severity: 'warning',
    subject: 'TargetMetadata.ParallelApplyBufferSize',
    facts: task({ TargetMetadata: { ParallelApplyBufferSize: 100 } }),
    fix: 'task-settings',
  },
  {
    id: 'task-parallel-apply',
    when: 'there are queues',
    severity: 'warning',
    subject: 'TargetMetadata.ParallelApplyQueuesPerThread',
    facts: task({ TargetMetadata: { ParallelApplyQueuesPerThread: 5 } }),
    fix: 'task-settings',
  },
  {
    id: 'task-validation',
    when: 'it is on',
    severity: 'warning',
    subject: 'ValidationSettings.EnableValidation',
    facts: task({ ValidationSettings: { EnableValidation: true } }),
    fix: 'task-settings',
  },
  {
    id: 'task-before-image',
    when: 'it is off',
    severity: 'error',
    subject: 'BeforeImageSettings.EnableBeforeImage',
    facts: task({ BeforeImageSettings: null }),
    fix: 'task-settings',
  },
  {
    id: 'task-before-image-full-load',
    when: 'nothing but a load',
    severity: 'error',
    subject: 'BeforeImageSettings.EnableBeforeImage',
    facts: task({}, { type: 'full-load' }),
    fix: 'task-settings',
  },
  {
    id: 'task-before-image-name',
    when: 'it has another name',
    severity: 'error',
    subject: 'BeforeImageSettings.FieldName',
    facts: task({ BeforeImageSettings: { FieldName: 'old' } }),
    fix: 'task-settings',
  },
  {
    id: 'task-before-image-columns',
    when: 'a table has no key',
    severity: 'warning',
    subject: 'BeforeImageSettings.ColumnFilter',
    facts: pipeline({
      source: postgres({
        tables: known([table(), table({ name: 'visits', primaryKey: [], replicaIdentity: 'full' })]),
      }),
    }),
    also: ['keyless-table', 'mappings-no-partition-key'],
    fix: 'task-settings',
  },
  ...POLICIES,
  {
    id: 'task-no-tables',
    when: 'it is off',
    severity: 'warning',
    subject: 'ErrorBehavior.FailOnNoTablesCaptured',
    facts: task({ ErrorBehavior: { FailOnNoTablesCaptured: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-transaction-consistency',
    when: 'it is off',
    severity: 'warning',
    subject: 'ErrorBehavior.FailOnTransactionConsistencyBreached',
    facts: task({ ErrorBehavior: { FailOnTransactionConsistencyBreached: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-logging',
    when: 'it is off',
    severity: 'warning',
    subject: 'Logging.EnableLogging',
    facts: task({ Logging: { EnableLogging: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-control-tables',
    when: 'suspended tables are not told',
    severity: 'warning',
    subject: 'ControlTablesSettings.SuspendedTablesTableEnabled',
    facts: task({ ControlTablesSettings: { SuspendedTablesTableEnabled: false } }),
    fix: 'task-settings',
  },
  {
    id: 'task-serverless-refuses',
    when: 'a component is named',
    severity: 'error',
    subject: 'Logging.LogComponents',
    facts: task({ Logging: { LogComponents: [{ Id: 'VALIDATOR' }] } }, { kind: 'serverless' }),
    fix: 'task-settings',
  },
  {
    id: 'task-serverless-refuses',
    when: 'it traces',
    severity: 'error',
    subject: 'Logging.LogConfiguration.EnableTraceOnError',
    facts: task({ Logging: { LogConfiguration: { EnableTraceOnError: true } } }, { kind: 'serverless' }),
    fix: 'task-settings',
  },
  {
    id: 'task-table-preparation',
    when: 'it does nothing',
    severity: 'warning',
    subject: 'FullLoadSettings.TargetTablePrepMode',
    facts: task({ FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' } }),
    fix: 'task-settings',
  },
  {
    id: 'task-stops-after-load',
    when: 'it is set',
    severity: 'error',
    subject: 'FullLoadSettings.StopTaskCachedChangesApplied',
    facts: task({ FullLoadSettings: { StopTaskCachedChangesApplied: true } }),
    fix: 'task-settings',
  },
  {
    id: 'task-ddl-policy',
    when: 'alterations are passed over',
    severity: 'warning',
    subject: 'ChangeProcessingDdlHandlingPolicy.HandleSourceTableAltered',
    facts: task({ ChangeProcessingDdlHandlingPolicy: { HandleSourceTableAltered: false } }),
    fix: 'task-settings',
  },

  {
    id: 'lock-drift',
    when: 'a table is new',
    severity: 'warning',
    subject: 'shop.lines',
    facts: pipeline({ lockDrift: known([{ table: 'shop.lines', changes: ['is new'] }]) }),
  },
  {
    id: 'mappings-invalid',
    when: 'they hold no rules',
    severity: 'error',
    subject: 'rules',
    facts: task({}, { tableMappings: known({}) }),
  },
  {
    id: 'mappings-duplicate',
    when: 'an id is there twice',
    severity: 'error',
    subject: 'rule-id',
    facts: mappings(SELECTION, { ...OBJECT, 'rule-id': '1' }),
  },
  {
    id: 'mappings-object-wildcard',
    when: 'an object mapping has one',
    severity: 'error',
    subject: 'object-mapping',
    facts: mappings(
      SELECTION,
      OBJECT,
      rule({
        id: '3',
        table: '%',
        'rule-type': 'object-mapping',
        'mapping-parameters': { 'partition-key-type': 'schema-table' },
      }),
    ),
  },
  {
    id: 'mappings-filter',
    when: 'rows are filtered',
    severity: 'warning',
    subject: 'shop.%',
    facts: mappings({ ...SELECTION, filters: [{ 'filter-type': 'source' }] }, OBJECT),
  },
  {
    id: 'mappings-no-tables',
    when: 'no rule includes one',
    severity: 'error',
    subject: 'selection',
    facts: mappings(OBJECT),
  },
  {
    id: 'mappings-no-tables',
    when: 'none of the source matches',
    severity: 'error',
    subject: 'selection',
    facts: mappings(rule({ id: '1', table: 'ORDERS', 'rule-type': 'selection', 'rule-action': 'include' })),
  },
  {
    id: 'mappings-scattered-rows',
    when: 'rows are spread by transaction',
    severity: 'warning',
    subject: 'partition-key-type',
    facts: mappings(SELECTION, { ...OBJECT, 'mapping-parameters': { 'partition-key-type': 'transaction-id' } }),
  },
  {
    id: 'mappings-keyless-by-key',
    when: 'a table without a key is spread by it',
    severity: 'warning',
    subject: 'partition-key-type',
    facts: pipeline({
      source: postgres({ tables: known([table({ primaryKey: [], replicaIdentity: 'full' })]) }),
      settings: { replication: known(replication({ BeforeImageSettings: { ColumnFilter: 'all' } })) },
    }),
    also: ['keyless-table'],
  },
  {
    id: 'mappings-no-partition-key',
    when: 'several shards',
    severity: 'warning',
    subject: 'shop.orders',
    facts: mappings(SELECTION),
  },
  {
    id: 'mappings-table-left-out',
    when: 'nothing selects it',
    severity: 'error',
    subject: 'shop.order_lines',
    facts: twoTables({}, selection('1', 'orders'), OBJECT),
  },
  {
    id: 'mappings-table-left-out',
    when: 'a rule excludes it',
    severity: 'error',
    subject: 'shop.order_lines',
    facts: twoTables({}, selection('1', '%'), selection('2', 'order[_]%', 'exclude'), {
      ...OBJECT,
      'rule-id': '3',
      'rule-name': '3',
    }),
  },
  {
    id: 'mappings-table-left-out',
    when: 'nobody said which are meant',
    severity: 'warning',
    subject: 'shop.order_lines',
    facts: twoTables({ tablesAreChosen: false }, selection('1', 'orders'), OBJECT),
  },
  {
    id: 'mappings-unknown-table',
    when: 'a selected one is not there',
    severity: 'warning',
    subject: 'shop.oder_lines',
    facts: mappings(SELECTION, OBJECT, selection('3', 'oder[_]lines')),
  },
  {
    id: 'mappings-unknown-table',
    when: 'a mapped one is not there',
    severity: 'warning',
    subject: 'shop.order_lines',
    facts: mappings(SELECTION, OBJECT, UNDERSCORED),
  },
  {
    id: 'mappings-drops-columns',
    when: 'a transformation does',
    severity: 'warning',
    subject: 'remove-column shop.orders.total',
    facts: mappings(
      SELECTION,
      OBJECT,
      transformation('remove-column', { 'schema-name': 'shop', 'table-name': 'orders', 'column-name': 'total' }),
    ),
  },
  {
    id: 'mappings-drops-columns',
    when: 'an object mapping does',
    severity: 'warning',
    subject: 'exclude-columns shop.orders.total',
    facts: mappings(SELECTION, {
      ...OBJECT,
      'mapping-parameters': { 'partition-key-type': 'primary-key', 'exclude-columns': ['total'] },
    }),
  },
  {
    id: 'mappings-renames',
    when: 'a table has another name',
    severity: 'warning',
    subject: 'rename shop.orders',
    facts: mappings(SELECTION, OBJECT, {
      ...transformation('rename', { 'schema-name': 'shop', 'table-name': 'orders' }),
      'rule-target': 'table',
    }),
  },
  {
    id: 'mappings-changed-keys',
    when: 'there are several shards',
    severity: 'note',
    subject: 'shop.orders',
    facts: pipeline(),
  },
  {
    id: 'mappings-before-image-twice',
    when: 'both are there',
    severity: 'error',
    subject: 'add-before-image-columns',
    facts: mappings(
      SELECTION,
      OBJECT,
      rule({ id: '3', table: '%', 'rule-type': 'transformation', 'rule-action': 'add-before-image-columns' }),
    ),
  },

  {
    id: 'stream-not-active',
    when: 'it is being deleted',
    severity: 'error',
    subject: STREAM_ARN,
    facts: shards({ status: 'DELETING' }),
  },
  {
    id: 'stream-retention',
    when: 'it is the default',
    severity: 'error',
    subject: 'RetentionPeriodHours',
    facts: shards({ retentionHours: 24 }),
    fix: 'stream-retention',
  },
  {
    id: 'stream-retention',
    when: 'it is short',
    severity: 'warning',
    subject: 'RetentionPeriodHours',
    facts: shards({ retentionHours: 72 }),
    fix: 'stream-retention',
  },
  {
    id: 'stream-not-encrypted',
    when: 'it is in clear',
    severity: 'warning',
    subject: 'EncryptionType',
    facts: shards({ encrypted: false }),
    fix: 'stream-encryption',
  },
  {
    id: 'stream-differs',
    when: 'the endpoint writes elsewhere',
    severity: 'error',
    subject: 'StreamArn',
    facts: kinesis({ StreamArn: STREAM_ARN.replace('shop', 'other') }),
  },
  {
    id: 'stream-elsewhere',
    when: 'it is in another region',
    severity: 'error',
    subject: STREAM_ARN.replace('eu-central-1', 'eu-west-1'),
    facts: pipeline({
      settings: {
        stream: known(stream({ arn: STREAM_ARN.replace('eu-central-1', 'eu-west-1') })),
        targetEndpoint: known(kinesisEndpoint({ StreamArn: STREAM_ARN.replace('eu-central-1', 'eu-west-1') })),
      },
    }),
  },

  {
    id: 'lambda-batch-item-failures',
    when: 'they are not looked at',
    severity: 'error',
    subject: 'FunctionResponseTypes',
    facts: lambda({ reportsBatchItemFailures: false }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-retries',
    when: 'they are few',
    severity: 'error',
    subject: 'MaximumRetryAttempts',
    facts: lambda({ maximumRetryAttempts: 3 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-record-age',
    when: 'it is an hour',
    severity: 'error',
    subject: 'MaximumRecordAgeInSeconds',
    facts: lambda({ maximumRecordAgeSeconds: 3_600 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-bisect',
    when: 'it is off',
    severity: 'warning',
    subject: 'BisectBatchOnFunctionError',
    facts: lambda({ bisects: false }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-starting-position',
    when: 'it began late',
    severity: 'warning',
    subject: 'StartingPosition',
    facts: lambda({ startingPosition: 'LATEST' }),
  },
  {
    id: 'lambda-starting-position',
    when: 'it began at a time',
    severity: 'note',
    subject: 'StartingPosition',
    facts: lambda({ startingPosition: 'AT_TIMESTAMP' }),
  },
  {
    id: 'lambda-parallelization',
    when: 'the sink is not told',
    severity: 'warning',
    subject: 'ParallelizationFactor',
    facts: lambda({ parallelizationFactor: 4, configuredParallelization: 2 }),
    fix: 'event-source-mapping',
  },
  {
    id: 'lambda-failure-destination',
    when: 'a queue gets them',
    severity: 'note',
    subject: 'DestinationConfig',
    facts: lambda({ failureDestination: 'arn:aws:sqs:eu-central-1:123456789012:failed' }),
  },
  {
    id: 'lambda-timeout',
    when: 'it is the default',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ functionTimeoutSeconds: known(3) }),
  },
  {
    id: 'lambda-disabled',
    when: 'it is paused',
    severity: 'error',
    subject: 'f0e1',
    facts: lambda({ state: 'Disabled' }),
  },
  {
    id: 'lambda-failing',
    when: 'the last batch failed',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ lastResult: 'PROBLEM: Function call failed' }),
  },

  {
    id: 'lambda-behind',
    when: 'records are nearly gone',
    severity: 'error',
    subject: 'shop-sink',
    facts: lambda({ iteratorAgeHours: known(90) }),
  },

  {
    id: 'role-missing',
    when: 'it is not there',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ exists: false }),
  },
  {
    id: 'role-trust',
    when: 'somebody else may take it',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ trusts: ['ec2.amazonaws.com'] }),
  },
  {
    id: 'role-trust',
    when: 'the secret is for a region',
    severity: 'error',
    subject: 'secret',
    facts: roles({ name: 'secret', purpose: 'secret', policies: [] }),
  },
  {
    id: 'role-trust',
    when: 'the secret is for another region',
    severity: 'error',
    subject: 'secret',
    facts: roles({
      name: 'secret',
      purpose: 'secret',
      policies: [],
      region: 'eu-central-1',
      trusts: ['dms.us-east-1.amazonaws.com'],
    }),
  },
  {
    id: 'role-key',
    when: 'the stream has a key of its own',
    severity: 'warning',
    subject: 'stream',
    facts: roles({
      name: 'stream',
      purpose: 'stream',
      key: known({ id: KEY_ARN, missingActions: ['kms:GenerateDataKey'] }),
    }),
  },
  {
    id: 'role-key',
    when: 'the key is named by an alias',
    severity: 'warning',
    subject: 'secret',
    facts: roles({
      name: 'secret',
      purpose: 'secret',
      region: 'eu-central-1',
      trusts: ['dms.eu-central-1.amazonaws.com'],
      key: known({ id: 'alias/mine', missingActions: ['kms:Decrypt'] }),
    }),
  },
  {
    id: 'role-policy',
    when: 'its policy is another',
    severity: 'error',
    subject: 'dms-vpc-role',
    facts: roles({ policies: [] }),
  },
  {
    id: 'role-policy',
    when: 'it may not write',
    severity: 'error',
    subject: 'stream',
    facts: roles({ name: 'stream', purpose: 'stream', missingActions: ['kinesis:PutRecords'] }),
  },

  ...(
    [
      ['somebody asked for it', 'asked', 'stopped', 'warning'],
      ['it could not go on', 'error', 'stopped', 'error'],
      ['it failed', 'error', 'failed', 'error'],
      ['AWS DMS starts it again', 'passing', 'stopped', 'note'],
      ['nothing tells why', 'unknown', 'stopped', 'warning'],
    ] as const
  ).map(([when, kind, status, severity]): WrongCase => ({
    id: 'replication-stopped',
    when,
    severity,
    subject: status,
    facts: running({
      status,
      stop: { reason: 'REASON', kind, isLoadOnly: false, cause: 'It is so.', remedy: 'Mend it.' },
    }),
  })),
  {
    id: 'replication-never-started',
    when: 'it was only deployed',
    severity: 'warning',
    subject: 'ready',
    facts: running({ status: 'ready' }),
  },
  {
    id: 'replication-failure',
    when: 'there is a message',
    severity: 'error',
    subject: 'last failure',
    facts: running({ failures: [FAILURE] }),
  },
  {
    id: 'replication-starting',
    when: 'capacity is provisioned',
    severity: 'note',
    subject: 'starting',
    facts: running({ status: 'starting' }),
  },
  {
    id: 'replication-source-latency',
    when: 'it reads late',
    severity: 'warning',
    subject: 'CDCLatencySource',
    facts: running({ latency: known({ sourceSeconds: 900, targetSeconds: 950 }) }),
  },
  {
    id: 'replication-target-latency',
    when: 'it writes late',
    severity: 'warning',
    subject: 'CDCLatencyTarget',
    facts: running({ latency: known({ sourceSeconds: 3, targetSeconds: 950 }) }),
  },
  {
    id: 'connection-failed',
    when: 'the last test failed',
    severity: 'error',
    subject: 'shop-source',
    facts: running({ connections: [{ endpoint: 'shop-source', status: 'failed', ...FAILURE }] }),
  },
  {
    id: 'table-failed',
    when: 'it is in error',
    severity: 'error',
    subject: 'shop.orders',
    facts: running({ tables: [{ schema: 'shop', name: 'orders', state: 'error', errorRows: 0 }] }),
  },
  {
    id: 'table-missing',
    when: 'it is gone',
    severity: 'warning',
    subject: 'shop.orders',
    facts: running({ tables: [{ schema: 'shop', name: 'orders', state: 'missing', errorRows: 0 }] }),
  },
  {
    id: 'table-load-errors',
    when: 'rows are left out',
    severity: 'error',
    subject: 'shop.orders',
    facts: running({ tables: [{ schema: 'shop', name: 'orders', state: 'completed', errorRows: 7 }] }),
  },

  {
    id: 'stack-not-created',
    when: 'it was rolled back',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'ROLLBACK_COMPLETE' }),
  },
  {
    id: 'stack-rollback-failed',
    when: 'going back failed',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'UPDATE_ROLLBACK_FAILED' }),
  },
  {
    id: 'stack-delete-waits',
    when: 'the replication runs',
    severity: 'error',
    subject: 'shop',
    facts: stack({ status: 'DELETE_IN_PROGRESS' }),
  },
  {
    id: 'stack-resource-failed',
    when: 'a role is there already',
    severity: 'error',
    subject: 'VpcRole',
    facts: stack({ failures: [{ resource: 'VpcRole', reason: 'dms-vpc-role already exists in stack arn:…' }] }),
  },
  {
    id: 'stack-resource-failed',
    when: 'the gateway came late',
    severity: 'error',
    subject: 'Database',
    facts: stack({ failures: [{ resource: 'Database', reason: 'VPC vpc-1 has no internet gateway attached' }] }),
  },
  {
    id: 'stack-resource-failed',
    when: 'all subnets are in one zone',
    severity: 'error',
    subject: 'SubnetGroup',
    facts: stack({
      failures: [{ resource: 'SubnetGroup', reason: "The replication subnet group doesn't cover enough AZs" }],
    }),
  },
  {
    id: 'stack-resource-failed',
    when: 'settings are refused',
    severity: 'error',
    subject: 'Task',
    facts: stack({ failures: [{ resource: 'Task', reason: 'Invalid task settings JSON' }] }),
  },

  {
    id: 'target-version',
    when: 'it is old',
    severity: 'error',
    subject: '4.8.4',
    facts: written({ version: known('4.8.4') }),
  },
  {
    id: 'target-rights',
    when: 'one is missing',
    severity: 'error',
    subject: 'shop',
    facts: written({ missingRights: known([{ schema: 'shop', rights: ['DDL'] }]) }),
  },
  {
    id: 'target-blocked',
    when: 'it is read-only',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({ blockedTables: known([{ schema: 'shop', name: 'orders', why: 'blocks.write is set' }]) }),
  },
  {
    id: 'target-shard-lost',
    when: 'a node is gone',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({ lostPrimaries: known([{ schema: 'shop', name: 'orders' }]) }),
  },
  {
    id: 'target-table-state',
    when: 'it is incomplete',
    severity: 'error',
    subject: 'shop.orders',
    facts: written({
      unfinishedTables: known([{ schema: 'shop', name: 'orders', state: 'incomplete', reason: 'a gap' }]),
    }),
  },
  {
    id: 'target-table-state',
    when: 'it loads',
    severity: 'note',
    subject: 'shop.orders',
    facts: written({ unfinishedTables: known([{ schema: 'shop', name: 'orders', state: 'loading', reason: '' }]) }),
  },
  {
    id: 'target-letters',
    when: 'some are open',
    severity: 'error',
    subject: 'drayage.dead_letters',
    facts: written({ openLetters: known(3) }),
  },
];
