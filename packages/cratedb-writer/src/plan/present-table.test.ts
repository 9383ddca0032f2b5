import { expect, it } from 'vitest';
import { presentTable } from './present-table.js';

const table = (name: string) => ({ schema: 's', table: name });
const renames = {
  orders: [{ to: table('sales'), untilMicros: 10 }],
  sales: [{ to: table('orders'), untilMicros: 20 }],
  a: [
    { to: table('b'), untilMicros: 5 },
    { to: table('c'), untilMicros: 9 },
  ],
};
const renamesOf = ({ table: name }: { readonly table: string }) =>
  (renames as Record<string, (typeof renames)['a']>)[name] ?? [];

it.each([
  ['orders', 9, 'orders', 'was renamed away and back'],
  ['orders', 10, 'orders', 'is another table since'],
  ['sales', 15, 'orders', 'was renamed while it bore the name'],
  ['sales', 20, 'sales', 'is another table since'],
  ['a', 4, 'b', 'was the first of that name'],
  ['a', 5, 'c', 'was the second of that name'],
  ['other', 1, 'other', 'was never renamed'],
])('takes %s at %i for %s: it %s', (name, at, present) => {
  expect(presentTable(table(name), at, renamesOf)).toEqual(table(present));
});
