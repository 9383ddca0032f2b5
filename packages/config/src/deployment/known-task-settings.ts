/**
 * What a task setting holds: a text, true or false, a whole number in a range, one of some words, a list of what has one
 * form, or settings of its own.
 */
export type SettingForm =
  | 'text'
  | 'switch'
  | { readonly from: number; readonly to?: number }
  | readonly string[]
  | { readonly each: SettingForm }
  | { readonly fields: SettingForms };

export type SettingForms = Readonly<Record<string, SettingForm>>;

const ROW_POLICIES = ['IGNORE_RECORD', 'LOG_ERROR', 'SUSPEND_TABLE', 'STOP_TASK'];
const COUNT = { from: 0 };

/** What of a replication can be logged, and how much of it. */
const LOG_COMPONENT: SettingForm = {
  fields: {
    Id: [
      'ADDONS',
      'COMMON',
      'COMMUNICATION',
      'DATA_STRUCTURE',
      'FILE_FACTORY',
      'FILE_TRANSFER',
      'IO',
      'METADATA_MANAGER',
      'PERFORMANCE',
      'REST_SERVER',
      'SORTER',
      'SOURCE_CAPTURE',
      'SOURCE_UNLOAD',
      'TABLES_MANAGER',
      'TARGET_APPLY',
      'TARGET_LOAD',
      'TASK_MANAGER',
      'TRANSFORMATION',
      'VALIDATOR',
      'VALIDATOR_EXT',
    ],
    Severity: ['ERROR', 'WARNING', 'INFO', 'DEFAULT', 'DEBUG', 'DETAILED_DEBUG'].map(
      (severity) => `LOGGER_SEVERITY_${severity}`,
    ),
  },
};

/**
 * The task settings of AWS DMS, by section, as its user guide lists them: a misspelled one, or one of another type, is taken
 * without a word by CloudFormation and refused, or ignored, by AWS DMS. `undefined`: a section whose keys it does not list.
 */
export const TASK_SETTINGS: Readonly<Record<string, SettingForms | undefined>> = {
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
    LogComponents: { each: LOG_COMPONENT },
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
  CharacterSetSettings: {
    CharacterReplacements: {
      each: { fields: { SourceCharacterCodePoint: COUNT, TargetCharacterCodePoint: COUNT } },
    },
    CharacterSetSupport: { fields: { CharacterSet: 'text', ReplaceWithCharacterCodePoint: COUNT } },
  },
  LoopbackPreventionSettings: {
    EnableLoopbackPrevention: 'switch',
    SourceSchema: 'text',
    TargetSchema: 'text',
  },
  PostProcessingRules: undefined,
  TTSettings: {
    EnableTT: 'switch',
    FailTaskOnTTFailure: 'switch',
    TTS3Settings: {
      fields: {
        EncryptionMode: 'text',
        ServerSideEncryptionKmsKeyId: 'text',
        ServiceAccessRoleArn: 'text',
        BucketName: 'text',
        BucketFolder: 'text',
        EnableDeletingFromS3OnTaskDelete: 'switch',
      },
    },
    TTRecordSettings: { fields: { EnableRawData: 'switch', OperationsToLog: 'text', MaxRecordSize: COUNT } },
  },
  ValidationSettings: {
    EnableValidation: 'switch',
    ValidationMode: ['ROW_LEVEL', 'TABLE_LEVEL', 'GROUP_LEVEL'],
    ValidationOnly: 'switch',
    ThreadCount: COUNT,
    PartitionSize: COUNT,
    FailureMaxCount: COUNT,
    TableFailureMaxCount: COUNT,
    MaxKeyColumnSize: COUNT,
    HandleCollationDiff: 'switch',
    SkipLobColumns: 'switch',
    RecordFailureDelayInMinutes: COUNT,
    RecordFailureDelayLimitInMinutes: COUNT,
    RecordSuspendDelayInMinutes: COUNT,
    ValidationPartialLobSize: COUNT,
    ValidationQueryCdcDelaySeconds: COUNT,
    ValidationS3Mask: COUNT,
    ValidationS3Time: COUNT,
  },
};

/** The one setting that stands in no section; it is true or false. */
export const SETTING_OF_NO_SECTION = 'FailTaskWhenCleanTaskResourceFailed';
