import { expect, test } from 'vitest';

import { encodeBinaryArray } from './encode-binary-array.js';

const HEAD = (oid: string, count: string): string => `0000000100000001${oid}${count}00000001`;

test.each([
  [
    'array(bigint)',
    [1, -2, null],
    `${HEAD('00000014', '00000003')}00000008000000000000000100000008fffffffffffffffeffffffff`,
  ],
  ['bigint[]', ['9007199254740993'], `${HEAD('00000014', '00000001')}000000080020000000000001`],
  ['array(integer)', [7], `${HEAD('00000017', '00000001')}0000000400000007`],
  ['smallint[]', [-1], `${HEAD('00000015', '00000001')}00000002ffff`],
  ['array(boolean)', [true, false], `${HEAD('00000010', '00000002')}00000001010000000100`],
  ['array(text)', ['a', '', 'ä'], `${HEAD('00000019', '00000003')}00000001610000000000000002c3a4`],
  ['array(double precision)', [1.5], `${HEAD('000002bd', '00000001')}000000083ff8000000000000`],
  [
    'array(timestamp with time zone)',
    ['2000-01-01T00:00:00.001Z'],
    `${HEAD('000004a0', '00000001')}0000000800000000000003e8`,
  ],
  [
    'array(timestamp without time zone)',
    ['1999-12-31T23:59:59'],
    `${HEAD('0000045a', '00000001')}00000008fffffffffff0bdc0`,
  ],
] as const)('%s of %j', (type, elements, hex) => {
  expect(encodeBinaryArray(elements, type)?.toString('hex')).toBe(hex);
});

test.each([
  ['array(numeric(5,2))', ['1.50']],
  ['array(real)', [0.1]],
  ['array(object(dynamic))', ['{}']],
  ['bigint', [1]],
  ['array(bigint)', []],
  ['array(bigint)', [1.5]],
  ['array(bigint)', ['1e3']],
  ['array(integer)', [2 ** 31]],
  ['array(smallint)', ['7']],
  ['array(double precision)', ['NaN']],
  ['array(boolean)', ['true']],
  ['array(timestamp with time zone)', ['+10000-01-01T00:00:00Z']],
  ['timestamp with time zone[]', ['2000-01-01T00:00:00.000001Z']],
  ['timestamp with time zone[]', ['infinity']],
])('%s of %j goes as text', (type, elements) => {
  expect(encodeBinaryArray(elements, type)).toBeUndefined();
});

test('grows for what is longer than was guessed', () => {
  const long = ['x'.repeat(100_000), '😀'.repeat(20_000)];
  expect(encodeBinaryArray(long, 'array(text)')?.length).toBe(20 + 4 + 100_000 + 4 + 80_000);
});
