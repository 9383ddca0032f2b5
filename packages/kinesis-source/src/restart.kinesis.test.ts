import { ExpiredIteratorException, ProvisionedThroughputExceededException } from '@aws-sdk/client-kinesis';
import { describe, expect, it, vi } from 'vitest';
import { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
import { systemClock } from './clock.js';
import { eventually } from './testing/eventually.js';
import { useLocalKinesis } from './testing/local-kinesis.js';
import { shardIdOf } from './testing/local-stream.js';
import { runSourceUnderTest, type SourceUnderTest } from './testing/running-source.js';
import { injectFaults } from './testing/scripted-client.js';

const kinesis = useLocalKinesis();
const SHARD = shardIdOf(0);

async function setUp() {
  const stream = await kinesis.newStream();
  const store = createMemoryCheckpointStore(systemClock);
  const run = (options: Partial<SourceUnderTest> = {}) =>
    runSourceUnderTest({ client: kinesis.client, stream: stream.name, store, ...options });
  return { stream, store, run };
}

describe('restarting', () => {
  it('reads on after the last record that was safe', async () => {
    const { stream, store, run } = await setUp();
    const numbers = await stream.put(SHARD, '1', '2');
    const before = run();
    await eventually(() => expect(before.texts()).toEqual(['1', '2']));
    await before.stop();
    expect(await store.list(stream.arn)).toMatchObject([{ sequenceNumber: numbers[1], owner: undefined }]);
    await stream.put(SHARD, '3');
    const after = run({ owner: 'second' });
    await eventually(() => expect(after.texts()).toEqual(['3']));
    await after.stop();
  });

  it('hands over again what was not safe', async () => {
    const { stream, run } = await setUp();
    await stream.put(SHARD, '1', '2', '3');
    const held = vi.fn(() => Promise.resolve({ safeThrough: undefined }));
    const before = run({ handler: held });
    await eventually(() => expect(held).toHaveBeenCalled());
    await before.stop();
    const after = run();
    await eventually(() => expect(after.texts()).toEqual(['1', '2', '3']));
    await after.stop();
  });

  it('does not read a finished shard again', async () => {
    const { stream, run } = await setUp();
    await stream.put(SHARD, 'p');
    const [left = ''] = await stream.split(SHARD);
    const before = run();
    await eventually(() => expect(before.observer.told('onFinished')).toEqual([[SHARD]]));
    await before.stop();
    await stream.put(left, 'l');
    const after = run();
    await eventually(() => expect(after.texts()).toEqual(['l']));
    expect(after.source.shards().find((shard) => shard.shardId === SHARD)?.state).toBe('finished');
    await after.stop();
  });

  it('skips nothing after a start at latest that saw no record', async () => {
    const { stream, run } = await setUp();
    const before = run({ start: { kind: 'latest' } });
    await eventually(() => expect(before.batches.length).toBeGreaterThan(0));
    await before.stop();
    await stream.put(SHARD, 'meanwhile');
    const after = run({ start: { kind: 'latest' } });
    await eventually(() => expect(after.texts()).toEqual(['meanwhile']));
    await after.stop();
  });

  it('begins at a time, and goes on from there after a restart with the same time', async () => {
    const { stream, run } = await setUp();
    await stream.put(SHARD, 'too early');
    const at = new Date(Date.now() + 1);
    await eventually(() => expect(Date.now()).toBeGreaterThan(at.getTime()));
    await stream.put(SHARD, '1');
    const start = { kind: 'time', at } as const;
    const before = run({ start });
    await eventually(() => expect(before.texts()).toEqual(['1']));
    await before.stop();
    await stream.put(SHARD, '2');
    const after = run({ start });
    await eventually(() => expect(after.texts()).toEqual(['2']));
    await after.stop();
  });

  it('reads everything again at each start at the trim horizon', async () => {
    const { stream, run } = await setUp();
    await stream.put(SHARD, '1', '2');
    for (const owner of ['first', 'second']) {
      const reader = run({ owner, start: { kind: 'trim-horizon' } });
      await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
      await reader.stop();
    }
  });
});

describe('interruptions', () => {
  it('loses and repeats nothing over throttling and expired iterators', async () => {
    const { stream, run } = await setUp();
    const client = kinesis.newClient();
    let reads = 0;
    injectFaults(client, ({ name }) => {
      if (name !== 'GetRecordsCommand') return undefined;
      reads += 1;
      if (reads % 3 === 1) return new ProvisionedThroughputExceededException({ message: 'injected', $metadata: {} });
      return reads % 3 === 2 ? new ExpiredIteratorException({ message: 'injected', $metadata: {} }) : undefined;
    });
    const texts = Array.from({ length: 12 }, (_, index) => String(index));
    await stream.put(SHARD, ...texts);
    const reader = run({ client, maxRecordsPerRead: 3 });
    await eventually(() => expect(reader.texts()).toEqual(texts));
    await reader.stop();
    expect(reader.observer.told('onRetry').length).toBeGreaterThan(2);
    client.destroy();
  });
});

describe('stopping', () => {
  it('ends soon after the signal, also in the middle of a wait', async () => {
    const { run, store, stream } = await setUp();
    const reader = run({ pollIntervalMs: 60_000, shardSyncIntervalMs: 60_000 });
    await eventually(() => expect(reader.batches.length).toBeGreaterThan(0));
    const startedMs = Date.now();
    await reader.stop();
    expect(Date.now() - startedMs).toBeLessThan(2_000);
    expect((await store.list(stream.arn))[0]?.owner).toBeUndefined();
  });
});
