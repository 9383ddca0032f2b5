import type { CheckpointStore } from '../checkpoints/checkpoint-store.js';

export interface SeededCheckpoint {
  readonly streamArn: string;
  readonly streamCreatedAt: Date;
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly arrivalTime: Date;
}

/** Leaves a position behind as an earlier run would have. */
export async function seedCheckpoint(store: CheckpointStore, seed: SeededCheckpoint): Promise<void> {
  const { streamArn, shardId, sequenceNumber, arrivalTime } = seed;
  const lease = { streamArn, shardId, owner: 'earlier', leaseMs: 60_000 };
  const grant = await store.acquire({ ...lease, streamCreatedAt: seed.streamCreatedAt });
  if (!grant.acquired) throw new Error(`Held by ${grant.owner}.`);
  const key = { ...lease, fence: grant.fence };
  await store.save({ ...key, sequenceNumber, arrivalTime });
  await store.release(key);
}
