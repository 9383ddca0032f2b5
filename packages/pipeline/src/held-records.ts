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

/** What one shard has in hand between batches. */
export interface ShardProgress {
  /** In stream order. */
  held: readonly HeldRecord[];
  /** The last record handed over. */
  last: StreamPosition | undefined;
}

/** The position a checkpoint may move to: before the first record that is still held. */
export function safeThrough(progress: ShardProgress): StreamPosition | undefined {
  const first = progress.held[0];
  return first === undefined ? progress.last : first.previous;
}
