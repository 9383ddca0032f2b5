import type { Clock } from '../clock.js';
import {
  type AcquireRequest,
  type CheckpointRow,
  type CheckpointStore,
  type LeaseKey,
  SHARD_END,
  type SaveRequest,
  type StoredCheckpoint,
} from './checkpoint-store.js';

interface MemoryRow extends CheckpointRow {
  readonly fence: number;
}

/** Keeps positions for as long as the process lives. Sources in one process may share it and then compete for shards. */
export function createMemoryCheckpointStore(clock: Pick<Clock, 'now'>): CheckpointStore {
  const streams = new Map<string, Map<string, MemoryRow>>();
  const rowsOf = (streamArn: string): Map<string, MemoryRow> => {
    const rows = streams.get(streamArn) ?? new Map<string, MemoryRow>();
    streams.set(streamArn, rows);
    return rows;
  };
  const heldRow = (key: LeaseKey): MemoryRow | undefined => {
    const row = rowsOf(key.streamArn).get(key.shardId);
    return row !== undefined && row.owner === key.owner && row.fence === key.fence ? row : undefined;
  };
  return {
    list: (streamArn) => Promise.resolve([...rowsOf(streamArn).values()]),
    acquire: (request) => {
      const before = rowsOf(request.streamArn).get(request.shardId);
      if (before !== undefined && isHeldByAnother(before, request.owner, clock.now())) {
        return Promise.resolve({ acquired: false, owner: before.owner, ownerUntil: before.ownerUntil });
      }
      const row = acquiredRow(before, request, clock.now());
      rowsOf(request.streamArn).set(request.shardId, row);
      return Promise.resolve({ acquired: true, fence: row.fence, checkpoint: checkpointOf(row) });
    },
    save: (request) => {
      const row = heldRow(request);
      if (row === undefined) return Promise.resolve('fenced');
      rowsOf(request.streamArn).set(request.shardId, savedRow(row, request, clock.now()));
      return Promise.resolve('saved');
    },
    release: (key) => {
      const row = heldRow(key);
      if (row !== undefined) {
        rowsOf(key.streamArn).set(key.shardId, { ...row, owner: undefined, ownerUntil: undefined });
      }
      return Promise.resolve();
    },
  };
}

function isHeldByAnother(
  row: MemoryRow,
  owner: string,
  nowMs: number,
): row is MemoryRow & { owner: string; ownerUntil: Date } {
  if (row.owner === undefined || row.ownerUntil === undefined) return false;
  return row.owner !== owner && row.ownerUntil.getTime() > nowMs;
}

function acquiredRow(before: MemoryRow | undefined, request: AcquireRequest, nowMs: number): MemoryRow {
  const isSameStream = before?.streamCreatedAt.getTime() === request.streamCreatedAt.getTime();
  const position = isSameStream ? before : undefined;
  return {
    shardId: request.shardId,
    streamCreatedAt: request.streamCreatedAt,
    sequenceNumber: position?.sequenceNumber,
    arrivalTime: position?.arrivalTime,
    owner: request.owner,
    ownerUntil: new Date(nowMs + request.leaseMs),
    fence: (before?.fence ?? 0) + 1,
  };
}

function savedRow(row: MemoryRow, request: SaveRequest, nowMs: number): MemoryRow {
  const renewed = { ...row, ownerUntil: new Date(nowMs + request.leaseMs) };
  const sequenceNumber = request.finished === true ? SHARD_END : request.sequenceNumber;
  return sequenceNumber === undefined ? renewed : { ...renewed, sequenceNumber, arrivalTime: request.arrivalTime };
}

function checkpointOf(row: MemoryRow): StoredCheckpoint | undefined {
  if (row.sequenceNumber === undefined) return undefined;
  return {
    streamCreatedAt: row.streamCreatedAt,
    sequenceNumber: row.sequenceNumber,
    arrivalTime: row.arrivalTime,
  };
}
