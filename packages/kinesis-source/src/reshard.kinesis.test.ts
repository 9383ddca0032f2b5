import { describe, expect, it } from 'vitest';
import { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
import { systemClock } from './clock.js';
import { eventually } from './testing/eventually.js';
import { useLocalKinesis } from './testing/local-kinesis.js';
import { shardIdOf } from './testing/local-stream.js';
import { type RunningSource, runSourceUnderTest } from './testing/running-source.js';

const kinesis = useLocalKinesis();
const FIRST = shardIdOf(0);
const SECOND = shardIdOf(1);

/** Every record of each parent was handed over before the first of its child. */
function expectOrder(reader: RunningSource, parents: readonly string[], child: string): void {
  const order = reader.batches.filter((batch) => batch.records.length > 0).map((batch) => batch.shardId);
  for (const parent of parents) expect(order.lastIndexOf(parent)).toBeLessThan(order.indexOf(child));
}

describe('reading a stream', () => {
  it('hands over the records of each shard in order, with their positions', async () => {
    const stream = await kinesis.newStream(2);
    const numbers = await stream.put(FIRST, 'a1', 'a2', 'a3');
    await stream.put(SECOND, 'b1', 'b2');
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name });
    await eventually(() => expect(reader.texts()).toHaveLength(5));
    await reader.stop();
    expect(reader.textsOf(FIRST)).toEqual(['a1', 'a2', 'a3']);
    expect(reader.textsOf(SECOND)).toEqual(['b1', 'b2']);
    const record = reader.batches.find((batch) => batch.shardId === FIRST && batch.records.length > 0)?.records[0];
    expect(record?.partitionKey).toBe('a1');
    expect(record?.position).toMatchObject({ stream: stream.arn, shardId: FIRST, sequenceNumber: numbers[0] });
    expect(record?.position.arrivalTimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it('shows its shards with position, lag and owner', async () => {
    const stream = await kinesis.newStream();
    const [number] = await stream.put(FIRST, 'a1');
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.arn });
    const status = { shardId: FIRST, sequenceNumber: number, lagMs: 0, owner: 'first', state: 'reading' };
    await eventually(() => expect(reader.source.shards()).toEqual([status]));
    await reader.stop();
  });

  it('says which stream is missing', async () => {
    const reader = runSourceUnderTest({ client: kinesis.client, stream: 'no-such-stream' });
    await expect(reader.run).rejects.toMatchObject({
      code: 'stream-not-found',
      message: expect.stringContaining('no-such-stream') as string,
      remedy: expect.stringContaining('Create the stream') as string,
    });
  });
});

describe('resharding', () => {
  it('reads both halves of a split after their parent, found while it is being read', async () => {
    const stream = await kinesis.newStream();
    await stream.put(FIRST, 'p1');
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name, shardSyncIntervalMs: 60_000 });
    await eventually(() => expect(reader.texts()).toEqual(['p1']));
    await stream.put(FIRST, 'p2');
    const [left = '', right = ''] = await stream.split(FIRST);
    await stream.put(left, 'l1', 'l2');
    await stream.put(right, 'r1');
    await eventually(() => expect(reader.texts()).toHaveLength(5));
    await reader.stop();
    expect(reader.textsOf(FIRST)).toEqual(['p1', 'p2']);
    expect(reader.textsOf(left)).toEqual(['l1', 'l2']);
    expect(reader.textsOf(right)).toEqual(['r1']);
    expectOrder(reader, [FIRST], left);
    expectOrder(reader, [FIRST], right);
    expect(reader.observer.told('onFinished')).toEqual([[FIRST]]);
  });

  it('reads a merged shard after both its parents', async () => {
    const stream = await kinesis.newStream(2);
    await stream.put(FIRST, 'a1', 'a2');
    await stream.put(SECOND, 'b1');
    const [merged = ''] = await stream.merge(FIRST, SECOND);
    await stream.put(merged, 'm1', 'm2');
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name });
    await eventually(() => expect(reader.textsOf(merged)).toEqual(['m1', 'm2']));
    await reader.stop();
    expect(reader.texts().slice(0, 3).sort()).toEqual(['a1', 'a2', 'b1']);
    expectOrder(reader, [FIRST, SECOND], merged);
  });

  it('loses, repeats and reorders nothing when shards split and merge under load', async () => {
    const stream = await kinesis.newStream();
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name });
    const sent = new Map<string, string[]>();
    const put = async (shardId: string, count: number): Promise<void> => {
      const before = sent.get(shardId) ?? [];
      const texts = Array.from({ length: count }, (_, index) => `${shardId}/${before.length + index}`);
      sent.set(shardId, [...before, ...texts]);
      await stream.put(shardId, ...texts);
    };
    await put(FIRST, 20);
    const [left = '', right = ''] = await stream.split(FIRST);
    await Promise.all([put(left, 20), put(right, 20)]);
    const [merged = ''] = await stream.merge(left, right);
    await put(merged, 20);
    const [low = '', high = ''] = await stream.split(merged);
    await Promise.all([put(low, 10), put(high, 10)]);
    await eventually(() => expect(reader.texts()).toHaveLength(100));
    await reader.stop();
    for (const [shardId, texts] of sent) expect(reader.textsOf(shardId)).toEqual(texts);
    expectOrder(reader, [FIRST], left);
    expectOrder(reader, [left, right], merged);
    expectOrder(reader, [merged], high);
  });

  it('begins children of a later split at their own beginning after a start at latest', async () => {
    const stream = await kinesis.newStream();
    await stream.put(FIRST, 'old');
    const store = createMemoryCheckpointStore(systemClock);
    const start = { kind: 'latest' } as const;
    const before = runSourceUnderTest({ client: kinesis.client, stream: stream.name, start, store });
    // An empty batch: the iterator is there.
    await eventually(() => expect(before.batches.length).toBeGreaterThan(0));
    await stream.put(FIRST, 'new');
    await eventually(() => expect(before.texts()).toEqual(['new']));
    await before.stop();
    const [left = '', right = ''] = await stream.split(FIRST);
    await stream.put(left, 'l1');
    await stream.put(right, 'r1');
    const after = runSourceUnderTest({ client: kinesis.client, stream: stream.name, start, store });
    await eventually(() => expect(after.texts().sort()).toEqual(['l1', 'r1']));
    await after.stop();
  });

  it('reads only open shards, from their end, at a first start at latest', async () => {
    const stream = await kinesis.newStream();
    await stream.put(FIRST, 'old');
    const [left = '', right = ''] = await stream.split(FIRST);
    await stream.put(left, 'old');
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name, start: { kind: 'latest' } });
    await eventually(() =>
      expect(new Set(reader.batches.map((batch) => batch.shardId))).toEqual(new Set([left, right])),
    );
    await stream.put(left, 'new');
    await eventually(() => expect(reader.texts()).toEqual(['new']));
    await reader.stop();
  });
});
