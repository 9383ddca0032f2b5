import type { TaskSettings } from '../finding.js';

/** Settings of the Kinesis endpoint under which no message lacks what the target needs. */
export const RECOMMENDED_KINESIS_SETTINGS = {
  MessageFormat: 'json-unformatted',
  IncludeControlDetails: true,
  IncludeNullAndEmpty: true,
  IncludePartitionValue: true,
  IncludeTableAlterOperations: true,
  IncludeTransactionDetails: true,
  NoHexPrefix: true,
  PartitionIncludeSchemaTable: true,
} as const;

/**
 * `UseLargeIntegerValue`: integers as they are, not as doubles. DMS has it in its API, CloudFormation does not: it is set
 * by `ModifyEndpoint`, as `dray doctor --fix` does.
 */
export const API_ONLY_KINESIS_SETTINGS = { UseLargeIntegerValue: true } as const;

/** Where the heartbeat writes at a PostgreSQL source; AWS DMS takes it too where nothing is said. */
export const HEARTBEAT_SCHEMA = 'public';

/** Settings of the source endpoint, by its engine. */
export const RECOMMENDED_SOURCE_SETTINGS: Readonly<Record<'postgresql' | 'mysql', Readonly<Record<string, unknown>>>> =
  {
    postgresql: {
      CaptureDdls: true,
      FailTasksOnLobTruncation: true,
      HeartbeatEnable: true,
      HeartbeatFrequency: 5,
      HeartbeatSchema: HEARTBEAT_SCHEMA,
      MapBooleanAsBoolean: true,
      PluginName: 'test-decoding',
    },
    mysql: { ServerTimezone: 'UTC' },
  };

/** Largest LOB, in KB, that fits a Kinesis record of 1 MiB with its envelope and the escapes of JSON. */
export const MAX_LOB_KB = 700;

/** How long a stream should keep what a sink could not take yet. */
export const RETENTION_HOURS = 168;

/** How a task treats what goes wrong: nothing is left out without a trace that the sink sees. */
export const RECOMMENDED_ERROR_BEHAVIOR = {
  DataErrorPolicy: 'SUSPEND_TABLE',
  DataTruncationErrorPolicy: 'SUSPEND_TABLE',
  DataErrorEscalationPolicy: 'SUSPEND_TABLE',
  TableErrorPolicy: 'SUSPEND_TABLE',
  TableErrorEscalationPolicy: 'STOP_TASK',
  ApplyErrorDeletePolicy: 'SUSPEND_TABLE',
  ApplyErrorInsertPolicy: 'SUSPEND_TABLE',
  ApplyErrorUpdatePolicy: 'SUSPEND_TABLE',
  ApplyErrorEscalationPolicy: 'SUSPEND_TABLE',
  EventErrorPolicy: 'STOP_TASK',
  FailOnNoTablesCaptured: true,
  FailOnTransactionConsistencyBreached: true,
} as const;

export interface RecommendedTaskOptions {
  readonly kind: 'classic' | 'serverless';
  /** A full load alone has no before-images. */
  readonly hasChanges: boolean;
  /** Tables without a primary key are among those replicated. */
  readonly hasKeylessTables: boolean;
  /** Under which name the sink looks for before-images. Default: `before-image`. */
  readonly beforeImageField?: string;
}

/** The task settings with which the rules of this package find nothing. */
export function recommendedTaskSettings({
  kind,
  hasChanges,
  hasKeylessTables,
  beforeImageField,
}: RecommendedTaskOptions): TaskSettings {
  return {
    TargetMetadata: {
      SupportLobs: true,
      FullLobMode: false,
      LimitedSizeLobMode: true,
      LobMaxSize: MAX_LOB_KB,
      BatchApplyEnabled: false,
      ParallelApplyThreads: 0,
    },
    FullLoadSettings: {
      TargetTablePrepMode: 'DROP_AND_CREATE',
      StopTaskCachedChangesApplied: false,
      StopTaskCachedChangesNotApplied: false,
    },
    Logging: { EnableLogging: true, ...(kind === 'serverless' ? {} : { LogComponents: LOG_COMPONENTS }) },
    ControlTablesSettings: {
      SuspendedTablesTableEnabled: true,
      FullLoadExceptionTableEnabled: true,
      StatusTableEnabled: true,
      HistoryTableEnabled: false,
    },
    ErrorBehavior: RECOMMENDED_ERROR_BEHAVIOR,
    ChangeProcessingDdlHandlingPolicy: {
      HandleSourceTableAltered: true,
      HandleSourceTableDropped: true,
      HandleSourceTableTruncated: true,
    },
    ...(hasChanges ? { BeforeImageSettings: beforeImageSettings(hasKeylessTables, beforeImageField) } : {}),
  };
}

/** Only together: AWS DMS refuses EnableBeforeImage without FieldName. */
export function beforeImageSettings(
  hasKeylessTables: boolean,
  beforeImageField = 'before-image',
): {
  readonly EnableBeforeImage: true;
  readonly FieldName: string;
  readonly ColumnFilter: string;
} {
  return {
    EnableBeforeImage: true,
    FieldName: beforeImageField,
    ColumnFilter: hasKeylessTables ? 'all' : 'pk-only',
  };
}

const LOG_COMPONENTS = [
  'TRANSFORMATION',
  'SOURCE_UNLOAD',
  'SOURCE_CAPTURE',
  'TARGET_LOAD',
  'TARGET_APPLY',
  'TASK_MANAGER',
].map((Id) => ({
  Id,
  Severity: 'LOGGER_SEVERITY_DEFAULT',
}));
