import { ExpiredIteratorException, InvalidArgumentException } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import type { ShardHandler } from './shard-handler.js';
import { eventually } from './testing/eventually.js';
import { HOUR_MS } from './testing/plan-data.js';
import { AWS_ERROR, failTimes, setUpScripted, SHARD } from './testing/scripted-setup.js';
import { seedCheckpoint } from './testing/seed-checkpoint.js';

describe('falling behind', () => {
  it('warns once when the lag passes half of the retention, and again after it was below', async () => {
    const { stream, run } = setUpScripted();
    const reader = run();
    const { observer, source } = reader;
    stream.millisBehindLatest = 13 * HOUR_MS;
    await eventually(() => expect(observer.told('onLag')).toEqual([[SHARD, 13 * HOUR_MS, 24 * HOUR_MS]]));
    await eventually(() => expect(source.shards()[0]?.lagMs).toBe(13 * HOUR_MS));
    stream.millisBehindLatest = 0;
    await eventually(() => expect(source.shards()[0]?.lagMs).toBe(0));
    expect(observer.told('onLag')).toHaveLength(1);
    stream.millisBehindLatest = 20 * HOUR_MS;
    await eventually(() => expect(observer.told('onLag')).toHaveLength(2));
    await reader.stop();
  });

  it('finds that records were trimmed between two reads', async () => {
    const { clock, put, run } = setUpScripted();
    put(1);
    const seen: string[] = [];
    const handler: ShardHandler = async ({ records }) => {
      seen.push(...records.map((record) => record.position.sequenceNumber));
      if (records[0]?.position.sequenceNumber === '1') {
        // Busy for longer than the retention; what arrived meanwhile is trimmed, but for the last record.
        await clock.sleep(26 * HOUR_MS);
        put(2);
      }
      return { safeThrough: records.at(-1)?.position };
    };
    const slow = { leaseMs: 12 * HOUR_MS, shardSyncIntervalMs: 12 * HOUR_MS, prefetchReads: 1 };
    const reader = run({ ...slow, handler, onGap: 'continue' });
    await eventually(() => expect(seen).toEqual(['1', '2']));
    await reader.stop();
    const gaps = reader.observer.told('onGap').map(([gap]) => gap);
    expect(gaps).toMatchObject([{ kind: 'trimmed-while-reading', shardIds: [SHARD] }]);
    expect(gaps[0]?.lostUntil.getTime()).toBeGreaterThan(gaps[0]?.lostFrom?.getTime() ?? Infinity);
  });

  it('finds that an iterator expired for longer than the retention', async () => {
    const { clock, stream, put, run } = setUpScripted();
    put(1);
    const handler: ShardHandler = async ({ records }) => {
      if (records[0]?.position.sequenceNumber === '1') {
        await clock.sleep(26 * HOUR_MS);
        failTimes(stream, 'GetRecordsCommand', 1, () => new ExpiredIteratorException(AWS_ERROR));
      }
      return { safeThrough: records.at(-1)?.position };
    };
    const slow = { leaseMs: 12 * HOUR_MS, shardSyncIntervalMs: 12 * HOUR_MS, prefetchReads: 1 };
    await expect(run({ ...slow, handler }).run).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringContaining('fell behind the retention') as string,
    });
  });

  it('reads on from its own checkpoint, not from the trim horizon again, after a gap it went over', async () => {
    const { clock, stream, put, run, store } = setUpScripted();
    put(5, 6);
    await seedCheckpoint(store, {
      streamArn: stream.arn,
      streamCreatedAt: stream.createdAt,
      shardId: SHARD,
      sequenceNumber: '3',
      arrivalTime: new Date(clock.now() - 25 * HOUR_MS),
    });
    const reader = run({ onGap: 'continue' });
    await eventually(() => expect(reader.texts()).toEqual(['5', '6']));
    const lease = { streamArn: stream.arn, streamCreatedAt: stream.createdAt, shardId: SHARD, leaseMs: 1 };
    await store.acquire({ ...lease, owner: 'first' });
    await eventually(() => expect(reader.observer.told('onAcquired')).toHaveLength(2));
    put(7);
    await eventually(() => expect(reader.texts()).toEqual(['5', '6', '7']));
    await reader.stop();
    expect(reader.observer.told('onGap')).toHaveLength(1);
  });

  it('finds that the stream is made anew while it reads', async () => {
    for (const onGap of ['halt', 'continue'] as const) {
      const { clock, stream, put, run } = setUpScripted();
      put(7);
      const reader = run({ onGap, shardSyncIntervalMs: 10_000 });
      await eventually(() => expect(reader.texts()).toEqual(['7']));
      stream.createdAt = new Date(clock.now());
      stream.shards.set(SHARD, { records: [] });
      put(3);
      if (onGap === 'halt') {
        await expect(reader.run).rejects.toMatchObject({
          code: 'gap',
          message: expect.stringContaining('anew') as string,
        });
      } else {
        await eventually(() => expect(reader.texts()).toEqual(['7', '3']));
        await reader.stop();
        expect(reader.observer.told('onGap').map(([gap]) => gap.kind)).toEqual(['stream-recreated']);
      }
    }
  });

  it('halts where Kinesis refuses the stored record, and goes on from the trim horizon if it may', async () => {
    const { clock, stream, put, run, store } = setUpScripted();
    put(5);
    await seedCheckpoint(store, {
      streamArn: stream.arn,
      streamCreatedAt: stream.createdAt,
      shardId: SHARD,
      sequenceNumber: '3',
      arrivalTime: new Date(clock.now()),
    });
    stream.fault = ({ input }) =>
      input.ShardIteratorType === 'AFTER_SEQUENCE_NUMBER' ? new InvalidArgumentException(AWS_ERROR) : undefined;
    await expect(run().run).rejects.toMatchObject({ code: 'gap', message: expect.stringContaining(SHARD) as string });
    const reader = run({ onGap: 'continue' });
    await eventually(() => expect(reader.texts()).toEqual(['5']));
    await reader.stop();
    expect(reader.observer.told('onGap').map(([gap]) => gap.kind)).toEqual(['position-refused']);
  });
});
