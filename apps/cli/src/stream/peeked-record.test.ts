import { expect, it } from 'vitest';
import { peekRecord } from './peeked-record.js';

const position = { stream: 'shop-changes', shardId: 'shardId-000000000000', sequenceNumber: '1' };

it.each([
  ['was', { operation: 'delete', table: 'shop.orders', problem: null }],
  ['before-image', { operation: null, problem: expect.stringContaining('has no row') as string }],
])(
  'understands of a delete that tells its old row as “was” what a sink does that looks for “%s”',
  (field, expected) => {
    const metadata = {
      'record-type': 'data',
      operation: 'delete',
      'partition-key-type': 'schema-table',
      'schema-name': 'shop',
      'table-name': 'orders',
    };
    const data = Buffer.from(JSON.stringify({ was: { id: 7 }, metadata }));
    const peeked = peekRecord(
      { data, position, partitionKey: 'shop.orders' },
      { showValues: false, beforeImageField: field },
    );
    expect(peeked).toMatchObject(expected);
  },
);
