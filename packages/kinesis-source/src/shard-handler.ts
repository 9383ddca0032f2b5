import type { SequencePoint } from './sequence-number.js';

/** Where a record stands: enough to find it again in Kinesis. */
export interface RecordPosition extends SequencePoint {
  /** ARN. */
  readonly stream: string;
  readonly shardId: string;
}

export interface SourceRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly position: RecordPosition;
}

/** What one read of a shard brought; empty when nothing arrives. */
export interface ShardBatch {
  readonly shardId: string;
  /** In the order of the shard. */
  readonly records: readonly SourceRecord[];
  /** How far the end of this batch is behind the tip of the shard. */
  readonly millisBehindLatest: number;
}

export interface ShardProgressReport {
  /**
   * The last record up to which everything is safe: this one and all before it need never be read again. `undefined`:
   * nothing more than was said before.
   */
  readonly safeThrough: SequencePoint | undefined;
}

/**
 * Takes the batches of a shard, one at a time and in order; those of different shards at the same time.
 *
 * It may hold records back by reporting an earlier `safeThrough`. It is then asked again by batches without records:
 * at each idle read, and at the end of the shard until everything is safe. Records come again after a restart or a
 * change of owner, from the last saved position on.
 *
 * Once `signal` aborts it should answer soon, with what is safe by then. If it rejects, the source stops with that error;
 * after the signal has aborted a rejection only means that nothing more is safe.
 */
export type ShardHandler = (batch: ShardBatch, signal: AbortSignal) => Promise<ShardProgressReport>;
