import { expect, test } from 'vitest';

import { parsePostgresArray, type PostgresArray } from './parse-postgres-array.js';

test.each<[string, PostgresArray]>([
  ['{}', []],
  ['{1,2}', ['1', '2']],
  ['{NULL,"NULL",null}', [null, 'NULL', 'null']],
  ['{a b, c }', ['a b', 'c']],
  ['{"",","}', ['', ',']],
  ['{"a\\"b\\\\c"}', ['a"b\\c']],
  [
    '{{1,2},{3,NULL}}',
    [
      ['1', '2'],
      ['3', null],
    ],
  ],
  ['[0:1]={7,8}', ['7', '8']],
  ['[1:1][2:3]={{7,8}}', [['7', '8']]],
  [' { 1 , 2 } ', ['1', '2']],
  ['{"line\nbreak"}', ['line\nbreak']],
])('reads %j', (text, elements) => {
  expect(parsePostgresArray(text)).toEqual(elements);
});

test.each([
  '',
  '{',
  '}',
  '{1',
  '{1,}',
  '{,1}',
  '{1,,2}',
  '{1}2',
  '{1}{2}',
  '{"a}',
  '{"a"b}',
  '{a"b"}',
  '{"a\\"}',
  '{a\\}',
  '1,2',
  '{{1}',
  '{{{{{{{1}}}}}}}',
  '[0:1]',
])('does not take %j for an array', (text) => {
  expect(parsePostgresArray(text)).toBeUndefined();
});

test('reads a text of ten million characters', () => {
  expect(parsePostgresArray(`{"${'x'.repeat(10_000_000)}"}`)).toHaveLength(1);
});
