import { describe, expect, it } from 'vitest';
import type { JsonObject } from './change-record.js';
import { decodeRecord } from './decode-record.js';
import { describeRecord } from './describe-record.js';

const position = { stream: 'orders', shardId: 'shardId-000000000001', sequenceNumber: '42' };

function describeMessage(message: JsonObject): string {
  const result = decodeRecord(JSON.stringify(message), position);
  if (!result.ok) throw new Error(result.error.message);
  return describeRecord(result.record);
}

function metadata(operation: string, table = 'orders'): JsonObject {
  return { operation, 'schema-name': 'shop', 'table-name': table };
}

describe('describeRecord', () => {
  it('names the columns of the before-image of a row', () => {
    expect(
      describeMessage({ data: { id: 5, pin: 4711 }, 'before-image': { id: 4711 }, metadata: metadata('update') }),
    ).toBe('update shop.orders before(id) at orders/shardId-000000000001/42');
    expect(describeMessage({ data: { id: 4711 }, metadata: metadata('load') })).toBe(
      'load shop.orders at orders/shardId-000000000001/42',
    );
  });

  it('names the key of a table', () => {
    const control = { 'table-def': { columns: {}, 'primary-key': ['tenant', 'order id'] } };
    expect(describeMessage({ control, metadata: metadata('create-table') })).toBe(
      'create-table shop.orders key(tenant, "order id") at orders/shardId-000000000001/42',
    );
    expect(describeMessage({ metadata: metadata('drop-table') })).toBe(
      'drop-table shop.orders at orders/shardId-000000000001/42',
    );
  });

  it('tells what an unknown record calls itself', () => {
    expect(describeMessage({ data: { id: 4711 }, metadata: { 'record-type': 'data', ...metadata('vacuum') } })).toBe(
      'vacuum shop.orders of type data at orders/shardId-000000000001/42',
    );
  });

  it('stays one line, of bounded length, whatever the names', () => {
    const before = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`c${index}`, 1]));
    const line = describeMessage({
      data: {},
      'before-image': { 'a\nb': 1, ...before },
      metadata: metadata('update', 'new\r\nline\u2028'),
    });
    expect(line).toBe(
      'update shop."new\\r\\nline\\u2028" before("a\\nb", c0, c1, c2, c3, c4, c5, c6, and 13 more) at orders/shardId-000000000001/42',
    );
  });
});
