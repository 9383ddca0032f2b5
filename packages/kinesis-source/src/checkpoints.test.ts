import { describe, expect, it } from 'vitest';
import type { CheckpointStore, SaveRequest } from './checkpoints/checkpoint-store.js';
import type { ShardHandler } from './shard-handler.js';
import { eventually } from './testing/eventually.js';
import { HOUR_MS } from './testing/plan-data.js';
import { setUpScripted, SHARD } from './testing/scripted-setup.js';

describe('checkpoints', () => {
  it('saves no more often than the interval, but always the last position on stopping', async () => {
    const { stream, put, run, store, position } = setUpScripted();
    const saves: SaveRequest[] = [];
    const save: CheckpointStore['save'] = (request) => (saves.push(request), store.save(request));
    let next = 1;
    stream.fault = ({ name }) => {
      if (name === 'GetRecordsCommand' && next <= 40) put(next++);
      return undefined;
    };
    const reader = run({ store: { ...store, save }, checkpointIntervalMs: 2_000, leaseMs: HOUR_MS });
    await eventually(() => expect(reader.texts()).toHaveLength(40));
    await reader.stop();
    // 40 reads, 200 ms apart, are 8 s.
    expect(saves.length).toBeLessThan(8);
    expect(await position()).toMatchObject({ sequenceNumber: '40' });
  });

  it('keeps the time of an idle shard fresh for longer than the retention, so that it is no gap', async () => {
    const { clock, put, run, position } = setUpScripted();
    put(1);
    const startedMs = clock.now();
    const first = run({ pollIntervalMs: 60_000, leaseMs: HOUR_MS, shardSyncIntervalMs: 4 * HOUR_MS });
    await eventually(() => expect(clock.now()).toBeGreaterThan(startedMs + 30 * HOUR_MS));
    await first.stop();
    expect(await position()).toMatchObject({ sequenceNumber: '1' });
    expect((await position())?.arrivalTime?.getTime()).toBeGreaterThan(startedMs + 29 * HOUR_MS);
    const second = run();
    put(2);
    await eventually(() => expect(second.texts()).toEqual(['2']));
    await second.stop();
    expect(second.observer.told('onGap')).toEqual([]);
  });

  it.each([
    ['checkpoint', 'TRIM_HORIZON'],
    ['latest', 'AT_TIMESTAMP'],
  ] as const)('stores where reading began at %s before it asks for an iterator', async (kind, word) => {
    const { stream, run, position } = setUpScripted();
    const stored: Promise<string | undefined>[] = [];
    stream.fault = ({ name }) => {
      if (name === 'GetShardIteratorCommand') stored.push(position().then((row) => row?.sequenceNumber));
      return undefined;
    };
    const reader = run({ start: { kind } });
    await eventually(() => expect(reader.batches.length).toBeGreaterThan(0));
    await reader.stop();
    expect(await Promise.all(stored)).toEqual([word]);
  });

  it('moves only to what the handler says is safe, and asks again by empty batches', async () => {
    const { put, run, position } = setUpScripted();
    put(1, 2, 3);
    let isReleased = false;
    const sizes: number[] = [];
    const handler: ShardHandler = ({ records }) => {
      sizes.push(records.length);
      return Promise.resolve({ safeThrough: { sequenceNumber: isReleased ? '3' : '1' } });
    };
    const reader = run({ handler });
    await eventually(async () => expect(await position()).toMatchObject({ sequenceNumber: '1' }));
    await eventually(() => expect(sizes.length).toBeGreaterThan(2));
    expect(await position()).toMatchObject({ sequenceNumber: '1' });
    isReleased = true;
    await eventually(async () => expect(await position()).toMatchObject({ sequenceNumber: '3' }));
    await reader.stop();
    expect(sizes.slice(0, 3)).toEqual([3, 0, 0]);
  });

  it('finishes a closed shard only when everything in it is safe', async () => {
    const { stream, put, run, position } = setUpScripted();
    put(1, 2);
    stream.shards.set(SHARD, { records: stream.shards.get(SHARD)?.records ?? [], closed: true });
    let calls = 0;
    const handler: ShardHandler = () =>
      Promise.resolve({ safeThrough: ++calls > 5 ? { sequenceNumber: '2' } : undefined });
    const reader = run({ handler });
    await eventually(async () => expect(await position()).toMatchObject({ sequenceNumber: 'SHARD_END' }));
    await reader.stop();
    expect(calls).toBe(6);
    expect(reader.observer.told('onFinished')).toEqual([[SHARD]]);
  });

  it('does not take the end of a shard that was closed long ago for the tip of the stream', async () => {
    const { clock, stream, put, run, store } = setUpScripted([SHARD, 'shardId-000000000001']);
    const arrivedMs = clock.now();
    put(1);
    stream.shards.set(SHARD, { records: stream.shards.get(SHARD)?.records ?? [], closed: true });
    await clock.sleep(HOUR_MS);
    const atEnd: (number | undefined)[] = [];
    const save: CheckpointStore['save'] = async (request) => {
      // As it is when everything of the shard is safe, and its children are not listed yet.
      if (request.finished === true) atEnd.push(await reader.source.completeThrough());
      return store.save(request);
    };
    const reader = run({ store: { ...store, save } });
    await eventually(() => expect(reader.observer.told('onFinished')).toEqual([[SHARD]]));
    await eventually(async () => expect(await reader.source.completeThrough()).toBeGreaterThan(arrivedMs + HOUR_MS));
    await reader.stop();
    expect(atEnd.map((time) => time ?? arrivedMs)).toEqual([arrivedMs]);
  });
});
