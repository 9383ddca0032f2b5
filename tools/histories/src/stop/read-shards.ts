import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetCheckpointStore } from '@drayage/cratedb-writer';
import type { Worker } from '../run/worker.ts';
import type { SinkJob, SinkNews } from './sink-job.ts';

export interface ReadShardsOptions {
  readonly job: SinkJob;
  readonly worker: Worker;
  readonly store: TargetCheckpointStore;
  /** Another one for each process. */
  readonly owner: string;
  readonly tell: (news: SinkNews) => void;
}

type ShardState =
  | { readonly kind: 'free' }
  | { readonly kind: 'owned'; readonly fence: number; readonly at: number }
  | { readonly kind: 'finished' };

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/histories';
const CREATED_AT = new Date('2026-03-01T00:00:00Z');
const SHARD_END = 'SHARD_END';
const PAUSE_MS = 10;

/**
 * Reads each shard from its checkpoint to its end, a batch of one and then a batch of the next, in the order that holds
 * in a sink: lease, write, checkpoint.
 *
 *     free --acquired--> owned --everything safe--> finished
 *       ^------fenced------'
 */
export async function readShards(options: ReadShardsOptions): Promise<void> {
  const { job, tell } = options;
  const states = new Map<string, ShardState>(job.shards.map(({ shardId }) => [shardId, { kind: 'free' }]));
  const isOpen = (): boolean => [...states.values()].some(({ kind }) => kind !== 'finished');
  while (isOpen()) {
    for (const shard of job.shards) {
      const before = states.get(shard.shardId) ?? { kind: 'free' };
      const after = await advance(shard, before, options);
      if (after.kind === before.kind && (after.kind === 'free' || isAtEnd(shard, after))) await sleep(PAUSE_MS);
      if (after.kind === 'finished' && before.kind !== 'finished') tell({ news: 'finished', shardId: shard.shardId });
      states.set(shard.shardId, after);
    }
  }
}

type JobShard = SinkJob['shards'][number];

function isAtEnd({ records }: JobShard, state: ShardState): boolean {
  return state.kind === 'owned' && state.at >= records.length;
}

function advance(shard: JobShard, state: ShardState, options: ReadShardsOptions): Promise<ShardState> {
  switch (state.kind) {
    case 'free':
      return acquire(shard, options);
    case 'owned':
      return applyBatch(shard, state, options);
    case 'finished':
      return Promise.resolve(state);
  }
}

async function acquire(
  { shardId, records }: JobShard,
  { job, store, owner, tell }: ReadShardsOptions,
): Promise<ShardState> {
  const answer = await store.acquire({
    streamArn: STREAM_ARN,
    streamCreatedAt: CREATED_AT,
    shardId,
    owner,
    leaseMs: job.leaseMs,
  });
  tell({ news: answer.acquired ? 'acquired' : 'waiting', shardId });
  if (!answer.acquired) return { kind: 'free' };
  const last = answer.checkpoint?.sequenceNumber;
  if (last === SHARD_END) {
    await store.release({ streamArn: STREAM_ARN, shardId, owner, fence: answer.fence });
    return { kind: 'finished' };
  }
  return {
    kind: 'owned',
    fence: answer.fence,
    at: records.findIndex(({ sequenceNumber }) => sequenceNumber === last) + 1,
  };
}

async function applyBatch(
  shard: JobShard,
  state: Extract<ShardState, { kind: 'owned' }>,
  options: ReadShardsOptions,
): Promise<ShardState> {
  const { shardId, records } = shard;
  const { job, worker, store, owner, tell } = options;
  const batch = records.slice(state.at, state.at + job.batchSize);
  const { safeThrough } = await worker.apply({ shardId, records: batch });
  const finished = safeThrough?.sequenceNumber === records.at(-1)?.sequenceNumber;
  const lease = { streamArn: STREAM_ARN, shardId, owner, fence: state.fence };
  const arrivalTime = safeThrough?.arrivalTimeMs === undefined ? undefined : new Date(safeThrough.arrivalTimeMs);
  const saved = await store.save({
    ...lease,
    leaseMs: job.leaseMs,
    sequenceNumber: safeThrough?.sequenceNumber,
    arrivalTime,
    finished,
  });
  if (saved === 'fenced') {
    tell({ news: 'fenced', shardId });
    return { kind: 'free' };
  }
  if (!finished) return { ...state, at: state.at + batch.length };
  await store.release(lease);
  return { kind: 'finished' };
}
