import type { ProcessOutcome } from '@drayage/pipeline';
import { expect, it } from 'vitest';

import { recordingObserver } from '../testing/recording-observer.js';
import { createShardHandler } from './shard-handler.js';

const POSITION = { stream: 'arn:stream', shardId: 's', sequenceNumber: '7' };
const OUTCOME: ProcessOutcome = {
  records: 1,
  rowsUpserted: 1,
  rowsDeleted: 0,
  statements: 1,
  deadLetters: 0,
  skipped: 0,
  staleSkipped: 0,
  tables: [],
  safeThrough: POSITION,
};
const RECORD = { data: new Uint8Array(), partitionKey: 'k', position: POSITION };
const signal = new AbortController().signal;

function setUp(outcome: ProcessOutcome = OUTCOME) {
  const told = recordingObserver();
  const applied: { readonly count: number; readonly stream: string }[] = [];
  let time = 0;
  const handler = createShardHandler({
    observer: told.observer,
    now: () => (time += 500),
    housekeeper: () => undefined,
    pipeline: {
      decode: (records) =>
        records.map((record) => ({
          ...record,
          result: { ok: false, error: { code: 'malformed', message: '', remedy: '' } },
        })),
      apply: (records, { stream }) => {
        applied.push({ count: records.length, stream });
        return Promise.resolve(outcome);
      },
    },
  });
  return { handler, told, applied };
}

it('answers how far the batch is safe, and reports it with its time', async () => {
  const { handler, told } = setUp();
  expect(await handler({ shardId: 's', records: [RECORD], millisBehindLatest: 0 }, signal)).toEqual({
    safeThrough: POSITION,
  });
  expect(told.events).toContainEqual(['onBatch', expect.objectContaining({ shardId: 's', records: 1, seconds: 0.5 })]);
});

it('asks the pipeline about held records at idle reads, under the stream of earlier batches', async () => {
  const { handler, told, applied } = setUp({ ...OUTCOME, records: 0, statements: 0 });
  await handler({ shardId: 's', records: [], millisBehindLatest: 0 }, signal);
  expect(applied).toEqual([]);
  await handler({ shardId: 's', records: [RECORD], millisBehindLatest: 0 }, signal);
  await handler({ shardId: 's', records: [], millisBehindLatest: 0 }, signal);
  expect(applied).toEqual([
    { count: 1, stream: 'arn:stream' },
    { count: 0, stream: 'arn:stream' },
  ]);
  expect(told.events.filter(([name]) => name === 'onRead')).toHaveLength(3);
  expect(told.events.filter(([name]) => name === 'onBatch')).toEqual([]);
});

it('reports an idle read at which rows that had waited became letters', async () => {
  const { handler, told } = setUp({ ...OUTCOME, records: 0, statements: 0, deadLetters: 2 });
  await handler({ shardId: 's', records: [RECORD], millisBehindLatest: 0 }, signal);
  expect(told.events).toContainEqual(['onBatch', expect.objectContaining({ records: 0, deadLetters: 2 })]);
});

it('takes the warning of a lag back once the shard has caught up', async () => {
  const { handler, told } = setUp();
  await handler({ shardId: 's', records: [RECORD], millisBehindLatest: 61_000 }, signal);
  expect(told.events).not.toContainEqual(['onWarningOver', 'lag:s']);
  await handler({ shardId: 's', records: [RECORD], millisBehindLatest: 60_000 }, signal);
  expect(told.events).toContainEqual(['onWarningOver', 'lag:s']);
});
