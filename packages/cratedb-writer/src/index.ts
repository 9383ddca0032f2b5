export { describeTarget } from './client/describe-target.js';
export type { SinkDatabaseOptions } from './client/open-sink-database.js';
export { openSinkDatabase } from './client/open-sink-database.js';
export { parseTargetUrl } from './client/parse-target-url.js';
export type { BatchResult, Dialect, SinkDatabase, StatementResult } from './client/sink-database.js';
export type { EmbeddedAddress, ServerAddress, TargetAddress, TlsMode } from './client/target-address.js';
export type {
  ClosedLetter,
  DeadLetter,
  DeadLetterState,
  DeadLetterStore,
  OpenLetter,
  OpenLetters,
  StoredLetter,
} from './letters/dead-letter.js';
export { DEAD_LETTER_STATES, deadLetterId } from './letters/dead-letter.js';
export { quoteIdentifier } from './names/quote-identifier.js';
export type { ChangeRefusal, DeadLetterCode } from './plan/change-refusal.js';
export { DEAD_LETTER_CODES, refuse } from './plan/change-refusal.js';
export { matchesTable } from './policy/matches-table.js';
export { targetTableOf } from './policy/target-table-of.js';
export type { Reaction, SinkErrorCode, SinkErrorDetails } from './sink-error.js';
export { SinkError } from './sink-error.js';
export type { Parameter, ScalarParameter, Statement } from './statement.js';
export type { FileDeadLetterStore } from './stores/file-dead-letter-store.js';
export { openFileDeadLetterStore } from './stores/file-dead-letter-store.js';
export type { CheckpointPlace, PipelineCheckpoint } from './stores/pipeline-checkpoints.js';
export {
  listPipelineCheckpoints,
  removePipelineCheckpoints,
  setPipelineCheckpoint,
} from './stores/pipeline-checkpoints.js';
export type { LetterSelection } from './stores/read-dead-letters.js';
export { byOrder, readDeadLetters } from './stores/read-dead-letters.js';
export type { ObjectPort, S3DeadLetterOptions } from './stores/s3-dead-letter-store.js';
export { createS3DeadLetterStore } from './stores/s3-dead-letter-store.js';
export type { QueuePort, SqsDeadLetterOptions } from './stores/sqs-dead-letter-store.js';
export { createSqsDeadLetterStore } from './stores/sqs-dead-letter-store.js';
export type { TargetCheckpointRow, TargetCheckpointStore } from './stores/target-checkpoint-store.js';
export { createTargetCheckpointStore } from './stores/target-checkpoint-store.js';
export { createTargetDeadLetterStore } from './stores/target-dead-letter-store.js';
export type {
  ShardLedgerChange,
  ShardLedgerKey,
  ShardLedgerRow,
  TargetShardLedger,
} from './stores/target-shard-ledger.js';
export { createTargetShardLedger } from './stores/target-shard-ledger.js';
export type { SourceTableStatus, TableState, TableStatus } from './table-status.js';
export type { ColumnTypeOverride, ConvertedColumnTypes } from './types/convert-column-types.js';
export { convertColumnTypes } from './types/convert-column-types.js';
export type {
  AbsentColumns,
  ColumnPolicy,
  ControlTableMode,
  DeleteMode,
  DropTableMode,
  Mapping,
  Ordering,
  SchemaChanges,
  SchemaReaction,
  TablePolicy,
  WritePolicy,
} from './write-policy.js';
export {
  ABSENT_COLUMNS,
  COLUMN_POLICIES,
  CONTROL_TABLE_MODES,
  DEFAULT_WRITE_POLICY,
  DELETE_MODES,
  DROP_TABLE_MODES,
  MAPPINGS,
  ORDERINGS,
  SCHEMA_REACTIONS,
} from './write-policy.js';
export type { StatisticsOutcome, Writer, WriterOptions } from './writer/create-writer.js';
export { createWriter } from './writer/create-writer.js';
export type { PipelineTable } from './writer/pipeline-tables.js';
export type { FeedingStream } from './writer/applied-until.js';
export { listPipelines } from './writer/list-pipelines.js';
export { listPipelineTables, readAppliedUntil, routeOf } from './writer/pipeline-tables.js';
export type { SweepTime } from './writer/table-eras.js';
export type { UnknownTables } from './writer/table-registry.js';
export type { StatisticsVerdict, TableStatistics } from './writer/table-statistics.js';
export type { RefusedChange, TableCounts, WriteOutcome } from './writer/write-outcome.js';
