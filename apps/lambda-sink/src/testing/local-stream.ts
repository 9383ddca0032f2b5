import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';

import type { StreamRecord } from './kinesis-event.js';

/** A stream on a local server. */
export interface LocalStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  /** In this order; the numbers they got. */
  put(texts: readonly string[], hashKey?: string): Promise<readonly string[]>;
  /** What a mapping that begins there would bring of a shard. */
  read(shardId: string, from?: Omit<GetShardIteratorCommandInput, 'ShardId'>): Promise<readonly StreamRecord[]>;
  /** Splits the only shard in the middle; the children, once they are there. */
  split(shardId: string): Promise<readonly string[]>;
}

const MIDDLE = String(2n ** 127n);

export async function createLocalStream(client: KinesisClient, name: string): Promise<LocalStream> {
  await client.send(new CreateStreamCommand({ StreamName: name, ShardCount: 1 }));
  const active = async (): Promise<{ readonly arn: string; readonly createdAt: Date }> => {
    for (;;) {
      const { StreamDescriptionSummary: summary } = await client.send(
        new DescribeStreamSummaryCommand({ StreamName: name }),
      );
      if (summary?.StreamStatus === 'ACTIVE')
        return { arn: summary.StreamARN ?? '', createdAt: summary.StreamCreationTimestamp ?? new Date(0) };
    }
  };
  const { arn, createdAt } = await active();
  return {
    name,
    arn,
    createdAt,
    put: async (texts, hashKey) => {
      const numbers: string[] = [];
      for (const text of texts) {
        const answer = await client.send(
          new PutRecordCommand({
            StreamName: name,
            PartitionKey: 'shop.orders',
            Data: Buffer.from(text),
            ...(hashKey === undefined ? {} : { ExplicitHashKey: hashKey }),
          }),
        );
        numbers.push(answer.SequenceNumber ?? '');
      }
      return numbers;
    },
    read: async (shardId, from = { ShardIteratorType: 'TRIM_HORIZON' }) => {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({ StreamName: name, ...from, ShardId: shardId }),
      );
      const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map((record) => ({
        sequenceNumber: record.SequenceNumber ?? '',
        partitionKey: record.PartitionKey ?? '',
        data: record.Data ?? new Uint8Array(),
        arrivalTimeMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
      }));
    },
    split: async (shardId) => {
      await client.send(new SplitShardCommand({ StreamName: name, ShardToSplit: shardId, NewStartingHashKey: MIDDLE }));
      await active();
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
      return Shards.filter(({ ParentShardId }) => ParentShardId === shardId).map(({ ShardId = '' }) => ShardId);
    },
  };
}
