import type { ChangeRecord, StreamPosition } from '@drayage/record-decoder';
import type { SourceRecord } from './source-record.js';

/** A row whose table is not known yet. */
export interface HeldRecord {
  readonly source: SourceRecord;
  readonly change: ChangeRecord;
  /** The position before it in its shard; `undefined`: it was the first one read. */
  readonly previous: StreamPosition | undefined;
  readonly heldSinceMs: number;
}

/** Batches of one shard come one after another; different shards may come at once. */
export interface ShardKey {
  readonly stream: string;
  readonly shardId: string;
}

/** What one shard has in hand between batches. */
export interface ShardProgress {
  /** In stream order. */
  held: readonly HeldRecord[];
  /** The last record handed over. */
  last: StreamPosition | undefined;
}

/**
 * A shard that is read again from an earlier place brings its records once more: what is held of them is forgotten, and
 * nothing counts as handed over before the first of them. A capture is never read again: its lines keep the positions of
 * the shards they came from, which say nothing about the order of the file.
 */
export function rewind(progress: ShardProgress, first: StreamPosition | undefined, shard: ShardKey): void {
  const { last } = progress;
  if (first === undefined || last === undefined || !isOf(first, shard) || !isOf(last, shard) || isBefore(last, first))
    return;
  progress.held = progress.held.filter(({ source }) => isBefore(source.position, first));
  progress.last = undefined;
}

function isOf(position: StreamPosition, shard: ShardKey): boolean {
  return position.stream === shard.stream && position.shardId === shard.shardId;
}

/** Sequence numbers of one shard compare as big integers. */
function isBefore(one: StreamPosition, other: StreamPosition): boolean {
  return BigInt(one.sequenceNumber) < BigInt(other.sequenceNumber);
}

/** The position a checkpoint may move to: before the first record that is still held. */
export function safeThrough(progress: ShardProgress): StreamPosition | undefined {
  const first = progress.held[0];
  return first === undefined ? progress.last : first.previous;
}
