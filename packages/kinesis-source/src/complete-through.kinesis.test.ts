import { describe, expect, it } from 'vitest';
import { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
import { systemClock } from './clock.js';
import type { ShardHandler } from './shard-handler.js';
import { eventually } from './testing/eventually.js';
import { useLocalKinesis } from './testing/local-kinesis.js';
import { shardIdOf } from './testing/local-stream.js';
import { runSourceUnderTest } from './testing/running-source.js';

const kinesis = useLocalKinesis();
const [FIRST, SECOND] = [shardIdOf(0), shardIdOf(1)];

/** Calls nothing safe of a shard that is held, and everything else. */
function holding(held: Set<string>): ShardHandler {
  return ({ shardId, records }) => {
    const last = records.at(-1)?.position ?? { sequenceNumber: String(10n ** 60n) };
    return Promise.resolve({ safeThrough: held.has(shardId) ? undefined : last });
  };
}

describe('completeThrough', () => {
  it('stops where one of two shards holds its records back, and goes on when they are safe', async () => {
    const stream = await kinesis.newStream(2);
    const held = new Set<string>();
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name, handler: holding(held) });
    const through = async (): Promise<number> => (await reader.source.completeThrough()) ?? 0;
    const startedMs = Date.now();
    await eventually(async () => expect(await through()).toBeGreaterThan(startedMs));
    held.add(SECOND);
    await stream.put(SECOND, 'b1');
    const putMs = Date.now();
    await stream.put(FIRST, 'a1', 'a2');
    await eventually(() => expect(reader.source.shards()[1]?.lagMs).toBeGreaterThan(0));
    await eventually(() => expect(reader.source.shards()[0]?.sequenceNumber).not.toBeNull());
    const stopped = await through();
    expect(stopped).toBeLessThanOrEqual(putMs);
    await eventually(() => expect(Date.now()).toBeGreaterThan(putMs + 500));
    expect(await through()).toBe(stopped);
    held.delete(SECOND);
    await eventually(async () => expect(await through()).toBeGreaterThan(putMs));
    await reader.stop();
  });

  it('sees shards of another process by what that one saved', async () => {
    const stream = await kinesis.newStream(2);
    const options = {
      client: kinesis.client,
      stream: stream.name,
      store: createMemoryCheckpointStore(systemClock),
      leaseMs: 600,
    };
    const one = runSourceUnderTest({ ...options, owner: 'one' });
    await eventually(() => expect(one.source.shards().filter(({ state }) => state === 'reading')).toHaveLength(2));
    const other = runSourceUnderTest({ ...options, owner: 'other' });
    const startedMs = Date.now();
    await eventually(async () => expect(await other.source.completeThrough()).toBeGreaterThan(startedMs));
    expect(other.batches).toEqual([]);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('does not count what nobody has read of the halves of a split', async () => {
    const stream = await kinesis.newStream();
    await stream.put(FIRST, 'p1');
    const held = new Set<string>();
    const reader = runSourceUnderTest({ client: kinesis.client, stream: stream.name, handler: holding(held) });
    await eventually(async () => expect(await reader.source.completeThrough()).toBeGreaterThan(0));
    const beforeMs = Date.now();
    const [left = '', right = ''] = await stream.split(FIRST);
    held.add(right);
    await stream.put(left, 'l1');
    await stream.put(right, 'r1');
    const putMs = Date.now();
    await eventually(() => expect(reader.source.shards().filter(({ state }) => state === 'reading')).toHaveLength(2));
    await eventually(() => expect(Date.now()).toBeGreaterThan(putMs + 500));
    expect((await reader.source.completeThrough()) ?? beforeMs).toBeLessThanOrEqual(putMs);
    held.clear();
    await eventually(async () => expect(await reader.source.completeThrough()).toBeGreaterThan(putMs));
    await reader.stop();
  });
});
