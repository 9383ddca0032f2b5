import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import { SHARD_END } from '../checkpoints/checkpoint-store.js';
import type { Shard, Stream } from '../shard.js';
import { ancestorsOf } from './shard-order.js';

/** What this process knows of a shard that it reads, or has read to its end. */
export interface OwnProgress {
  readonly finished: boolean;
  /** Everything that arrived before is safe; `undefined`: nothing is known yet. */
  readonly safeUntilMs: number | undefined;
}

export interface Completeness {
  readonly stream: Stream;
  /** As they were listed last. */
  readonly shards: readonly Shard[];
  readonly own: ReadonlyMap<string, OwnProgress>;
  /** The store's rows, where others read shards as well. */
  readonly rows: readonly CheckpointRow[];
}

/**
 * The time before which every record that arrived in the stream, in any shard, is safe; `undefined`: not known.
 *
 * It is the least of what is known of each shard that is not finished, because a record of any table may be in any of
 * them. Shards that are not begun:
 *
 * - A child whose parents are not all finished holds nothing back: its records came after its parents were closed, and
 *   no parent's time goes beyond its own closing.
 * - Any other shard without a time makes the answer unknown: nobody can say what is in it.
 * - So does a finished shard that the list still shows as open: the list is older than its children.
 */
export function completeThrough(known: Completeness): number | undefined {
  const rows = new Map(known.rows.filter((row) => isOf(known.stream, row)).map((row) => [row.shardId, row]));
  const listed = new Map(known.shards.map((shard) => [shard.shardId, shard]));
  const progressOf = (shardId: string): OwnProgress => known.own.get(shardId) ?? ofRow(rows.get(shardId));
  const isOpen = (shardId: string): boolean => listed.has(shardId) && !progressOf(shardId).finished;

  let least = Infinity;
  for (const shardId of new Set([...listed.keys(), ...rows.keys(), ...known.own.keys()])) {
    const { finished, safeUntilMs } = progressOf(shardId);
    const shard = listed.get(shardId);
    if (finished) {
      if (shard?.closed === false) return undefined;
    } else if (safeUntilMs !== undefined) least = Math.min(least, safeUntilMs);
    else if (![...ancestorsOf(shardId, known.shards)].some(isOpen)) return undefined;
  }
  return least === Infinity ? undefined : least;
}

function ofRow(row: CheckpointRow | undefined): OwnProgress {
  return {
    finished: row?.sequenceNumber === SHARD_END,
    safeUntilMs: row?.sequenceNumber === undefined ? undefined : row.arrivalTime?.getTime(),
  };
}

function isOf(stream: Stream, row: CheckpointRow): boolean {
  return row.streamCreatedAt.getTime() === stream.createdAt.getTime();
}
