import { DescribeStreamSummaryCommand, ListShardsCommand, ListStreamConsumersCommand } from '@aws-sdk/client-kinesis';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { callAws } from '../errors/call-aws.js';
import { need } from '../errors/need.js';
import { streamInput } from './stream-input.js';

export interface StreamShard {
  readonly shardId: string;
  /** An open shard takes new records; a closed one is only read to its end. */
  readonly isOpen: boolean;
  readonly parentShardIds: readonly string[];
}

/** A data stream and what reads from it with a pipe of its own. */
export interface StreamDescription {
  readonly name: string;
  readonly arn: string;
  readonly status: string;
  readonly createdAt: Date | undefined;
  readonly retentionHours: number;
  readonly mode: 'provisioned' | 'on-demand';
  readonly encryption: { readonly kind: 'none' } | { readonly kind: 'kms'; readonly keyId: string | undefined };
  /** In KiB; 1024 unless the stream was raised. */
  readonly maxRecordKib: number | undefined;
  readonly shards: readonly StreamShard[];
  readonly consumers: readonly { readonly name: string; readonly status: string }[];
}

/** @throws AwsOpsError `not-found` where there is no such stream. */
export async function describeStream(
  { kinesis }: Pick<AwsClients, 'kinesis'>,
  nameOrArn: string,
): Promise<StreamDescription> {
  const input = streamInput(nameOrArn);
  const answer = await callAws(`kinesis:DescribeStreamSummary on ${nameOrArn}`, () =>
    kinesis.send(new DescribeStreamSummaryCommand(input)),
  );
  const summary = need(answer.StreamDescriptionSummary, 'StreamDescriptionSummary');
  const arn = need(summary.StreamARN, 'StreamARN');
  const shards = await collectPages(async (token) => {
    const page = token === undefined ? input : { NextToken: token };
    const { Shards, NextToken } = await callAws('kinesis:ListShards', () => kinesis.send(new ListShardsCommand(page)));
    return { items: Shards, next: NextToken };
  });
  const consumers = await collectPages(async (token) => {
    const page = { StreamARN: arn, NextToken: token };
    const { Consumers, NextToken } = await callAws('kinesis:ListStreamConsumers', () =>
      kinesis.send(new ListStreamConsumersCommand(page)),
    );
    return { items: Consumers, next: NextToken };
  });
  return {
    name: need(summary.StreamName, 'StreamName'),
    arn,
    status: summary.StreamStatus ?? '',
    createdAt: summary.StreamCreationTimestamp,
    retentionHours: summary.RetentionPeriodHours ?? 24,
    mode: summary.StreamModeDetails?.StreamMode === 'ON_DEMAND' ? 'on-demand' : 'provisioned',
    encryption: summary.EncryptionType === 'KMS' ? { kind: 'kms', keyId: summary.KeyId } : { kind: 'none' },
    maxRecordKib: summary.MaxRecordSizeInKiB,
    shards: shards.map((shard) => ({
      shardId: shard.ShardId ?? '',
      isOpen: shard.SequenceNumberRange?.EndingSequenceNumber === undefined,
      parentShardIds: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
    })),
    consumers: consumers.map(({ ConsumerName = '', ConsumerStatus = '' }) => ({
      name: ConsumerName,
      status: ConsumerStatus,
    })),
  };
}
