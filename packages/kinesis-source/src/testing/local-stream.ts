import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamSummaryCommand,
  type KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordsCommand,
  ResourceNotFoundException,
  type Shard,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { eventually } from './eventually.js';

/** A stream on the local server, with what a test does to it. */
export interface LocalStream {
  readonly name: string;
  /** Puts texts into one shard, in order; the numbers they got. */
  put(shardId: string, ...texts: readonly string[]): Promise<string[]>;
  /** Resolves with the ids of the two children. */
  split(shardId: string): Promise<string[]>;
  merge(shardId: string, adjacent: string): Promise<string[]>;
  delete(): Promise<void>;
  /** Deletes it and makes it anew. */
  recreate(shardCount: number): Promise<void>;
  createdAt(): Promise<Date>;
  readonly arn: string;
}

/** The id that Kinesis gives to the shard with this number. */
export function shardIdOf(number: number): string {
  return `shardId-${String(number).padStart(12, '0')}`;
}

export async function createLocalStream(client: KinesisClient, name: string, shardCount = 1): Promise<LocalStream> {
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: shardCount }));
  await untilActive(client, name);
  const summary = await describe(client, name);
  const openShards = (): Promise<Shard[]> => listShards(client, name);
  const reshard = async (change: () => Promise<unknown>): Promise<string[]> => {
    const before = new Set((await openShards()).map((shard) => shard.ShardId));
    await change();
    await untilActive(client, name);
    const after = await openShards();
    return after.map((shard) => String(shard.ShardId)).filter((shardId) => !before.has(shardId));
  };
  const remove = async (): Promise<void> => {
    await client.send(new DeleteStreamCommand({ StreamName: name }));
    await eventually(async () => {
      if ((await describe(client, name)) !== undefined) throw new Error('Still there.');
    });
  };
  return {
    name,
    arn: String(summary?.StreamARN),
    put: async (shardId, ...texts) => {
      const shard = (await openShards()).find((candidate) => candidate.ShardId === shardId);
      const ExplicitHashKey = shard?.HashKeyRange?.StartingHashKey;
      const Records = texts.map((text) => ({
        PartitionKey: text,
        Data: new TextEncoder().encode(text),
        ExplicitHashKey,
      }));
      const answer = await client.send(new PutRecordsCommand({ StreamName: name, Records }));
      return (answer.Records ?? []).map((record) => String(record.SequenceNumber));
    },
    split: (shardId) =>
      reshard(async () => {
        const shard = (await openShards()).find((candidate) => candidate.ShardId === shardId);
        const first = BigInt(String(shard?.HashKeyRange?.StartingHashKey));
        const last = BigInt(String(shard?.HashKeyRange?.EndingHashKey));
        const NewStartingHashKey = String((first + last) / 2n);
        await client.send(new SplitShardCommand({ StreamName: name, ShardToSplit: shardId, NewStartingHashKey }));
      }),
    merge: (shardId, adjacent) =>
      reshard(() =>
        client.send(
          new MergeShardsCommand({ StreamName: name, ShardToMerge: shardId, AdjacentShardToMerge: adjacent }),
        ),
      ),
    delete: remove,
    recreate: async (newShardCount) => {
      await remove();
      await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: newShardCount }));
      await untilActive(client, name);
    },
    createdAt: async () => (await describe(client, name))?.StreamCreationTimestamp ?? new Date(0),
  };
}

async function untilActive(client: KinesisClient, name: string): Promise<void> {
  await eventually(async () => {
    const summary = await describe(client, name);
    if (summary?.StreamStatus !== 'ACTIVE') throw new Error(`The stream is ${String(summary?.StreamStatus)}.`);
  });
}

async function describe(client: KinesisClient, name: string) {
  try {
    return (await client.send(new DescribeStreamSummaryCommand({ StreamName: name }))).StreamDescriptionSummary;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function listShards(client: KinesisClient, name: string): Promise<Shard[]> {
  return (await client.send(new ListShardsCommand({ StreamName: name }))).Shards ?? [];
}
