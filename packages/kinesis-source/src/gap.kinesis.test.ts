import { describe, expect, it } from 'vitest';
import { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
import { systemClock } from './clock.js';
import { eventually } from './testing/eventually.js';
import { useLocalKinesis } from './testing/local-kinesis.js';
import { shardIdOf } from './testing/local-stream.js';
import { HOUR_MS } from './testing/plan-data.js';
import { runSourceUnderTest, type SourceUnderTest } from './testing/running-source.js';
import { seedCheckpoint } from './testing/seed-checkpoint.js';

const kinesis = useLocalKinesis();
const SHARD = shardIdOf(0);

async function setUp(shardCount?: number) {
  const stream = await kinesis.newStream(shardCount);
  const store = createMemoryCheckpointStore(systemClock);
  const run = (options: Partial<SourceUnderTest> = {}) =>
    runSourceUnderTest({ client: kinesis.client, stream: stream.name, store, ...options });
  const seed = async (shardId: string, sequenceNumber: string, ageHours: number) =>
    seedCheckpoint(store, {
      streamArn: stream.arn,
      streamCreatedAt: await stream.createdAt(),
      shardId,
      sequenceNumber,
      arrivalTime: new Date(Date.now() - ageHours * HOUR_MS),
    });
  return { stream, store, run, seed };
}

describe('gaps', () => {
  it('halts where the stream was made anew under the same name, and changes no position', async () => {
    const { stream, store, run } = await setUp();
    await stream.put(SHARD, 'old');
    const before = run();
    await eventually(() => expect(before.texts()).toEqual(['old']));
    await before.stop();
    const rows = await store.list(stream.arn);
    await stream.recreate(1);
    await stream.put(SHARD, 'new');
    await expect(run().run).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringMatching(/shardId-000000000000 .* made anew .* between \d{4}-.* and \d{4}-/) as string,
      remedy: expect.stringContaining('Reload the tables') as string,
    });
    expect(await store.list(stream.arn)).toEqual(rows);
  });

  it('reads the new stream from its beginning if it may, and reports the gap once', async () => {
    const { stream, run } = await setUp(2);
    await stream.put(SHARD, 'old');
    const before = run();
    await eventually(() => expect(before.observer.told('onAcquired')).toHaveLength(2));
    await eventually(() => expect(before.texts()).toEqual(['old']));
    await before.stop();
    await stream.recreate(1);
    await stream.put(SHARD, 'new');
    const after = run({ onGap: 'continue' });
    await eventually(() => expect(after.texts()).toEqual(['new']));
    // The shard that the new stream lacks is closed in the store.
    await eventually(() => expect(after.observer.told('onFinished')).toEqual([[shardIdOf(1)]]));
    await after.stop();
    expect(after.observer.told('onGap').map(([gap]) => gap.kind)).toEqual(['stream-recreated']);
    const restarted = run();
    await stream.put(SHARD, 'newer');
    await eventually(() => expect(restarted.texts()).toEqual(['newer']));
    await restarted.stop();
  });

  it('halts where the stream is deleted while it reads', async () => {
    const { stream, run } = await setUp();
    const reader = run({ shardSyncIntervalMs: 100 });
    await eventually(() => expect(reader.batches.length).toBeGreaterThan(0));
    await stream.delete();
    await expect(reader.run).rejects.toMatchObject({ code: 'stream-not-found' });
  });

  it('halts at a checkpoint older than the retention, or goes on from the trim horizon', async () => {
    const { stream, run, seed } = await setUp();
    const [number = ''] = await stream.put(SHARD, '1', '2');
    await seed(SHARD, number, 25);
    await expect(run().run).rejects.toMatchObject({ code: 'gap', message: expect.stringContaining(SHARD) as string });
    const reader = run({ onGap: 'continue' });
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    await reader.stop();
    expect(reader.observer.told('onGap').map(([gap]) => gap.kind)).toEqual(['checkpoint-too-old']);
  });

  it('finds one old checkpoint among fresh ones', async () => {
    const { stream, run, seed } = await setUp(2);
    const [number = ''] = await stream.put(SHARD, '1');
    const [other = ''] = await stream.put(shardIdOf(1), '2');
    await seed(SHARD, number, 25);
    await seed(shardIdOf(1), other, 1);
    await expect(run().run).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringMatching(/^Shard shardId-000000000000 /) as string,
    });
  });

  it('goes on after a checkpoint within the retention', async () => {
    const { stream, run, seed } = await setUp();
    const [number = ''] = await stream.put(SHARD, '1', '2');
    await seed(SHARD, number, 23);
    const reader = run();
    await eventually(() => expect(reader.texts()).toEqual(['2']));
    await reader.stop();
  });

  it('halts where a shard is gone that was not read to its end, or closes it and goes on', async () => {
    const { stream, run, seed } = await setUp();
    await stream.put(SHARD, '1');
    await seed(shardIdOf(9), '5', 1);
    await expect(run().run).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringContaining(shardIdOf(9)) as string,
    });
    const reader = run({ onGap: 'continue' });
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    await eventually(() => expect(reader.observer.told('onFinished')).toEqual([[shardIdOf(9)]]));
    await reader.stop();
    const restarted = run();
    await stream.put(SHARD, '2');
    await eventually(() => expect(restarted.texts()).toEqual(['2']));
    await restarted.stop();
  });

  it('halts where Kinesis does not know the stored record', async () => {
    const { stream, run, seed } = await setUp();
    await stream.put(SHARD, '1');
    await seed(SHARD, '12345', 1);
    await expect(run().run).rejects.toMatchObject({
      code: 'gap',
      message: expect.stringContaining('does not accept the stored sequence number') as string,
    });
  });

  it('is no gap if the operator asks for the trim horizon', async () => {
    const { stream, run, seed } = await setUp();
    const [number = ''] = await stream.put(SHARD, '1', '2');
    await seed(SHARD, number, 25);
    const reader = run({ start: { kind: 'trim-horizon' } });
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    await reader.stop();
  });
});
