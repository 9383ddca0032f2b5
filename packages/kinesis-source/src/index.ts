export {
  type AcquireAnswer,
  type AcquireRequest,
  type CheckpointRow,
  type CheckpointStore,
  FROM_ARRIVAL_TIME,
  FROM_TRIM_HORIZON,
  type LeaseKey,
  type SaveRequest,
  SHARD_END,
  type StoredCheckpoint,
} from './checkpoints/checkpoint-store.js';
export { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
export { createKinesisClient, type KinesisClientOptions, type KinesisSender } from './client/create-kinesis-client.js';
export { isUnreachable } from './client/is-unreachable.js';
export { type Clock, systemClock } from './clock.js';
export { createKinesisSource, type KinesisSource } from './create-kinesis-source.js';
export { describeShards, type StreamShards } from './describe-shards.js';
export { KinesisSourceError, type KinesisSourceErrorCode } from './kinesis-source-error.js';
export { type KinesisSourceObserver } from './observer.js';
export { describeGap, type Gap, type GapKind } from './plan/gap.js';
export { compareSequenceNumbers, type SequencePoint } from './sequence-number.js';
export { type Shard, type Stream } from './shard.js';
export { type ShardState, type ShardStatus } from './shard-board.js';
export {
  type RecordPosition,
  type ShardBatch,
  type ShardHandler,
  type ShardProgressReport,
  type SourceRecord,
} from './shard-handler.js';
export { type KinesisSourceOptions } from './source-options.js';
export { SOURCE_RETRY_CODES, type SourceRetryCode } from './source-retry-code.js';
export { parseStartPosition, type StartPosition } from './start-position.js';
