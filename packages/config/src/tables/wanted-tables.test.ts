import { expect, it } from 'vitest';
import { isWantedBy, unmatchedPatterns } from './wanted-tables.js';

const tables = [
  { schema: 'shop', name: 'orders' },
  { schema: 'shop', name: 'audit_log' },
  { schema: 'other', name: 'orders' },
];

it('takes what is included and not excluded, by name or pattern', () => {
  const wanted = (include: readonly string[], exclude: readonly string[]): readonly string[] =>
    tables.filter(isWantedBy({ include, exclude })).map(({ schema, name }) => `${schema}.${name}`);
  expect(wanted(['*.*'], ['*.audit_*'])).toEqual(['shop.orders', 'other.orders']);
  expect(wanted(['shop.*'], [])).toEqual(['shop.orders', 'shop.audit_log']);
  expect(wanted(['orders'], [])).toEqual(['shop.orders', 'other.orders']);
  expect(wanted(['Shop.*'], [])).toEqual([]);
});

it('tells the patterns that mean nothing', () => {
  expect(unmatchedPatterns({ include: ['shop.*', 'shop.odrers', 'SHOP.*'] }, tables)).toEqual([
    'shop.odrers',
    'SHOP.*',
  ]);
});
