import type { DrayageConfig } from '@drayage/config';

type Section = Readonly<Record<string, unknown>>;
export type TaskSettings = Readonly<Record<string, unknown>>;

const LOG_COMPONENTS = ['SOURCE_UNLOAD', 'SOURCE_CAPTURE', 'TARGET_LOAD', 'TARGET_APPLY', 'TASK_MANAGER'];

/**
 * The task settings of AWS DMS: those under which nothing is lost without a word, and over them, section by section, what
 * the configuration says.
 */
export function taskSettings({ type, lobMaxKiB, settings }: DrayageConfig['replication']): TaskSettings {
  const recommended = recommendedSettings(type, lobMaxKiB);
  const names = [...new Set([...Object.keys(recommended), ...Object.keys(settings)])];
  return Object.fromEntries(names.map((name) => [name, merged(recommended[name], settings[name])]));
}

function recommendedSettings(type: DrayageConfig['replication']['type'], lobMaxKiB: number): Readonly<Record<string, Section>> {
  return {
    // Full LOB mode does not exist for Kinesis; batch apply may lose rows there.
    TargetMetadata: {
      SupportLobs: true,
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: lobMaxKiB,
      BatchApplyEnabled: false,
      ParallelApplyThreads: 0,
    },
    // A load begins with drop-table and create-table: the sink opens a new era there, and never drops rows early.
    FullLoadSettings: {
      TargetTablePrepMode: 'DROP_AND_CREATE',
      MaxFullLoadSubTasks: 8,
      TransactionConsistencyTimeout: 600,
      CommitRate: 10_000,
    },
    // The sink reads the control tables as news of what AWS DMS could not carry.
    ControlTablesSettings: {
      ControlSchema: '',
      StatusTableEnabled: true,
      SuspendedTablesTableEnabled: true,
      HistoryTableEnabled: true,
      HistoryTimeslotInMinutes: 5,
      FullLoadExceptionTableEnabled: true,
    },
    ChangeProcessingDdlHandlingPolicy: {
      HandleSourceTableDropped: true,
      HandleSourceTableTruncated: true,
      HandleSourceTableAltered: true,
    },
    // The defaults log a row that cannot be carried and go on without it; a suspended table is seen and reloaded.
    ErrorBehavior: {
      DataErrorPolicy: 'SUSPEND_TABLE',
      DataTruncationErrorPolicy: 'SUSPEND_TABLE',
      DataErrorEscalationPolicy: 'SUSPEND_TABLE',
      DataErrorEscalationCount: 0,
      TableErrorPolicy: 'SUSPEND_TABLE',
      TableErrorEscalationPolicy: 'STOP_TASK',
      TableErrorEscalationCount: 0,
      ApplyErrorInsertPolicy: 'SUSPEND_TABLE',
      ApplyErrorUpdatePolicy: 'SUSPEND_TABLE',
      ApplyErrorDeletePolicy: 'SUSPEND_TABLE',
      ApplyErrorEscalationPolicy: 'SUSPEND_TABLE',
      ApplyErrorEscalationCount: 0,
      RecoverableErrorCount: -1,
      RecoverableErrorInterval: 5,
      RecoverableErrorThrottling: true,
      RecoverableErrorThrottlingMax: 1_800,
      RecoverableErrorStopRetryAfterThrottlingMax: false,
      FailOnNoTablesCaptured: true,
      FailOnTransactionConsistencyBreached: true,
    },
    Logging: {
      EnableLogging: true,
      LogComponents: LOG_COMPONENTS.map((Id) => ({ Id, Severity: 'LOGGER_SEVERITY_DEFAULT' })),
    },
    // A changed primary key travels as an update; only the before-image holds the old one. Loads have none.
    ...(type === 'full-load'
      ? {}
      : { BeforeImageSettings: { EnableBeforeImage: true, FieldName: 'before-image', ColumnFilter: 'pk-only' } }),
  };
}

function merged(recommended: unknown, own: unknown): unknown {
  return isSection(recommended) && isSection(own) ? { ...recommended, ...own } : (own ?? recommended);
}

function isSection(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
