import { describe, expect, test } from 'vitest';

import { parseTargetType } from './parse-target-type.js';
import { castTypeSql } from './sql-type.js';
import { SIMPLE_KINDS, type TargetType } from './target-type.js';

const EITHER: readonly (readonly [string, TargetType])[] = [
  ['boolean', { kind: 'boolean' }],
  ['smallint', { kind: 'smallint' }],
  ['integer', { kind: 'integer' }],
  ['BIGINT', { kind: 'bigint' }],
  ['real', { kind: 'real' }],
  ['double precision', { kind: 'double' }],
  ['DOUBLE  PRECISION', { kind: 'double' }],
  ['numeric(10,2)', { kind: 'numeric', precision: 10, scale: 2 }],
  ['NUMERIC(20, 0)', { kind: 'numeric', precision: 20, scale: 0 }],
  ['numeric(5)', { kind: 'numeric', precision: 5, scale: 0 }],
  ['text', { kind: 'text' }],
  ['long text', { kind: 'long-text' }],
  ['varchar(10)', { kind: 'varchar', length: 10 }],
  ['character varying(5)', { kind: 'varchar', length: 5 }],
  ['character varying', { kind: 'text' }],
  ['CHARACTER(5)', { kind: 'character', length: 5 }],
  ['bit(4)', { kind: 'bit', length: 4 }],
  ['timestamp with time zone', { kind: 'timestamptz' }],
  ['TIMESTAMPTZ', { kind: 'timestamptz' }],
  ['timestamp without time zone', { kind: 'timestamp' }],
  ['uuid', { kind: 'uuid' }],
  ['ip', { kind: 'ip' }],
  ['inet', { kind: 'ip' }],
  ['geo_point', { kind: 'geo_point' }],
  ['geo_shape', { kind: 'geo_shape' }],
  ['float_vector(3)', { kind: 'float_vector', dimensions: 3 }],
  ['object', { kind: 'object', policy: 'dynamic' }],
  ['array(text)', { kind: 'array', of: { kind: 'text' } }],
  ['ARRAY(NUMERIC(3, 1))', { kind: 'array', of: { kind: 'numeric', precision: 3, scale: 1 } }],
  ['text[]', { kind: 'array', of: { kind: 'text' } }],
  ['bigint_array', { kind: 'array', of: { kind: 'bigint' } }],
  ['timestamp with time zone_array', { kind: 'array', of: { kind: 'timestamptz' } }],
];

describe.each(['cratedb', 'postgresql'] as const)('on %s', (dialect) => {
  test.each(EITHER)('%s is a type', (text, type) => {
    expect(parseTargetType(text, dialect)).toEqual({ ok: true, type });
  });

  test.each([
    '',
    'json(1)',
    'varchar(0)',
    'varchar(1,2)',
    'numeric(5,6)',
    'object(loose)',
    'array()',
    'array(time)',
    'time',
    'interval',
    'bytea',
    'byte',
    'text)',
    'character',
  ])('%j is none', (text) => {
    expect(parseTargetType(text, dialect)).toMatchObject({ ok: false });
  });

  test.each(SIMPLE_KINDS)('what %s is called in SQL reads as the same SQL', (kind) => {
    const sql = castTypeSql({ kind }, dialect);
    const parsed = parseTargetType(sql, dialect);
    expect(parsed.ok && castTypeSql(parsed.type, dialect)).toBe(sql);
  });
});

describe('only on CrateDB', () => {
  test.each<[string, TargetType]>([
    ['date', { kind: 'timestamp' }],
    ['OBJECT(DYNAMIC)', { kind: 'object', policy: 'dynamic' }],
    ['object(strict)', { kind: 'object', policy: 'strict' }],
    ['ARRAY(OBJECT(IGNORED))', { kind: 'array', of: { kind: 'object', policy: 'ignored' } }],
    ['integer_array_array', { kind: 'array', of: { kind: 'array', of: { kind: 'integer' } } }],
    ['GEO_SHAPE INDEX USING GEOHASH', { kind: 'geo_shape' }],
    ['TEXT INDEX OFF', { kind: 'text' }],
  ])('%s is a type', (text, type) => {
    expect(parseTargetType(text, 'cratedb')).toEqual({ ok: true, type });
  });

  // information_schema leaves the parameters out, and without them the type is not known.
  test.each(['numeric', 'numeric(39)', 'bit', 'float_vector', 'jsonb'])('%s is none', (text) => {
    expect(parseTargetType(text, 'cratedb')).toMatchObject({ ok: false });
  });
});

describe('only on PostgreSQL', () => {
  test.each<[string, TargetType]>([
    ['date', { kind: 'date' }],
    ['numeric', { kind: 'numeric' }],
    ['jsonb', { kind: 'object', policy: 'dynamic' }],
    ['object(ignored)', { kind: 'object', policy: 'dynamic' }],
    ['point', { kind: 'geo_point' }],
    ['array(array(integer))', { kind: 'array', of: { kind: 'integer' } }],
    ['integer[]', { kind: 'array', of: { kind: 'integer' } }],
    ['character varying(5)[]', { kind: 'array', of: { kind: 'varchar', length: 5 } }],
  ])('%s is a type', (text, type) => {
    expect(parseTargetType(text, 'postgresql')).toEqual({ ok: true, type });
  });
});

test('an error lists what is known', () => {
  const parsed = parseTargetType('strnig', 'cratedb');
  expect(parsed).toMatchObject({ ok: false });
  expect('message' in parsed && parsed.message).toMatch(/"strnig".*object\(dynamic\).*array/);
});
