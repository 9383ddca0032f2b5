import { expect, test } from 'vitest';

import { qualifiedName, quoteIdentifier } from './quote-identifier.js';

test('quotes every name and doubles the quotes in it', () => {
  expect(quoteIdentifier('id')).toBe('"id"');
  expect(quoteIdentifier('Größe "XL"')).toBe('"Größe ""XL"""');
});

test('quotes schema and table apart', () => {
  expect(qualifiedName('a.b', 'c"d')).toBe('"a.b"."c""d"');
});
