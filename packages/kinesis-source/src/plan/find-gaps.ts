import { type CheckpointRow, SHARD_END } from '../checkpoints/checkpoint-store.js';
import type { Shard, Stream } from '../shard.js';
import type { Gap } from './gap.js';
import { isBeyondRetention } from './retention.js';

export interface GapSearch {
  readonly stream: Stream;
  readonly shards: readonly Shard[];
  /** The rows whose positions count for this start, of any creation of the stream. */
  readonly rows: readonly CheckpointRow[];
  /** This source, whose own lease says nothing. */
  readonly owner: string;
  readonly nowMs: number;
}

/** Positions of another stream under the same name: one gap over all of them. */
export function findRecreation({ stream, rows, nowMs }: GapSearch): Gap | undefined {
  const foreign = rows.filter((row) => !isOf(stream, row));
  if (foreign.length === 0) return undefined;
  return {
    kind: 'stream-recreated',
    streamArn: stream.arn,
    shardIds: foreign.map((row) => row.shardId),
    lostFrom: newestArrival(foreign),
    lostUntil: new Date(Math.min(nowMs, stream.createdAt.getTime())),
  };
}

/**
 * Shards that were begun and not finished, and that Kinesis lists no longer. It lists a closed shard until the last of
 * its records is past the retention, so what was not read of it is gone.
 */
export function findGoneShards(search: GapSearch): readonly Gap[] {
  const { stream, shards, rows, owner, nowMs } = search;
  const listed = new Set(shards.map((shard) => shard.shardId));
  return rows
    .filter((row) => isOf(stream, row) && row.sequenceNumber !== SHARD_END)
    .filter((row) => !listed.has(row.shardId) && !isHeldByAnother(row, owner, nowMs))
    .map((row) => ({
      kind: 'shard-gone',
      streamArn: stream.arn,
      shardIds: [row.shardId],
      lostFrom: row.arrivalTime,
      lostUntil: trimHorizon(search),
    }));
}

/**
 * A stream that nobody read for longer than its retention. The newest position of all decides, because whoever reads
 * keeps every position fresh, also of idle shards. This finds what no single shard shows: shards that began and ended
 * unread in that time leave no row, and the rows of their parents say `SHARD_END`, which never grows old by itself.
 */
export function findLongAbsence(search: GapSearch): Gap | undefined {
  const { stream, shards, owner, nowMs } = search;
  const rows = search.rows.filter((row) => isOf(stream, row));
  const newest = newestArrival(rows);
  if (newest === undefined || !isBeyondRetention(newest.getTime(), nowMs, stream.retentionMs)) return undefined;
  if (rows.some((row) => isHeldByAnother(row, owner, nowMs))) return undefined;
  const finished = new Set(rows.filter((row) => row.sequenceNumber === SHARD_END).map((row) => row.shardId));
  const shardIds = shards.map((shard) => shard.shardId).filter((shardId) => !finished.has(shardId));
  if (shardIds.length === 0) return undefined;
  return {
    kind: 'checkpoint-too-old',
    streamArn: stream.arn,
    shardIds,
    lostFrom: newest,
    lostUntil: trimHorizon(search),
  };
}

function isOf(stream: Stream, row: CheckpointRow): boolean {
  return row.streamCreatedAt.getTime() === stream.createdAt.getTime();
}

function isHeldByAnother(row: CheckpointRow, owner: string, nowMs: number): boolean {
  return row.owner !== undefined && row.owner !== owner && (row.ownerUntil?.getTime() ?? 0) > nowMs;
}

function newestArrival(rows: readonly CheckpointRow[]): Date | undefined {
  const times = rows.map((row) => row.arrivalTime?.getTime()).filter((time) => time !== undefined);
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

function trimHorizon({ stream, nowMs }: GapSearch): Date {
  return new Date(nowMs - stream.retentionMs);
}
