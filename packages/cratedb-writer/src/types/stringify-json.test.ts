import { expect, test } from 'vitest';

import { stringifyJson } from './stringify-json.js';
import { exactDecimal } from './testing/exact-decimal.js';

test('keeps the digits of big integers and exact decimals', () => {
  const value = {
    id: 9007199254740993n,
    price: exactDecimal('0.12345678901234567890'),
    tags: ['a"b', null, true, 1.5],
  };
  expect(stringifyJson(value)).toBe(
    '{"id":9007199254740993,"price":0.12345678901234567890,"tags":["a\\"b",null,true,1.5]}',
  );
});

test('does not take a document that looks like an exact decimal for one', () => {
  expect(stringifyJson({ kind: 'decimal', text: 'x' })).toBe('{"kind":"decimal","text":"x"}');
});
