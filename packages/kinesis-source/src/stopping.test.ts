import { describe, expect, it } from 'vitest';
import type { CheckpointStore } from './checkpoints/checkpoint-store.js';
import type { ShardHandler } from './shard-handler.js';
import { eventually } from './testing/eventually.js';
import { HOUR_MS } from './testing/plan-data.js';
import { setUpScripted, SHARD } from './testing/scripted-setup.js';

describe('stopping', () => {
  it('gives the running handler its signal, waits for it, and saves what it made safe', async () => {
    const { clock, put, run, position } = setUpScripted();
    put(1, 2);
    let started = false;
    const handler: ShardHandler = async (_batch, signal) => {
      started = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await clock.sleep(1_000);
      return { safeThrough: { sequenceNumber: '1' } };
    };
    const reader = run({ handler });
    await eventually(() => expect(started).toBe(true));
    await reader.stop();
    expect(await position()).toMatchObject({ sequenceNumber: '1', owner: undefined });
  });

  it('takes a rejection after the signal only for nothing more being safe', async () => {
    const { put, run, position } = setUpScripted();
    put(1);
    let started = false;
    const handler: ShardHandler = (_batch, signal) =>
      new Promise((_resolve, reject) => {
        started = true;
        signal.addEventListener('abort', () => reject(new Error('abandoned the batch')));
      });
    const reader = run({ handler });
    await eventually(() => expect(started).toBe(true));
    await reader.stop();
    expect(await position()).toMatchObject({ sequenceNumber: 'TRIM_HORIZON', owner: undefined });
  });

  it('leaves a handler behind that does not answer, and keeps its shard leased', async () => {
    const { clock, put, run, position } = setUpScripted();
    put(1);
    let started = false;
    const handler: ShardHandler = () => {
      started = true;
      return new Promise(() => undefined);
    };
    const reader = run({ handler, stopTimeoutMs: 3_000 });
    await eventually(() => expect(started).toBe(true));
    const stoppedAtMs = clock.now();
    await reader.stop();
    expect(clock.now() - stoppedAtMs).toBeLessThanOrEqual(6_000);
    expect(await position()).toMatchObject({ owner: 'first', sequenceNumber: 'TRIM_HORIZON' });
  });

  it('does not wait for a store that does not answer', async () => {
    const { put, run, store } = setUpScripted();
    put(1);
    let hangs = false;
    const save: CheckpointStore['save'] = (request) => (hangs ? new Promise(() => undefined) : store.save(request));
    const reader = run({ store: { ...store, save } });
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    hangs = true;
    put(2);
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    await reader.stop();
    expect(reader.observer.told('onStopIncomplete')).toEqual([[SHARD, undefined]]);
  });

  it('ends at once where the signal has aborted before', async () => {
    const { stream, run } = setUpScripted();
    const reader = run();
    await reader.stop();
    expect(stream.sent.some((command) => command.name === 'GetRecordsCommand')).toBe(false);
  });
});

describe('leases', () => {
  it('renews while a handler is busy for longer than the lease', async () => {
    const { clock, put, run, position } = setUpScripted();
    put(1);
    let finish = (): void => undefined;
    const handler: ShardHandler = ({ records }) =>
      records.length === 0
        ? Promise.resolve({ safeThrough: undefined })
        : new Promise((resolve) => (finish = () => resolve({ safeThrough: records.at(-1)?.position })));
    const reader = run({ handler, leaseMs: 30_000, shardSyncIntervalMs: HOUR_MS });
    const startedMs = clock.now();
    await eventually(() => expect(clock.now()).toBeGreaterThan(startedMs + 10 * 60_000));
    expect((await position())?.ownerUntil?.getTime()).toBeGreaterThan(clock.now());
    finish();
    await eventually(async () => expect(await position()).toMatchObject({ sequenceNumber: '1' }));
    await reader.stop();
    expect(reader.observer.told('onFenced')).toEqual([]);
  });

  it('asks the store before it hands over more under a lease that has run out', async () => {
    const { clock, put, run, store } = setUpScripted();
    put(1);
    let isCutOff = false;
    const save: CheckpointStore['save'] = (request) =>
      isCutOff ? Promise.reject(new Error('no connection')) : store.save(request);
    const reader = run({ store: { ...store, save }, leaseMs: 3_000 });
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    isCutOff = true;
    const cutOffAtMs = clock.now();
    await eventually(() => expect(clock.now()).toBeGreaterThan(cutOffAtMs + 10_000));
    put(2);
    await eventually(() => expect(clock.now()).toBeGreaterThan(cutOffAtMs + 60_000));
    expect(reader.texts()).toEqual(['1']);
    isCutOff = false;
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    await reader.stop();
  });

  it('stops reading a shard that was taken away, saves nothing, and reads it again when it is free', async () => {
    const { stream, put, run, store, position } = setUpScripted();
    put(1, 2);
    const signals: AbortSignal[] = [];
    const seen: string[] = [];
    const handler: ShardHandler = ({ records }, signal) => {
      seen.push(...records.map((record) => record.position.sequenceNumber));
      if (records.length === 0 || signals.length > 0) return Promise.resolve({ safeThrough: records.at(-1)?.position });
      signals.push(signal);
      return new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve({ safeThrough: { sequenceNumber: '2' } })),
      );
    };
    const reader = run({ handler });
    await eventually(() => expect(signals).toHaveLength(1));
    // Another owner takes the shard, as it may once a lease has run out unnoticed.
    const stolen = await store.acquire({
      streamArn: stream.arn,
      streamCreatedAt: stream.createdAt,
      shardId: SHARD,
      owner: 'first',
      leaseMs: 1,
    });
    const fence = stolen.acquired ? stolen.fence : 0;
    await eventually(() => expect(reader.observer.told('onFenced')).toEqual([[SHARD]]));
    expect(signals[0]?.aborted).toBe(true);
    await eventually(async () => expect(await position()).toMatchObject({ sequenceNumber: '2' }));
    await reader.stop();
    expect(seen).toEqual(['1', '2', '1', '2']);
    expect(fence).toBe(2);
  });
});
