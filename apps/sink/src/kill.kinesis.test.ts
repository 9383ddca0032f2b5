import { randomInt } from 'node:crypto';

import { ListShardsCommand, MergeShardsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { expect, it, vi } from 'vitest';

import { logLine, untilActive, useBundledSink } from './testing/bundled-sink.js';
import { productSource } from './testing/product-changes.js';

const sinks = useBundledSink();
const TIMEOUT_MS = 180_000;
const KILLS = 5;
const CHUNK = 10;

it('ends as the source though it is killed at random moments while records flow', { timeout: TIMEOUT_MS }, async () => {
  const stream = await sinks.newStream(2);
  const source = productSource();
  await sinks.put(stream, source.load());
  for (let kill = 0; kill < KILLS; kill += 1) {
    const sink = sinks.start(stream);
    await logLine(sink, ({ msg }) => msg === 'running');
    for (let chunks = randomInt(1, 12); chunks > 0; chunks -= 1) await sinks.put(stream, source.change(CHUNK));
    await sinks.killHard(sink);
  }
  const last = sinks.start(stream);
  await sinks.untilHolds('public.products', source.rows(), last);
  last.signal('SIGTERM');
  expect(await last.exitCode).toBe(0);
  expect(await sinks.rows('SELECT count(*) FROM drayage.dead_letters')).toEqual([['0']]);
});

it('ends as the source though shards split and merge, twice, while records flow', { timeout: TIMEOUT_MS }, async () => {
  const stream = await sinks.newStream(2);
  const source = productSource();
  await sinks.put(stream, source.load());
  const first = sinks.start(stream);
  await logLine(first, ({ msg }) => msg === 'batch written');
  for (let round = 0; round < 2; round += 1) {
    await splitFirst(stream);
    await sinks.put(stream, source.change(5 * CHUNK));
    await mergeFirst(stream);
    await sinks.put(stream, source.change(5 * CHUNK));
  }
  await sinks.killHard(first);
  await sinks.put(stream, source.change(CHUNK));
  const second = sinks.start(stream);
  await sinks.untilHolds('public.products', source.rows(), second);
  second.signal('SIGTERM');
  expect(await second.exitCode).toBe(0);
  // Each of the six that were split or merged was read to its end.
  const ended = await sinks.rows(
    `SELECT count(*) FROM drayage.checkpoints WHERE stream LIKE '%/${stream}' AND sequence_number = 'SHARD_END'`,
  );
  expect(ended).toEqual([['6']]);
});

async function openShards(stream: string) {
  const { Shards = [] } = await sinks.client.send(new ListShardsCommand({ StreamName: stream }));
  return Shards.filter((shard) => shard.SequenceNumberRange?.EndingSequenceNumber === undefined)
    .map(({ ShardId = '', HashKeyRange }) => ({
      shardId: ShardId,
      from: BigInt(HashKeyRange?.StartingHashKey ?? 0),
      to: BigInt(HashKeyRange?.EndingHashKey ?? 0),
    }))
    .sort((one, other) => (one.from < other.from ? -1 : 1));
}

async function splitFirst(stream: string): Promise<void> {
  const before = await openShards(stream);
  const [first] = before;
  if (first === undefined) throw new Error('No shard is open.');
  const NewStartingHashKey = String((first.from + first.to) / 2n);
  await sinks.client.send(
    new SplitShardCommand({ StreamName: stream, ShardToSplit: first.shardId, NewStartingHashKey }),
  );
  await vi.waitFor(async () => expect(await openShards(stream)).toHaveLength(before.length + 1));
  await untilActive(sinks.client, stream);
}

async function mergeFirst(stream: string): Promise<void> {
  const before = await openShards(stream);
  const [first, second] = before;
  await sinks.client.send(
    new MergeShardsCommand({ StreamName: stream, ShardToMerge: first?.shardId, AdjacentShardToMerge: second?.shardId }),
  );
  await vi.waitFor(async () => expect(await openShards(stream)).toHaveLength(before.length - 1));
  await untilActive(sinks.client, stream);
}
