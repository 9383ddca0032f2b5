import type { JsonValue } from '@drayage/record-decoder';
import { expect, test } from 'vitest';

import { guessType } from './guess-type.js';
import { exactDecimal } from './testing/exact-decimal.js';

test.each<[JsonValue, string | undefined, string | undefined]>([
  [true, 'boolean', 'boolean'],
  [55, 'bigint', 'bigint'],
  [55.5, 'double', 'double'],
  [2n ** 60n, 'bigint', 'bigint'],
  [2n ** 63n - 1n, 'text', 'bigint'],
  [2n ** 64n, 'text', 'numeric'],
  [exactDecimal('0.12345678901234567890'), 'text', 'numeric'],
  ['2024-01-01', 'long-text', 'long-text'],
  [[1], 'long-text', 'long-text'],
  [{ a: 1 }, 'long-text', 'long-text'],
  [null, undefined, undefined],
])('%o suggests %s on CrateDB, %s on PostgreSQL', (value, cratedb, postgresql) => {
  expect(guessType(value, { dialect: 'cratedb', isKey: false })?.kind).toBe(cratedb);
  expect(guessType(value, { dialect: 'postgresql', isKey: false })?.kind).toBe(postgresql);
});

test('text in a key is indexed', () => {
  expect(guessType('x', { dialect: 'cratedb', isKey: true })).toEqual({ kind: 'text' });
});
