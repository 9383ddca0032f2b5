import { expect, it } from 'vitest';
import { fitColumns, renderGrid } from './render-grid.js';

const paint = (_tone: unknown, text: string): string => text;

it.each([
  ['is as wide as it takes without a terminal', [10, 4, 6], { elastic: 0, width: undefined }, [10, 4, 6]],
  ['shrinks the elastic column', [10, 4, 6], { elastic: 0, least: 5, width: 20 }, [6, 4, 6]],
  [
    'leaves out what is optional before it shrinks too far',
    [10, 4, 6],
    { elastic: 0, least: 5, optional: [2], width: 18 },
    [10, 4, undefined],
  ],
  [
    'leaves out no more than it must',
    [10, 4, 6, 3],
    { elastic: 0, least: 5, optional: [3, 1], width: 20 },
    [6, 4, 6, undefined],
  ],
  ['shrinks the others, the widest first', [10, 4, 30], { elastic: 0, least: 5, width: 20 }, [5, 4, 7]],
  [
    'never cuts what is worth nothing in part',
    [32, 30, 12],
    { elastic: 1, least: 8, whole: [0], width: 50 },
    [32, 8, 6],
  ],
  ['grows no column that is small already', [3, 4, 60], { elastic: 0, least: 8, width: 20 }, [3, 4, 9]],
])('%s', (_what, natural, fit, expected) => {
  expect(fitColumns(natural, fit)).toEqual(expected);
});

it('shows a column that is left out neither in the header nor in the rows', () => {
  const lines = renderGrid({
    header: ['table', 'state', 'rows'],
    body: [
      ['shop.orders', 'live', '12'],
      ['shop.customers', { text: 'suspended', tone: 'bad' }, '1'],
    ],
    left: [0, 1],
    elastic: 0,
    least: 11,
    optional: [1],
    width: 20,
    paint,
  });
  expect(lines).toEqual(['table           rows', 'shop.orders       12', 'shop.customers     1']);
});

it('keeps columns where characters are wide, and lets no name move the cursor', () => {
  const lines = renderGrid({
    header: ['table', 'rows'],
    body: [
      ['s.注文テーブル', '12'],
      ['e\u001B[31mvil\n', { text: '1', tone: 'bad' }],
      ['s.とても長い名前のテーブル', '3'],
    ],
    left: [0],
    elastic: 0,
    width: 22,
    paint,
  });
  expect(lines).toEqual([
    'table             rows',
    's.注文テーブル      12',
    'e\\x1b[31mvil\\x0a     1',
    's.とても長い名…      3',
  ]);
});
