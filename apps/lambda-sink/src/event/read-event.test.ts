import { expect, it } from 'vitest';

import { kinesisEvent, SHARD_ID, STREAM_ARN } from '../testing/kinesis-event.js';
import { recordAt, sequenceAt } from '../testing/messages.js';
import { EventError } from './event-error.js';
import { readEvent } from './read-event.js';

type Part = Record<string, unknown> & { kinesis: Record<string, unknown> };

function eventWith(change: (record: Part) => void): unknown {
  const event = kinesisEvent([recordAt(1, 'a'), recordAt(2, 'b')]) as unknown as { Records: Part[] };
  change(event.Records[1]!);
  return event;
}

function codeOf(event: unknown): string {
  try {
    readEvent(event);
    return 'none';
  } catch (error) {
    if (!(error instanceof EventError) || error.remedy === '') throw error;
    return error.code;
  }
}

it('reads the records of a shard, in its order', () => {
  const { streamArn, shardId, records } = readEvent(kinesisEvent([recordAt(2, 'b'), recordAt(1, 'a')]));
  expect({ streamArn, shardId }).toEqual({ streamArn: STREAM_ARN, shardId: SHARD_ID });
  expect(records).toEqual([
    {
      data: Buffer.from('a').toString('base64'),
      sequenceNumber: sequenceAt(1),
      arrivalTimeMs: recordAt(1, '').arrivalTimeMs,
    },
    {
      data: Buffer.from('b').toString('base64'),
      sequenceNumber: sequenceAt(2),
      arrivalTimeMs: recordAt(2, '').arrivalTimeMs,
    },
  ]);
});

it('takes the stream of a consumer with enhanced fan-out, as positions are the stream’s', () => {
  const event = kinesisEvent([recordAt(1, 'a')]) as unknown as { Records: Part[] };
  event.Records[0]!['eventSourceARN'] = `${STREAM_ARN}/consumer/fast:1767225600`;
  expect(readEvent(event).streamArn).toBe(STREAM_ARN);
});

it.each([
  ['nothing', undefined],
  ['text', 'hello'],
  ['an object without records', { detail: {} }],
  ['records that are no list', { Records: {} }],
  ['a message of SQS', { Records: [{ eventSource: 'aws:sqs', body: '{}' }] }],
  ['a notification of SNS', { Records: [{ EventSource: 'aws:sns', Sns: {} }] }],
  ['a record that is null', { Records: [null] }],
])('refuses %s as none of Kinesis', (_, event) => {
  expect(codeOf(event)).toBe('event-not-kinesis');
});

it('refuses an event without records: an answer would say that something was dealt with', () => {
  expect(codeOf({ Records: [] })).toBe('event-empty');
});

it.each<[string, (record: Part) => void]>([
  ['a stream', (record) => delete record['eventSourceARN']],
  ['a shard', (record) => (record['eventID'] = sequenceAt(2))],
  ['a sequence number', (record) => delete record.kinesis['sequenceNumber']],
  ['one sequence number', (record) => (record.kinesis['sequenceNumber'] = sequenceAt(3))],
  ['data', (record) => (record.kinesis['data'] = 7)],
  ['a time', (record) => (record.kinesis['approximateArrivalTimestamp'] = 'now')],
  ['anything of Kinesis', (record) => delete (record as Partial<Part>).kinesis],
])('refuses a record without %s', (_, change) => {
  expect(codeOf(eventWith(change))).toBe('event-malformed');
});

it('refuses records of several shards, as the answer names one', () => {
  expect(codeOf(eventWith((record) => (record['eventID'] = `shardId-000000000001:${sequenceAt(2)}`)))).toBe(
    'event-mixed',
  );
});
