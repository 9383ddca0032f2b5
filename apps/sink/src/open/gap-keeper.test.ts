import { KinesisSourceError } from '@drayage/kinesis-source';
import { expect, it } from 'vitest';

import { tableStatus } from '../testing/fake-sink.js';
import { recordingObserver } from '../testing/recording-observer.js';
import { createGapKeeper } from './gap-keeper.js';

function setUp(refuse?: string) {
  const marked: string[] = [];
  const told = recordingObserver();
  const names = ['orders', 'lines'];
  const keeper = createGapKeeper(
    {
      tables: () => names.map((table) => ({ ...tableStatus({ name: table }), source: { schema: 'shop', table } })),
      markIncomplete: ({ table }, reason) => {
        if (table === refuse) {
          return Promise.reject(new Error('down'));
        }
        marked.push(`${table}: ${reason}`);
        return Promise.resolve();
      },
    },
    told.observer,
  );
  return { keeper, marked, told };
}

it('marks every table when the source goes on over a gap', async () => {
  const { keeper, marked, told } = setUp();
  keeper.continuedOver({
    kind: 'checkpoint-too-old',
    streamArn: 'arn:stream',
    shardIds: ['s'],
    lostFrom: new Date(0),
    lostUntil: new Date(1_000),
  });
  await keeper.settled();
  expect(marked).toHaveLength(2);
  expect(marked[0]).toContain('may be lost');
  expect(told.events).toContainEqual(['onWarning', 'gap', expect.stringContaining('may be lost')]);
});

it('marks every table when the source halts because of a gap, and none for other errors', async () => {
  const { keeper, marked } = setUp();
  await keeper.haltedBy(new KinesisSourceError('access-denied', { message: 'No.' }));
  expect(marked).toEqual([]);
  await keeper.haltedBy(new KinesisSourceError('gap', { message: 'Lost.' }));
  expect(marked).toEqual(['orders: Lost.', 'lines: Lost.']);
});

it('marks the others when one table cannot be marked, and says so', async () => {
  const { keeper, marked, told } = setUp('orders');
  await keeper.haltedBy(new KinesisSourceError('gap', { message: 'Lost.' }));
  expect(marked).toEqual(['lines: Lost.']);
  expect(told.events).toContainEqual(['onWarning', 'gap-marking', expect.any(String)]);
});
