/** What a task setting holds: a text, true or false, a list, a whole number in a range, or one of some words. */
export type SettingForm =
  'text' | 'switch' | 'list' | { readonly from: number; readonly to?: number } | readonly string[];

const ROW_POLICIES = ['IGNORE_RECORD', 'LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK'];
const COUNT = { from: 0 };

/**
 * The task settings of AWS DMS, by section, as its user guide lists them: a misspelled one, or one of another type, is taken
 * without a word by CloudFormation and refused, or ignored, by AWS DMS. `undefined`: a section whose keys are not looked at.
 */
export const TASK_SETTINGS: Readonly<Record<string, Readonly<Record<string, SettingForm>> | undefined>> = {
  TargetMetadata: {
    TargetSchema: 'text',
    SupportLobs: 'switch',
    FullLobMode: 'switch',
    LobChunkSize: COUNT,
    LimitedSizeLobMode: 'switch',
    LobMaxSize: COUNT,
    InlineLobMaxSize: COUNT,
    LoadMaxFileSize: COUNT,
    ParallelLoadThreads: COUNT,
    ParallelLoadBufferSize: COUNT,
    ParallelLoadQueuesPerThread: COUNT,
    ParallelApplyThreads: COUNT,
    ParallelApplyBufferSize: COUNT,
    ParallelApplyQueuesPerThread: COUNT,
    BatchApplyEnabled: 'switch',
    TaskRecoveryTableEnabled: 'switch',
  },
  FullLoadSettings: {
    TargetTablePrepMode: ['DO_NOTHING', 'DROP_AND_CREATE', 'TRUNCATE_BEFORE_LOAD'],
    CreatePkAfterFullLoad: 'switch',
    StopTaskCachedChangesApplied: 'switch',
    StopTaskCachedChangesNotApplied: 'switch',
    MaxFullLoadSubTasks: { from: 1, to: 49 },
    TransactionConsistencyTimeout: COUNT,
    CommitRate: { from: 1, to: 50_000 },
  },
  Logging: {
    EnableLogging: 'switch',
    EnableLogContext: 'switch',
    LogComponents: 'list',
  },
  ControlTablesSettings: {
    ControlSchema: 'text',
    HistoryTimeslotInMinutes: COUNT,
    HistoryTableEnabled: 'switch',
    SuspendedTablesTableEnabled: 'switch',
    StatusTableEnabled: 'switch',
    FullLoadExceptionTableEnabled: 'switch',
  },
  StreamBufferSettings: {
    StreamBufferCount: COUNT,
    StreamBufferSizeInMB: COUNT,
    CtrlStreamBufferSizeInMB: COUNT,
  },
  ChangeProcessingTuning: {
    BatchApplyPreserveTransaction: 'switch',
    BatchApplyTimeoutMin: COUNT,
    BatchApplyTimeoutMax: COUNT,
    BatchApplyMemoryLimit: COUNT,
    BatchSplitSize: COUNT,
    MinTransactionSize: COUNT,
    CommitTimeout: COUNT,
    MemoryLimitTotal: COUNT,
    MemoryKeepTime: COUNT,
    StatementCacheSize: COUNT,
    RecoveryTimeout: COUNT,
  },
  ChangeProcessingDdlHandlingPolicy: {
    HandleSourceTableDropped: 'switch',
    HandleSourceTableTruncated: 'switch',
    HandleSourceTableAltered: 'switch',
  },
  ErrorBehavior: {
    DataErrorPolicy: ROW_POLICIES,
    EventErrorPolicy: ['IGNORE', 'STOP_TASK'],
    DataTruncationErrorPolicy: ROW_POLICIES,
    DataMaskingErrorPolicy: ROW_POLICIES,
    DataErrorEscalationPolicy: ['SUSPEND_TABLE', 'STOP_TASK'],
    DataErrorEscalationCount: COUNT,
    TableErrorPolicy: ['SUSPEND_TABLE', 'STOP_TASK'],
    TableErrorEscalationPolicy: ['STOP_TASK'],
    TableErrorEscalationCount: COUNT,
    RecoverableErrorCount: { from: -1 },
    RecoverableErrorInterval: COUNT,
    RecoverableErrorThrottling: 'switch',
    RecoverableErrorThrottlingMax: COUNT,
    RecoverableErrorStopRetryAfterThrottlingMax: 'switch',
    ApplyErrorDeletePolicy: ROW_POLICIES,
    ApplyErrorInsertPolicy: [...ROW_POLICIES, 'INSERT_RECORD', 'UPDATE_RECORD'],
    ApplyErrorUpdatePolicy: [...ROW_POLICIES, 'INSERT_RECORD', 'UPDATE_RECORD'],
    ApplyErrorEscalationPolicy: ['LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK'],
    ApplyErrorEscalationCount: COUNT,
    ApplyErrorFailOnTruncationDdl: 'switch',
    FailOnNoTablesCaptured: 'switch',
    FailOnTransactionConsistencyBreached: 'switch',
    FullLoadIgnoreConflicts: 'switch',
  },
  BeforeImageSettings: {
    EnableBeforeImage: 'switch',
    FieldName: 'text',
    ColumnFilter: ['pk-only', 'non-lob', 'all'],
  },
  CharacterSetSettings: undefined,
  LoopbackPreventionSettings: undefined,
  PostProcessingRules: undefined,
  TTSettings: undefined,
  ValidationSettings: undefined,
};

/** The one setting that stands in no section; it is true or false. */
export const SETTING_OF_NO_SECTION = 'FailTaskWhenCleanTaskResourceFailed';
