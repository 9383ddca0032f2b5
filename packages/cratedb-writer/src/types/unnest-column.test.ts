import { expect, test } from 'vitest';

import { parseTargetType } from './parse-target-type.js';
import { columnTypeSql } from './sql-type.js';
import type { TargetType } from './target-type.js';
import { singleParameter, unnestColumn } from './unnest-column.js';

function typeOf(text: string, dialect: 'cratedb' | 'postgresql'): TargetType {
  const parsed = parseTargetType(text, dialect);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.type;
}

test.each([
  ['bigint', 'array(bigint)', 'u', '$1::bigint'],
  ['numeric(10,2)', 'array(text)', 'u::numeric(10,2)', '$1::numeric(10,2)'],
  ['long text', 'array(text)', 'u', '$1::text'],
  ['varchar(5)', 'array(text)', 'u', '$1::text'],
  ['bit(4)', 'array(text)', 'u', '$1::text'],
  ['timestamp with time zone', 'array(timestamp with time zone)', 'u', '$1::timestamp with time zone'],
  ['object(dynamic)', 'array(object(ignored))', 'u', '$1::object(ignored)'],
  ['geo_point', 'array(object(ignored))', "(u['v'])::geo_point", "($1::object(ignored)['v'])::geo_point"],
  [
    'array(array(integer))',
    'array(object(ignored))',
    "(u['v'])::array(array(integer))",
    "($1::object(ignored)['v'])::array(array(integer))",
  ],
  [
    'float_vector(3)',
    'array(object(ignored))',
    "(u['v'])::float_vector(3)",
    "($1::object(ignored)['v'])::float_vector(3)",
  ],
])('on CrateDB %s travels as %s', (text, arrayType, select, single) => {
  const type = typeOf(text, 'cratedb');
  const column = unnestColumn(type, 'cratedb');
  expect([column.arrayType, column.select('u'), singleParameter(type, 'cratedb')('$1')]).toEqual([
    arrayType,
    select,
    single,
  ]);
});

test.each([
  ['bigint', 'bigint[]', 'u', '$1::BIGINT'],
  ['text', 'text[]', 'u', '$1::text'],
  ['varchar(5)', 'text[]', 'u', '$1::text'],
  ['object(dynamic)', 'text[]', 'u::JSONB', '$1::JSONB'],
  ['array(integer)', 'text[]', 'u::INTEGER[]', '$1::INTEGER[]'],
  ['ip', 'inet[]', 'u', '$1::INET'],
])('on PostgreSQL %s travels as %s', (text, arrayType, select, single) => {
  const type = typeOf(text, 'postgresql');
  const column = unnestColumn(type, 'postgresql');
  expect([column.arrayType, column.select('u'), singleParameter(type, 'postgresql')('$1')]).toEqual([
    arrayType,
    select,
    single,
  ]);
});

test('only a column of its own leaves the index for long text', () => {
  expect(columnTypeSql({ kind: 'long-text' }, 'cratedb')).toBe('TEXT INDEX OFF STORAGE WITH (columnstore = false)');
  expect(columnTypeSql({ kind: 'array', of: { kind: 'long-text' } }, 'cratedb')).toBe('ARRAY(TEXT)');
  expect(columnTypeSql({ kind: 'long-text' }, 'postgresql')).toBe('TEXT');
});

test('a type without a name here is written as it is', () => {
  const type: TargetType = { kind: 'other', name: 'byte' };
  expect(columnTypeSql(type, 'cratedb')).toBe('byte');
  expect(singleParameter(type, 'cratedb')('$1')).toBe('$1');
});
