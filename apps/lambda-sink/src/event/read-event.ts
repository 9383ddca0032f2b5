import { compareSequenceNumbers } from '@drayage/kinesis-source/positions';

import { EventError } from './event-error.js';

/** One record of an event. */
export interface EventRecord {
  /** As the event has it: base64, if nobody tampered with it. */
  readonly data: string;
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number;
}

/** The records of one invocation, of one shard, in the order of the shard. */
export interface EventBatch {
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly [EventRecord, ...EventRecord[]];
}

const STREAM_ARN = /^(arn:[\w-]+:kinesis:[\w-]+:\d{12}:stream\/[\w.-]{1,128})(?:\/consumer\/.+)?$/u;
const EVENT_ID = /^(shardId-\d+):(\d+)$/u;

/**
 * Reads what Lambda passes for a Kinesis event source mapping. A consumer with enhanced fan-out is named in the event by
 * its own ARN, which begins with its stream's.
 *
 * @throws EventError: an answer would tell the mapping that something was dealt with.
 */
export function readEvent(event: unknown): EventBatch {
  const list = fieldOf(event, 'Records');
  if (!Array.isArray(list))
    throw new EventError('event-not-kinesis', 'The event has no list "Records": it is none of Kinesis.');
  const parts = list.map(readRecord);
  const [first] = parts;
  if (first === undefined) throw new EventError('event-empty', 'The event holds no records.');
  const { streamArn, shardId } = first;
  const other = parts.find((part) => part.streamArn !== streamArn || part.shardId !== shardId);
  if (other !== undefined) {
    throw new EventError(
      'event-mixed',
      `The event holds records of ${streamArn} ${shardId} and of ${other.streamArn} ${other.shardId}.`,
    );
  }
  const records = parts
    .map(({ record }) => record)
    .sort((one, two) => compareSequenceNumbers(one.sequenceNumber, two.sequenceNumber));
  return { streamArn, shardId, records: records as [EventRecord, ...EventRecord[]] };
}

interface RecordParts {
  readonly streamArn: string;
  readonly shardId: string;
  readonly record: EventRecord;
}

function readRecord(value: unknown, index: number): RecordParts {
  const source = fieldOf(value, 'eventSource') ?? fieldOf(value, 'EventSource');
  if (source !== 'aws:kinesis') {
    const named = typeof source === 'string' ? `"${source.slice(0, 60)}"` : 'nobody';
    throw new EventError(
      'event-not-kinesis',
      `Record ${index} of the event comes from ${named}, not from "aws:kinesis".`,
    );
  }
  const kinesis = fieldOf(value, 'kinesis');
  const [, streamArn] = STREAM_ARN.exec(textOf(value, 'eventSourceARN')) ?? [];
  const [, shardId, sequenceNumber] = EVENT_ID.exec(textOf(value, 'eventID')) ?? [];
  const data = fieldOf(kinesis, 'data');
  const arrival = fieldOf(kinesis, 'approximateArrivalTimestamp');
  const lacking = [
    [streamArn === undefined, 'eventSourceARN with the ARN of a stream'],
    [shardId === undefined, 'eventID with shard and sequence number'],
    [
      sequenceNumber === undefined || textOf(kinesis, 'sequenceNumber') !== sequenceNumber,
      'kinesis.sequenceNumber equal to that of eventID',
    ],
    [typeof data !== 'string', 'kinesis.data'],
    [typeof arrival !== 'number' || !Number.isFinite(arrival), 'kinesis.approximateArrivalTimestamp in seconds'],
  ].flatMap(([isLacking, what]) => (isLacking === true ? [String(what)] : []));
  if (
    streamArn === undefined ||
    shardId === undefined ||
    sequenceNumber === undefined ||
    typeof data !== 'string' ||
    lacking.length > 0
  ) {
    throw new EventError('event-malformed', `Record ${index} of the event lacks ${lacking.join(', ')}.`);
  }
  return { streamArn, shardId, record: { data, sequenceNumber, arrivalTimeMs: Math.round(Number(arrival) * 1_000) } };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown, name: string): string {
  const field = fieldOf(value, name);
  return typeof field === 'string' ? field : '';
}
