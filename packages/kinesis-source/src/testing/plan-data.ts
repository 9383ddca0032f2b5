import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import type { Shard, Stream } from '../shard.js';

export const HOUR_MS = 3_600_000;
export const NOW_MS = Date.parse('2026-03-10T12:00:00Z');

export function hoursAgo(hours: number): Date {
  return new Date(NOW_MS - hours * HOUR_MS);
}

/** A stream that keeps records for a day, made ten days ago. */
export function streamOf(changes: Partial<Stream> = {}): Stream {
  const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
  return { arn, createdAt: hoursAgo(240), retentionMs: 24 * HOUR_MS, readable: true, ...changes };
}

/** `shardOf('c', ['a', 'b'])`: merged of a and b. */
export function shardOf(shardId: string, parentShardIds: readonly string[] = [], closed = false): Shard {
  return { shardId, parentShardIds, closed };
}

/** A row an hour old, of the stream above. */
export function rowOf(shardId: string, changes: Partial<CheckpointRow> = {}): CheckpointRow {
  return { shardId, streamCreatedAt: hoursAgo(240), sequenceNumber: '5', arrivalTime: hoursAgo(1), ...changes };
}
