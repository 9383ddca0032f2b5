import { describe, expect, it } from 'vitest';
import type { CheckpointStore } from './checkpoints/checkpoint-store.js';
import { createMemoryCheckpointStore } from './checkpoints/memory-checkpoint-store.js';
import { systemClock } from './clock.js';
import type { ShardHandler } from './shard-handler.js';
import { eventually } from './testing/eventually.js';
import { useLocalKinesis } from './testing/local-kinesis.js';
import { shardIdOf } from './testing/local-stream.js';
import { runSourceUnderTest, type SourceUnderTest } from './testing/running-source.js';

const kinesis = useLocalKinesis();
const SHARD = shardIdOf(0);

async function setUp() {
  const stream = await kinesis.newStream();
  const store = createMemoryCheckpointStore(systemClock);
  const run = (owner: string, options: Partial<SourceUnderTest> = {}) =>
    runSourceUnderTest({ client: kinesis.client, stream: stream.name, store, owner, leaseMs: 600, ...options });
  return { stream, store, run };
}

describe('two sources', () => {
  it('leave a shard to the one that has it; the other says so, and takes it once it is given free', async () => {
    const { stream, run } = await setUp();
    const first = run('first');
    await eventually(() => expect(first.observer.told('onAcquired')).toHaveLength(1));
    const second = run('second');
    await eventually(() => expect(second.observer.told('onWaiting')).toEqual([[SHARD, 'first']]));
    expect(second.source.shards()).toMatchObject([{ owner: 'first', state: 'waiting' }]);
    await stream.put(SHARD, '1');
    await eventually(() => expect(first.texts()).toEqual(['1']));
    await first.stop();
    await stream.put(SHARD, '2');
    await eventually(() => expect(second.texts()).toEqual(['2']));
    await second.stop();
    expect(second.observer.told('onWaiting')).toHaveLength(1);
  });

  it('take over when the lease of a dead one has run out, and fence it if it was only stuck', async () => {
    const { stream, store, run } = await setUp();
    const numbers = await stream.put(SHARD, '1', '2');
    let isCutOff = false;
    // The first loses its way to the store: its renewals hang, as over a broken connection.
    const cutOff: CheckpointStore = {
      ...store,
      save: (request) => (isCutOff ? Promise.reject(new Error('no connection')) : store.save(request)),
    };
    let answer = (): void => undefined;
    const stuck: ShardHandler = ({ records }) =>
      records.length === 0
        ? Promise.resolve({ safeThrough: undefined })
        : new Promise((resolve) => (answer = () => resolve({ safeThrough: records.at(-1)?.position })));
    const first = run('first', { store: cutOff, handler: stuck });
    await eventually(() => expect(first.observer.told('onAcquired')).toHaveLength(1));
    isCutOff = true;
    const second = run('second');
    await eventually(() => expect(second.texts()).toEqual(['1', '2']));
    expect(second.observer.told('onWaiting')).toEqual([[SHARD, 'first']]);
    isCutOff = false;
    answer();
    await eventually(() => expect(first.observer.told('onFenced')).toEqual([[SHARD]]));
    await eventually(() => expect(first.observer.told('onWaiting')).toEqual([[SHARD, 'second']]));
    expect(await store.list(stream.arn)).toMatchObject([{ owner: 'second', sequenceNumber: numbers[1] }]);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('read the children of a split one after the other, whoever finished the parent', async () => {
    const { stream, run } = await setUp();
    await stream.put(SHARD, 'p');
    const first = run('first');
    const second = run('second');
    await eventually(() => expect([...first.texts(), ...second.texts()]).toEqual(['p']));
    const [left = '', right = ''] = await stream.split(SHARD);
    await stream.put(left, 'l');
    await stream.put(right, 'r');
    await eventually(() => expect([...first.texts(), ...second.texts()].sort()).toEqual(['l', 'p', 'r']));
    await Promise.all([first.stop(), second.stop()]);
  });
});
