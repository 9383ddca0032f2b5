import { SHARD_END } from '../checkpoints/checkpoint-store.js';
import type { StreamSnapshot } from '../plan/plan-sync.js';
import type { ShardBoard } from '../shard-board.js';
import { shownSequenceNumber } from './consume-shard.js';

/** Puts on the board what the store knows of shards that are not read here. */
export function showRows(board: ShardBoard, snapshot: StreamSnapshot, taken: ReadonlySet<string>, nowMs: number): void {
  const rows = new Map(snapshot.rows.map((row) => [row.shardId, row]));
  board.retain(snapshot.shards.map((shard) => shard.shardId));
  for (const { shardId } of snapshot.shards) {
    if (taken.has(shardId)) continue;
    const row = rows.get(shardId);
    const isHeld = row?.owner !== undefined && (row.ownerUntil?.getTime() ?? 0) > nowMs;
    board.update(shardId, {
      sequenceNumber: shownSequenceNumber(row?.sequenceNumber),
      owner: isHeld ? (row.owner ?? null) : null,
      state: row?.sequenceNumber === SHARD_END ? 'finished' : isHeld ? 'waiting' : 'blocked',
    });
  }
}
