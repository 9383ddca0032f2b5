import { expect, it, vi } from 'vitest';
import type { TestTarget } from '../../testing/test-target.js';
import { createTargetCheckpointStore, type TargetCheckpointStore } from '../target-checkpoint-store.js';

const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
const SHARD = 'shardId-000000000000';
const CREATED = new Date('2026-01-01T00:00:00.123Z');
const ARRIVED = new Date('2026-02-01T00:00:00.456Z');
const LONG_MS = 60_000;
const NUMBER = '49680492822829625137761594749514795647333409614104363026';
const request = { streamArn: STREAM, streamCreatedAt: CREATED, shardId: SHARD, owner: 'a', leaseMs: LONG_MS };

/** Positions and leases of shards. */
export function checkpointBehaviours(target: () => TestTarget): void {
  const open = async (): Promise<TargetCheckpointStore> => {
    await target().newWriter();
    return createTargetCheckpointStore(target().database, target().pipeline);
  };
  const acquire = async (store: TargetCheckpointStore, owner = 'a', changes: Partial<typeof request> = {}) => {
    const answer = await store.acquire({ ...request, owner, ...changes });
    if (!answer.acquired) throw new Error(`Held by ${answer.owner}.`);
    return { ...answer, key: { streamArn: STREAM, shardId: SHARD, owner, fence: answer.fence } };
  };

  it('begins empty, and gives a position back exactly as it was saved', async () => {
    const store = await open();
    expect(await store.list(STREAM)).toEqual([]);
    const { key, checkpoint } = await acquire(store);
    expect(checkpoint).toBeUndefined();
    expect(await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED })).toBe('saved');
    const expected = { streamCreatedAt: CREATED, sequenceNumber: NUMBER, arrivalTime: ARRIVED };
    expect((await acquire(store)).checkpoint).toEqual(expected);
    expect(await store.list(STREAM)).toMatchObject([
      { shardId: SHARD, ...expected, owner: 'a', ownerUntil: expect.any(Date) as Date },
    ]);
  });

  it('keeps the position on a renewal, and clears the time with a position that has none', async () => {
    const store = await open();
    const { key } = await acquire(store);
    await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
    await store.save({ ...key, leaseMs: LONG_MS });
    expect((await store.list(STREAM))[0]).toMatchObject({ sequenceNumber: NUMBER, arrivalTime: ARRIVED });
    await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: 'TRIM_HORIZON' });
    expect((await store.list(STREAM))[0]).toMatchObject({ sequenceNumber: 'TRIM_HORIZON', arrivalTime: undefined });
    await store.save({ ...key, leaseMs: LONG_MS, finished: true, arrivalTime: ARRIVED });
    expect((await acquire(store)).checkpoint).toMatchObject({ sequenceNumber: 'SHARD_END', arrivalTime: ARRIVED });
  });

  it('refuses a shard that another owner holds, and says who and until when', async () => {
    const store = await open();
    await acquire(store);
    const before = Date.now();
    const answer = await store.acquire({ ...request, owner: 'b' });
    expect(answer).toMatchObject({ acquired: false, owner: 'a' });
    const until = answer.acquired ? 0 : answer.ownerUntil.getTime();
    expect(until).toBeGreaterThan(before);
    expect(until).toBeLessThan(before + 2 * LONG_MS);
  });

  it('gives a shard whose lease ran out to the next owner, and fences the one before', async () => {
    const store = await open();
    const before = await acquire(store, 'a', { leaseMs: 50 });
    const after = await vi.waitFor(() => acquire(store, 'b'), { timeout: 10_000 });
    expect(after.fence).toBeGreaterThan(before.fence);
    expect(await store.save({ ...before.key, leaseMs: LONG_MS, sequenceNumber: NUMBER })).toBe('fenced');
    expect((await acquire(store, 'b')).checkpoint).toBeUndefined();
  });

  it('fences the same owner by its own later fence, and ignores its old release', async () => {
    const store = await open();
    const before = await acquire(store);
    const after = await acquire(store);
    expect(await store.save({ ...before.key, leaseMs: LONG_MS })).toBe('fenced');
    await store.release(before.key);
    expect((await store.acquire({ ...request, owner: 'b' })).acquired).toBe(false);
    expect(await store.save({ ...after.key, leaseMs: LONG_MS })).toBe('saved');
  });

  it('frees a shard on release, keeps its position, and raises the fence for whoever comes next', async () => {
    const store = await open();
    const before = await acquire(store);
    await store.save({ ...before.key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
    await store.release(before.key);
    expect(await store.save({ ...before.key, leaseMs: LONG_MS })).toBe('fenced');
    const after = await acquire(store, 'b');
    expect(after.checkpoint).toMatchObject({ sequenceNumber: NUMBER });
    expect(after.fence).toBeGreaterThan(before.fence);
  });

  it('drops the position of another creation of the stream', async () => {
    const store = await open();
    const { key } = await acquire(store);
    await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
    const streamCreatedAt = new Date('2026-03-01T00:00:00.789Z');
    expect((await acquire(store, 'a', { streamCreatedAt })).checkpoint).toBeUndefined();
    expect((await store.list(STREAM))[0]?.streamCreatedAt).toEqual(streamCreatedAt);
  });

  it('does not let a shard that nobody acquired be saved', async () => {
    const store = await open();
    const stale = { streamArn: STREAM, shardId: SHARD, owner: 'a', fence: 3 };
    expect(await store.save({ ...stale, leaseMs: LONG_MS, sequenceNumber: NUMBER })).toBe('fenced');
    await store.release(stale);
    expect((await acquire(store, 'b')).checkpoint).toBeUndefined();
  });

  it('keeps streams, shards and pipelines apart', async () => {
    const store = await open();
    await acquire(store);
    expect((await store.acquire({ ...request, owner: 'b', shardId: 'shardId-000000000001' })).acquired).toBe(true);
    expect((await store.acquire({ ...request, owner: 'b', streamArn: `${STREAM}-2` })).acquired).toBe(true);
    const other = createTargetCheckpointStore(target().database, `${target().pipeline}-other`);
    expect((await other.acquire({ ...request, owner: 'b' })).acquired).toBe(true);
    expect(await store.list(STREAM)).toHaveLength(2);
  });
}
