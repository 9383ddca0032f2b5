import {
  DescribeStreamSummaryCommand,
  type DescribeStreamSummaryCommandOutput,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  ListShardsCommand,
  type Shard as AwsShard,
} from '@aws-sdk/client-kinesis';
import { KinesisSourceError } from '../kinesis-source-error.js';
import type { IteratorPosition, Shard, Stream } from '../shard.js';
import type { KinesisSender } from './create-kinesis-client.js';

/** A record as it came, not yet tied to its stream and shard. */
export interface RawRecord {
  readonly data: Uint8Array;
  readonly partitionKey: string;
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number | undefined;
}

export interface RecordsAnswer {
  readonly records: readonly RawRecord[];
  readonly millisBehindLatest: number;
  /** Absent: the shard is closed and this was its end. */
  readonly nextIterator: string | undefined;
}

export interface IteratorRequest {
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: IteratorPosition;
}

/** The four calls the source makes, each once: nothing is retried here, and errors are the SDK's. */
export interface KinesisApi {
  /** `stream` is a name or an ARN. */
  describeStream(stream: string, signal: AbortSignal): Promise<Stream>;
  /** All pages. */
  listShards(streamArn: string, signal: AbortSignal): Promise<readonly Shard[]>;
  openIterator(request: IteratorRequest, signal: AbortSignal): Promise<string>;
  readRecords(streamArn: string, iterator: string, limit: number, signal: AbortSignal): Promise<RecordsAnswer>;
}

const MS_PER_HOUR = 3_600_000;

export function createKinesisApi(client: KinesisSender): KinesisApi {
  return {
    async describeStream(stream, abortSignal) {
      const reference = stream.startsWith('arn:') ? { StreamARN: stream } : { StreamName: stream };
      return toStream(await client.send(new DescribeStreamSummaryCommand(reference), { abortSignal }));
    },
    async listShards(streamArn, abortSignal) {
      const shards: Shard[] = [];
      // A page token stands for the stream: Kinesis refuses both together.
      let request: { StreamARN: string } | { NextToken: string } | undefined = { StreamARN: streamArn };
      while (request !== undefined) {
        const page: { Shards?: AwsShard[] | undefined; NextToken?: string | undefined } = await client.send(
          new ListShardsCommand(request),
          { abortSignal },
        );
        shards.push(...(page.Shards ?? []).map(toShard));
        request = page.NextToken === undefined ? undefined : { NextToken: page.NextToken };
      }
      return shards;
    },
    async openIterator({ streamArn, shardId, position }, abortSignal) {
      const input = { StreamARN: streamArn, ShardId: shardId, ...iteratorInput(position) };
      const answer = await client.send(new GetShardIteratorCommand(input), { abortSignal });
      return required(answer.ShardIterator, 'ShardIterator');
    },
    async readRecords(streamArn, iterator, limit, abortSignal) {
      const input = { StreamARN: streamArn, ShardIterator: iterator, Limit: limit };
      return toRecordsAnswer(await client.send(new GetRecordsCommand(input), { abortSignal }));
    },
  };
}

function iteratorInput(
  position: IteratorPosition,
): Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'> {
  switch (position.kind) {
    case 'after':
      return { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: position.sequenceNumber };
    case 'at-time':
      return { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: position.at };
    case 'latest':
      return { ShardIteratorType: 'LATEST' };
    case 'trim-horizon':
      return { ShardIteratorType: 'TRIM_HORIZON' };
  }
}

function toStream(answer: DescribeStreamSummaryCommandOutput): Stream {
  const summary = required(answer.StreamDescriptionSummary, 'StreamDescriptionSummary');
  return {
    arn: required(summary.StreamARN, 'StreamARN'),
    createdAt: required(summary.StreamCreationTimestamp, 'StreamCreationTimestamp'),
    retentionMs: required(summary.RetentionPeriodHours, 'RetentionPeriodHours') * MS_PER_HOUR,
    readable: summary.StreamStatus === 'ACTIVE' || summary.StreamStatus === 'UPDATING',
  };
}

function toShard(shard: AwsShard): Shard {
  const parents = [shard.ParentShardId, shard.AdjacentParentShardId];
  return {
    shardId: required(shard.ShardId, 'ShardId'),
    parentShardIds: parents.filter((parent) => parent !== undefined),
    closed: shard.SequenceNumberRange?.EndingSequenceNumber !== undefined,
  };
}

function toRecordsAnswer(answer: GetRecordsCommandOutput): RecordsAnswer {
  return {
    records: (answer.Records ?? []).map((record) => ({
      data: required(record.Data, 'Data'),
      partitionKey: record.PartitionKey ?? '',
      sequenceNumber: required(record.SequenceNumber, 'SequenceNumber'),
      arrivalTimeMs: record.ApproximateArrivalTimestamp?.getTime(),
    })),
    millisBehindLatest: answer.MillisBehindLatest ?? 0,
    nextIterator: answer.NextShardIterator,
  };
}

/** The SDK types every field as optional; Kinesis always sends these. An endpoint that is not Kinesis may not. */
function required<T>(value: T | undefined, field: string): T {
  if (value !== undefined) return value;
  throw new KinesisSourceError('request-refused', {
    message: `The endpoint does not answer as Kinesis does: no ${field}.`,
  });
}
