import { expect, it } from 'vitest';
import { exactName, matchesPattern } from './match-pattern.js';

it.each([
  ['orders', 'orders', true],
  ['orders', 'Orders', false],
  ['orders', 'orders2', false],
  ['order%', 'order_items', true],
  ['%', '', true],
  ['order_items', 'order_items', true],
  ['order_items', 'orderXitems', true],
  ['order[_]items', 'order_items', true],
  ['order[_]items', 'orderXitems', false],
  ['a[1]', 'a1', true],
  ['a[1]', 'a[1]', false],
  ['log_[a-d]', 'log_c', true],
  ['log_[a-d]', 'log_e', false],
  ['log_[d-a]', 'log_b', false],
  ['[x^y]z', '^z', true],
  ['[x-]z', '-z', true],
  ['[%]', 'anything', false],
  ['a[', 'a[', true],
  ['a[[]1]', 'a[1]', true],
  ['50[%]', '50%', true],
  ['50[%]', '500', false],
  ['a.b+(c)-$', 'a.b+(c)-$', true],
  ['a.b', 'aXb', false],
  ['_', '𝒳', true],
])('%j means %j: %j', (pattern, name, means) => {
  expect(matchesPattern(pattern, name)).toBe(means);
});

it.each([
  ['orders', 'orders'],
  ['order_items', 'order_items'],
  ['order[_]items', 'order_items'],
  ['order%', undefined],
  ['log[ab]', undefined],
])('%j was written for %j', (pattern, name) => {
  expect(exactName(pattern)).toBe(name);
});
