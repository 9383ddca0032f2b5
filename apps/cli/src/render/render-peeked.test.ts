import { expect, it } from 'vitest';
import { documentedExample } from '../testing/documented-example.js';
import { change } from '../testing/messages.js';
import { peekRecord, type PeekedRecord } from '../stream/peeked-record.js';
import { renderPeeked } from './render-peeked.js';

const record = {
  shardId: 'shardId-000000000000',
  sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
  arrivedAt: '2026-01-31T12:00:00.000Z',
  operation: 'update',
  table: 'shop.orders',
  problem: null,
  message: { data: { id: 1 } },
} as unknown as PeekedRecord;
const view = { paint: (_tone: unknown, text: string) => text, showValues: false };

it.each([
  [
    undefined,
    [
      '2026-01-31 12:00:00Z  update  shop.orders  shardId-000000000000 49590338271490256608559692538361571095921575989136588898',
    ],
  ],
  [
    80,
    [
      '2026-01-31 12:00:00Z  update  shop.orders',
      '  shardId-000000000000 49590338271490256608559692538361571095921575989136588898',
    ],
  ],
  [
    60,
    [
      '2026-01-31 12:00:00Z  update  shop.orders',
      '  shardId-000000000000',
      '  49590338271490256608559692538361571095921575989136588898',
    ],
  ],
])('has the position of a record whole, at %s columns', (width, head) => {
  expect(renderPeeked(record, { ...view, width })).toBe(`${[...head, '  {"data":{"id":1}}'].join('\n')}\n`);
});

it('is shown in the documentation as it is', () => {
  const position = {
    stream: 'shop-changes',
    shardId: 'shardId-000000000000',
    sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
    arrivalTimeMs: Date.parse('2026-01-31T12:00:01Z'),
  };
  const data = Buffer.from(change('insert', { id: 7, name: 'a name of one' }));
  const options = { showValues: false, beforeImageField: 'before-image' };
  const printed = renderPeeked(peekRecord({ data, position, partitionKey: 'shop.orders' }, options), {
    ...view,
    width: 80,
  });
  expect(documentedExample('16-the-stream', printed)).toBe(printed);
});
