import { expect, it } from 'vitest';
import { redactKey, redactPayload } from './redact-payload.js';

it('keeps structure and names, and tells of each value its type and length', () => {
  const payload = JSON.stringify({
    data: { id: 7, name: 'Ada', note: null, active: true, tags: ['a', { deep: 'xyz' }], big: 12345678901234567890 },
    'before-image': { id: 6 },
    metadata: {
      timestamp: '2026-01-01T00:00:00Z',
      operation: 'update',
      'table-name': 'people',
      'partition-key-value': 'public.people.7',
    },
    kinesis: { shard_id: 'shardId-0', partition: '7' },
    unheard: 'of',
  });
  expect(redactPayload(payload)).toEqual({
    data: {
      id: '<number>',
      name: '<text of 3 characters>',
      note: null,
      active: '<boolean>',
      tags: ['<text of 1 characters>', { deep: '<text of 3 characters>' }],
      big: '<number>',
    },
    'before-image': { id: '<number>' },
    metadata: {
      timestamp: '2026-01-01T00:00:00Z',
      operation: 'update',
      'table-name': 'people',
      'partition-key-value': '<text of 15 characters>',
    },
    kinesis: { shard_id: 'shardId-0', partition: '<text of 1 characters>' },
    unheard: '<text of 2 characters>',
  });
});

it('keeps what a control record says of its table', () => {
  const control = { 'table-def': { columns: { id: { type: 'INT64' } }, 'primary-key': ['id'] } };
  expect(redactPayload(JSON.stringify({ control }))).toEqual({ control });
});

it.each([
  ['{"data": {"secret": "val', '<text of 24 characters>'],
  [`base64:${Buffer.from('secret').toString('base64')}`, '<6 bytes>'],
  ['"secret"', '<text of 6 characters>'],
  ['["secret", 1]', ['<text of 6 characters>', '<number>']],
  ['s3://bucket/shop/orders/1.json', 's3://bucket/shop/orders/1.json'],
])('tells nothing of %s but its size, or where it is', (payload, expected) => {
  expect(redactPayload(payload)).toEqual(expected);
});

it('keeps the columns of a key', () => {
  expect(redactKey('{"id":7,"name":"Ada"}')).toBe('{"id":"<number>","name":"<text of 3 characters>"}');
});
