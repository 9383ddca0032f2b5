import { describe, expect, it } from 'vitest';
import { type CheckpointStore, SHARD_END } from '../checkpoints/checkpoint-store.js';
import { eventually } from './eventually.js';

const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
const SHARD = 'shardId-000000000000';
const CREATED = new Date('2026-01-01T00:00:00.123Z');
const ARRIVED = new Date('2026-02-01T00:00:00.456Z');
const LONG_MS = 60_000;
const NUMBER = '49680492822829625137761594749514795647333409614104363026';

/** What every `CheckpointStore` does. `makeStore` makes an empty one. Leases run on whatever clock the store has. */
export function checkpointStoreContract(makeStore: () => CheckpointStore | Promise<CheckpointStore>): void {
  const request = { streamArn: STREAM, streamCreatedAt: CREATED, shardId: SHARD, owner: 'a', leaseMs: LONG_MS };

  /** Acquires as `owner`, or fails. */
  const acquire = async (store: CheckpointStore, owner = 'a', changes: Partial<typeof request> = {}) => {
    const answer = await store.acquire({ ...request, owner, ...changes });
    if (!answer.acquired) throw new Error(`Held by ${answer.owner}.`);
    const key = { streamArn: STREAM, shardId: SHARD, owner, fence: answer.fence };
    return { ...answer, key };
  };

  describe('checkpoint store', () => {
    it('begins empty', async () => {
      const store = await makeStore();
      expect(await store.list(STREAM)).toEqual([]);
      expect((await acquire(store)).checkpoint).toBeUndefined();
    });

    it('gives a position back exactly as it was saved', async () => {
      const store = await makeStore();
      const { key } = await acquire(store);
      expect(await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED })).toBe(
        'saved',
      );
      const expected = { streamCreatedAt: CREATED, sequenceNumber: NUMBER, arrivalTime: ARRIVED };
      expect((await acquire(store)).checkpoint).toMatchObject(expected);
      expect(await store.list(STREAM)).toMatchObject([{ shardId: SHARD, ...expected, owner: 'a' }]);
    });

    it('takes words in place of numbers, and positions that go back', async () => {
      const store = await makeStore();
      const { key } = await acquire(store);
      for (const sequenceNumber of [NUMBER, '1', 'TRIM_HORIZON', 'AT_TIMESTAMP']) {
        expect(await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber })).toBe('saved');
        expect((await store.list(STREAM))[0]?.sequenceNumber).toBe(sequenceNumber);
      }
    });

    it('keeps the position on a renewal, and clears the time with a position that has none', async () => {
      const store = await makeStore();
      const { key } = await acquire(store);
      await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
      await store.save({ ...key, leaseMs: LONG_MS });
      expect((await store.list(STREAM))[0]).toMatchObject({ sequenceNumber: NUMBER, arrivalTime: ARRIVED });
      await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: 'TRIM_HORIZON' });
      expect((await store.list(STREAM))[0]?.arrivalTime ?? undefined).toBeUndefined();
    });

    it('marks a finished shard', async () => {
      const store = await makeStore();
      const { key } = await acquire(store);
      await store.save({ ...key, leaseMs: LONG_MS, finished: true, arrivalTime: ARRIVED });
      expect((await acquire(store)).checkpoint).toMatchObject({ sequenceNumber: SHARD_END, arrivalTime: ARRIVED });
    });

    it('refuses a shard that another owner holds, and says who and until when', async () => {
      const store = await makeStore();
      await acquire(store, 'a');
      const answer = await store.acquire({ ...request, owner: 'b' });
      expect(answer).toMatchObject({ acquired: false, owner: 'a', ownerUntil: expect.any(Date) as Date });
    });

    it('gives a shard whose lease ran out to the next owner, and fences the one before', async () => {
      const store = await makeStore();
      const before = await acquire(store, 'a', { leaseMs: 50 });
      const after = await eventually(() => acquire(store, 'b'));
      expect(after.fence).toBeGreaterThan(before.fence);
      expect(await store.save({ ...before.key, leaseMs: LONG_MS, sequenceNumber: NUMBER })).toBe('fenced');
      expect((await acquire(store, 'b')).checkpoint).toBeUndefined();
    });

    it('renews a lease that ran out if nobody took the shard', async () => {
      const store = await makeStore();
      const { key } = await acquire(store, 'a', { leaseMs: 1 });
      await eventually(async () => {
        const until = (await store.list(STREAM))[0]?.ownerUntil;
        if (until === undefined || until.getTime() > Date.now()) throw new Error('Not yet.');
      });
      expect(await store.save({ ...key, leaseMs: LONG_MS })).toBe('saved');
      expect((await store.acquire({ ...request, owner: 'b' })).acquired).toBe(false);
    });

    it('fences the same owner by its own later fence', async () => {
      const store = await makeStore();
      const before = await acquire(store);
      const after = await acquire(store);
      expect(await store.save({ ...before.key, leaseMs: LONG_MS })).toBe('fenced');
      expect(await store.save({ ...after.key, leaseMs: LONG_MS })).toBe('saved');
    });

    it('frees a shard on release, keeps its position, and raises the fence for whoever comes next', async () => {
      const store = await makeStore();
      const before = await acquire(store, 'a');
      await store.save({ ...before.key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
      await store.release(before.key);
      expect(await store.save({ ...before.key, leaseMs: LONG_MS })).toBe('fenced');
      const after = await acquire(store, 'b');
      expect(after.checkpoint).toMatchObject({ sequenceNumber: NUMBER });
      expect(after.fence).toBeGreaterThan(before.fence);
    });

    it('ignores a release by an owner that was fenced', async () => {
      const store = await makeStore();
      const before = await acquire(store);
      await acquire(store);
      await store.release(before.key);
      expect((await store.acquire({ ...request, owner: 'b' })).acquired).toBe(false);
    });

    it('drops the position of another creation of the stream', async () => {
      const store = await makeStore();
      const { key } = await acquire(store);
      await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: NUMBER, arrivalTime: ARRIVED });
      const createdAnew = new Date('2026-03-01T00:00:00.789Z');
      expect((await acquire(store, 'a', { streamCreatedAt: createdAnew })).checkpoint).toBeUndefined();
      expect((await store.list(STREAM))[0]?.streamCreatedAt).toEqual(createdAnew);
      expect((await acquire(store, 'a', { streamCreatedAt: createdAnew })).checkpoint).toBeUndefined();
    });

    it('keeps streams and shards apart', async () => {
      const store = await makeStore();
      await acquire(store);
      expect((await store.acquire({ ...request, owner: 'b', shardId: 'shardId-000000000001' })).acquired).toBe(true);
      expect((await store.acquire({ ...request, owner: 'b', streamArn: `${STREAM}-2` })).acquired).toBe(true);
      expect(await store.list(STREAM)).toHaveLength(2);
    });
  });
}
