import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Clock } from '../clock.js';
import { createScriptedClient, type SentCommand } from './scripted-client.js';

export interface ScriptedRecord {
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number;
}

export interface ScriptedShard {
  readonly records: ScriptedRecord[];
  closed?: boolean;
}

/** A stream in memory, for what a local server cannot do: its clock, its errors and its trimming are the test's. */
export interface ScriptedStream {
  readonly client: KinesisClient;
  readonly arn: string;
  createdAt: Date;
  readonly shards: Map<string, ScriptedShard>;
  readonly sent: SentCommand[];
  retentionHours: number;
  status: string;
  /** How far behind the tip GetRecords says it is. */
  millisBehindLatest: number;
  /** The error a command is answered with, if any. */
  fault: (command: SentCommand) => Error | undefined;
}

/** Where an iterator stands, as its text. */
interface Place {
  readonly shardId: string;
  readonly next: number;
}

export function createScriptedStream(
  clock: Clock,
  shardIds: readonly string[] = ['shardId-000000000000'],
): ScriptedStream {
  const stream: ScriptedStream = {
    client: createScriptedClient((command) => {
      stream.sent.push(command);
      const fault = stream.fault(command);
      if (fault !== undefined) throw fault;
      return answer(stream, command);
    }),
    arn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders',
    createdAt: new Date(clock.now() - 90 * 24 * 3_600_000),
    shards: new Map(shardIds.map((shardId): [string, ScriptedShard] => [shardId, { records: [] }])),
    sent: [],
    retentionHours: 24,
    status: 'ACTIVE',
    millisBehindLatest: 0,
    fault: () => undefined,
  };
  return stream;
}

function answer(stream: ScriptedStream, { name, input }: SentCommand): object {
  switch (name) {
    case 'DescribeStreamSummaryCommand':
      return {
        StreamDescriptionSummary: {
          StreamARN: stream.arn,
          StreamCreationTimestamp: stream.createdAt,
          RetentionPeriodHours: stream.retentionHours,
          StreamStatus: stream.status,
        },
      };
    case 'ListShardsCommand':
      return {
        Shards: [...stream.shards].map(([ShardId, { closed }]) => ({ ShardId, SequenceNumberRange: range(closed) })),
      };
    case 'GetShardIteratorCommand':
      return { ShardIterator: JSON.stringify(placeOf(stream, input)) };
    case 'GetRecordsCommand':
      return recordsAt(stream, JSON.parse(String(input.ShardIterator)) as Place);
    default:
      throw new Error(`No answer for ${name}.`);
  }
}

function range(closed: boolean | undefined): object {
  return { StartingSequenceNumber: '0', ...(closed === true ? { EndingSequenceNumber: '999' } : {}) };
}

function placeOf(stream: ScriptedStream, input: SentCommand['input']): Place {
  const shardId = String(input.ShardId);
  const records = stream.shards.get(shardId)?.records ?? [];
  const after = input.StartingSequenceNumber;
  switch (input.ShardIteratorType) {
    case 'LATEST':
      return { shardId, next: records.length };
    case 'AFTER_SEQUENCE_NUMBER': {
      const next = records.findIndex((record) => BigInt(record.sequenceNumber) > BigInt(String(after)));
      return { shardId, next: next === -1 ? records.length : next };
    }
    default:
      return { shardId, next: 0 };
  }
}

function recordsAt(stream: ScriptedStream, { shardId, next }: Place): object {
  const shard = stream.shards.get(shardId);
  const records = shard?.records.slice(next) ?? [];
  const end: Place = { shardId, next: next + records.length };
  return {
    Records: records.map(({ sequenceNumber, arrivalTimeMs }) => ({
      SequenceNumber: sequenceNumber,
      ApproximateArrivalTimestamp: new Date(arrivalTimeMs),
      PartitionKey: 'key',
      Data: new TextEncoder().encode(sequenceNumber),
    })),
    MillisBehindLatest: stream.millisBehindLatest,
    ...(shard?.closed === true ? {} : { NextShardIterator: JSON.stringify(end) }),
  };
}
