import type { ReplicationSettings } from '../../facts/aws-facts.js';
import type { PostgresFacts } from '../../facts/postgres-facts.js';
import { known } from '../../facts/read.js';
import type { SourceTable } from '../../facts/table-facts.js';
import { column, pipeline, postgres, replication, table } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const task = (settings: Readonly<Record<string, unknown>>, given: Partial<ReplicationSettings> = {}) =>
  pipeline({ settings: { replication: known(replication(settings, given)) } });
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
const pg = (given: Partial<PostgresFacts>) => pipeline({ source: postgres(given) });
const tables = (...all: readonly SourceTable[]) => pg({ tables: known(all) });

export const TASK_CASES: readonly WrongCase[] = [
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
    id: 'task-lob-row',
    when: 'a row has several',
    severity: 'note',
    subject: 'TargetMetadata.LobMaxSize',
    facts: tables(table({ columns: [column('body', 'jsonb', true), column('note', 'text', true)] })),
  },
];
