import type { JsonValue } from '@drayage/record-decoder';
import { describe, expect, test } from 'vitest';

import type { Dialect } from '../client/sink-database.js';
import { makeEncoder, makeJsonEncoder, Refusal } from './encode-value.js';
import type { RefusalCode } from './encoder.js';
import { parseTargetType } from './parse-target-type.js';
import type { TargetType } from './target-type.js';
import { exactDecimal } from './testing/exact-decimal.js';

function typeOf(text: string, dialect: Dialect): TargetType {
  const parsed = parseTargetType(text, dialect);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.type;
}

function encode(type: string, value: JsonValue, dialect: Dialect): unknown {
  return makeEncoder(typeOf(type, dialect), dialect)(value);
}

type Row = readonly [type: string, value: JsonValue, expected: RefusalCode | Passed, dialect?: Dialect];
interface Passed {
  readonly as: string | number | boolean | null;
}

const as = (value: Passed['as']): Passed => ({ as: value });
const range = 'value-out-of-range';
const cast = 'value-not-castable';
const long = 'value-too-long';

function check(rows: readonly Row[]): void {
  test.each(
    rows.flatMap(([type, value, expected, only]) =>
      (only === undefined ? BOTH : [only]).map((dialect) => ({ type, value, expected, dialect })),
    ),
  )('$type takes $value as $expected on $dialect', ({ type, value, expected, dialect }) => {
    const encoded = encode(type, value, dialect);
    if (typeof expected === 'string') expect(encoded).toMatchObject({ code: expected });
    else expect(encoded).toBe(expected.as);
  });
}

const BOTH: readonly Dialect[] = ['cratedb', 'postgresql'];

describe('booleans', () => {
  check([
    ...['true', 'T', '1', 'yes', 'Y', 'on', true, 1].map((value): Row => ['boolean', value, as(true)]),
    ...['false', 'f', '0', 'No', 'n', 'OFF', false, 0].map((value): Row => ['boolean', value, as(false)]),
    ...['', 'maybe', 'tru', 2, -1, 0.5, [], {}].map((value): Row => ['boolean', value, cast]),
    ['boolean', null, as(null)],
  ]);
});

describe('integers', () => {
  check([
    ['smallint', 32767, as(32767)],
    ['smallint', 32768, range],
    ['smallint', '-32769', range],
    ['integer', 2147483648, range],
    ['integer', '0042', as('42')],
    ['integer', '1e3', as('1000')],
    ['integer', '-0', as(0)],
    ['integer', 1.5, cast],
    ['integer', '1.5', cast],
    ['integer', '', cast],
    ['integer', 'x', cast],
    ['integer', '0x10', cast],
    ['integer', ' 1', cast],
    ['integer', [], cast],
    ['integer', exactDecimal('7.000000000000000000'), as('7')],
    ['integer', exactDecimal('7.000000000000000001'), cast],
    ['integer', '1e999999999', range],
    ['integer', true, as(1)],
    ['bigint', 9007199254740993n, as('9007199254740993')],
    ['bigint', '9223372036854775806', as('9223372036854775806')],
    ['bigint', '9223372036854775807', range, 'cratedb'],
    ['bigint', '9223372036854775807', as('9223372036854775807'), 'postgresql'],
    ['bigint', '-9223372036854775807', as('-9223372036854775807')],
    ['bigint', '-9223372036854775808', range, 'cratedb'],
    ['bigint', '9223372036854775808', range],
  ]);
});

describe('binary numbers', () => {
  check([
    ['real', 2.20000005, as('2.20000005')],
    ['real', 2.2, as('2.2')],
    ['real', '2.2000000476837158', as('2.2000000476837158')],
    ['real', 1.5, as(1.5)],
    // 570863.0625 with nine digits, rounded to the even one and up.
    ['real', 570863.062, as('570863.062')],
    ['real', '-570863.063', as('-570863.063')],
    ['real', 570863.061, range],
    ['real', '570863.0624', range],
    ['real', 0.123456789, range],
    ['real', 1e39, range],
    ['real', '1e-50', range],
    ['real', 16777217, range],
    ['real', '0101', as('101')],
    ['double precision', '+.5', as('0.5')],
    ['real', 'nan', as('NaN')],
    ['real', '-inf', as('-Infinity')],
    ['real', 'x', cast],
    ['real', true, cast],
    ['double precision', 0.1, as(0.1)],
    ['double precision', exactDecimal('0.10000000000000001'), as('0.10000000000000001')],
    ['double precision', exactDecimal('0.100000000000000012'), range],
    ['double precision', '1e400', range],
    ['double precision', '1e-400', range],
    ['double precision', 9007199254740993n, range],
    ['double precision', 9007199254740992n, as('9007199254740992')],
    ['real', -0, as('-0.0')],
    ['double precision', '-0', as('-0.0')],
    ['double precision', '0.00', as('0.00')],
  ]);

  test.each([-0, '-0', '-0.0', 0])('a key of %o is zero', (value) => {
    const type = { kind: 'double' } as const;
    expect(makeEncoder(type, 'cratedb', { isKey: true })(value)).toBe(0);
  });
});

describe('decimals', () => {
  check([
    ['numeric(4,2)', '99.99', as('99.99')],
    ['numeric(4,2)', '100', range],
    ['numeric(4,2)', '1.005', range],
    ['numeric(4,2)', '1.500', as('1.5')],
    ['numeric(4,2)', '-0.00', as('0')],
    ['numeric(4,2)', 1e-2, as('0.01')],
    ['numeric(4,2)', 'NaN', cast, 'cratedb'],
    ['numeric(4,2)', '', cast],
    ['numeric(2,2)', '0.99', as('0.99')],
    ['numeric(2,2)', '1', range],
    ['numeric(20,0)', 18446744073709551615n, as('18446744073709551615')],
    ['numeric', 'NaN', as('NaN'), 'postgresql'],
    ['numeric', '1e-999999999', range, 'postgresql'],
    ['numeric', '12.3400', as('12.34'), 'postgresql'],
  ]);
});

describe('text', () => {
  check([
    ['text', 'x'.repeat(32_766), as('x'.repeat(32_766))],
    ['text', 'x'.repeat(32_767), long, 'cratedb'],
    ['text', '€'.repeat(10_923), long, 'cratedb'],
    ['text', 'x'.repeat(32_767), as('x'.repeat(32_767)), 'postgresql'],
    ['long text', 'x'.repeat(100_000), as('x'.repeat(100_000))],
    ['text', 'a\0b', as('a\0b'), 'cratedb'],
    ['text', 'a\0b', cast, 'postgresql'],
    ['text', '\ud83d', cast],
    ['text', 'a\ude00b', cast],
    ['text', 12.5, as('12.5')],
    ['text', false, as('false')],
    ['text', exactDecimal('0.12345678901234567890'), as('0.12345678901234567890')],
    ['text', { a: [1n, exactDecimal('1.00000000000000000001')] }, as('{"a":[1,1.00000000000000000001]}')],
    ['varchar(2)', 'abc', long],
    ['varchar(2)', 'ab ', long],
    ['varchar(2)', 'é😀', long, 'cratedb'],
    ['varchar(2)', 'é😀', as('é😀'), 'postgresql'],
    ['character(2)', '', as('')],
    ['bit(3)', '101', as('101')],
    ['bit(3)', "B'101'", as('101')],
    ['bit(3)', '1010', cast],
    ['bit(3)', '10', cast],
    ['bit(3)', '1x1', cast],
    ['bit(1)', true, as('1')],
  ]);

  test('is bounded more tightly in a key', () => {
    const inKey = makeEncoder({ kind: 'text' }, 'cratedb', { isKey: true });
    expect(inKey('x'.repeat(24_001))).toMatchObject({ code: long });
  });
});

describe('times', () => {
  const stamp = 'timestamp with time zone';
  const wall = 'timestamp without time zone';
  check([
    [stamp, '2024-02-29T12:00:00Z', as('2024-02-29T12:00:00Z')],
    [stamp, '2024-02-29 12:00', as('2024-02-29T12:00:00Z')],
    [stamp, '2024-02-29', as('2024-02-29T00:00:00Z')],
    [stamp, '2024-01-01T00:00:00.123456789Z', as('2024-01-01T00:00:00.123Z'), 'cratedb'],
    [stamp, '2024-01-01T00:00:00.123456789Z', range, 'postgresql'],
    [stamp, '2024-01-01T00:00:00.123456000Z', as('2024-01-01T00:00:00.123456Z'), 'postgresql'],
    [stamp, '2024-01-01T00:00:00+05:30', as('2023-12-31T18:30:00Z')],
    [stamp, '2024-01-01T00:00:00-0330', as('2024-01-01T03:30:00Z')],
    [stamp, '2024-01-01 00:00:00+02', as('2023-12-31T22:00:00Z')],
    [stamp, '0001-01-01T00:00:00+01:00', as('0000-12-31T23:00:00Z'), 'cratedb'],
    [stamp, '0001-01-01T00:00:00+01:00', as('0001-12-31 23:00:00Z BC'), 'postgresql'],
    [stamp, '4713-01-01 00:00:00 BC', as('-4712-01-01T00:00:00Z'), 'cratedb'],
    [stamp, '4713-01-01 00:00:00 BC', as('4713-01-01 00:00:00Z BC'), 'postgresql'],
    [stamp, '-5000-01-01T00:00:00Z', range, 'postgresql'],
    [stamp, '10000-01-01T00:00:00Z', as('+10000-01-01T00:00:00Z'), 'cratedb'],
    [stamp, '+10000-01-01T00:00:00Z', as('10000-01-01T00:00:00Z'), 'postgresql'],
    [stamp, '300000-01-01T00:00:00Z', range, 'postgresql'],
    [stamp, 'infinity', range, 'cratedb'],
    [stamp, '-infinity', as('-infinity'), 'postgresql'],
    [stamp, '0000-00-00', as(null)],
    [stamp, '0000-00-00 00:00:00.000000', as(null)],
    [stamp, '2024-00-10', cast],
    [stamp, '2023-02-29', cast],
    [stamp, '2024-13-01', cast],
    [stamp, '2024-01-01T24:00:00Z', cast],
    [stamp, '2024-01-01T23:59:60Z', cast],
    [stamp, '2024-01-01T00:00:00+25:00', cast],
    [stamp, '12:00:00', cast],
    [stamp, '', cast],
    [stamp, true, cast],
    [stamp, 1704067200123, as('2024-01-01T00:00:00.123Z')],
    [stamp, 1e300, range],
    [wall, '2024-01-01T00:00:00+05:30', as('2024-01-01T00:00:00')],
    ['date', '2024-01-01', as('2024-01-01T00:00:00'), 'cratedb'],
    ['date', '2024-01-01', as('2024-01-01'), 'postgresql'],
    ['date', '2024-01-01T00:00:00Z', as('2024-01-01'), 'postgresql'],
    ['date', '2024-01-01T01:00:00Z', cast, 'postgresql'],
  ]);

  test('are never cut in a key', () => {
    const inKey = makeEncoder({ kind: 'timestamptz' }, 'cratedb', { isKey: true });
    expect(inKey('2024-01-01T00:00:00.1230Z')).toBe('2024-01-01T00:00:00.123Z');
    expect(inKey('2024-01-01T00:00:00.1234Z')).toMatchObject({ code: range });
  });
});

describe('identifiers', () => {
  check([
    ['uuid', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', as('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')],
    ['uuid', 'a0eebc999c0b4ef8bb6d6bb9bd380a11', as('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')],
    ['uuid', 'a0eebc99', cast],
    ['uuid', 1, cast],
    ...[
      '0.0.0.0',
      '255.255.255.255',
      '::',
      '::1',
      '1::',
      'fe80::1:2',
      '1:2:3:4:5:6:7:8',
      '::ffff:1.2.3.4',
      '1:2:3:4:5:6:1.2.3.4',
    ].map((value): Row => ['ip', value, as(value)]),
    ...[
      '256.1.1.1',
      '1.2.3',
      '01.2.3.4',
      '10.0.0.0/8',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
      '1::2::3',
      ':1',
      '1:',
      '1:2:3:4:5:6:7::8',
      'fe80::1%eth0',
      '12345::',
      'x',
      '',
    ].map((value): Row => ['ip', value, cast]),
  ]);
});

describe('places', () => {
  check([
    ...[
      'POINT (9.7 47.4)',
      'point(9.7 47.4)',
      '(9.7,47.4)',
      '[9.7, 47.4]',
      '9.7,47.4',
      '{"type":"Point","coordinates":[9.7,47.4]}',
    ].map((value): Row => ['geo_point', value, as('{"v":[9.7,47.4]}'), 'cratedb']),
    ['geo_point', [9.7, 47.4], as('(9.7,47.4)'), 'postgresql'],
    ['geo_point', [181, 0], range, 'cratedb'],
    ['geo_point', [0, -91], range, 'cratedb'],
    ['geo_point', [1], cast],
    ['geo_point', [1, null], cast],
    ['geo_point', 'POINT EMPTY', cast],
    ['geo_point', '', cast],
    ['geo_shape', 'POLYGON ((0 0, 1 0, 1 1, 0 0))', as('{"v":"POLYGON ((0 0, 1 0, 1 1, 0 0))"}'), 'cratedb'],
    ['geo_shape', '{"type":"Point","coordinates":[1,2]}', as('{"v":{"type":"Point","coordinates":[1,2]}}'), 'cratedb'],
    ['geo_shape', 'POLYGON ((0 0, 1 0', cast],
    ['geo_shape', '{"type":"Feature"}', cast],
    ['geo_shape', '{"type":"Point"}', cast],
  ]);
});

describe('documents', () => {
  check([
    ['object(dynamic)', '{"a": 1}', as('{"a": 1}')],
    ['object(dynamic)', { a: 9007199254740993n }, as('{"a":9007199254740993}')],
    ['object(dynamic)', '{"a":1e131071}', as('{"a":1e131071}'), 'postgresql'],
    ['object(dynamic)', '{"a":1e131072}', range, 'postgresql'],
    ['object(dynamic)', '{"a":1e9999999999}', range, 'postgresql'],
    ['object(dynamic)', '{"a":1e-16384}', range, 'postgresql'],
    ['object(dynamic)', 'null', as(null), 'cratedb'],
    ['object(dynamic)', 'null', as('null'), 'postgresql'],
    ['object(dynamic)', '[1]', cast, 'cratedb'],
    ['object(dynamic)', '"x"', cast, 'cratedb'],
    ['object(dynamic)', '{"a":', cast],
    ['object(dynamic)', '', cast],
    ['object(dynamic)', '{"a":1,"a":2}', cast],
    ['object(ignored)', '{"x":{"a":1,"b":{"a":1}}}', as('{"x":{"a":1,"b":{"a":1}}}')],
    ['object(ignored)', '{"s":"\\"a\\":1 : 12345678901234567890"}', as('{"s":"\\"a\\":1 : 12345678901234567890"}')],
    ['object(dynamic)', '{"a.b":1}', cast, 'cratedb'],
    ['object(strict)', '{"a":{"b[1]":1}}', cast, 'cratedb'],
    ['object(ignored)', '{"a.b":1}', as('{"a.b":1}')],
    ['object(dynamic)', '{"a":[1,"x"]}', cast, 'cratedb'],
    ['object(dynamic)', '{"a":[1,1.5,null]}', as('{"a":[1,1.5,null]}')],
    ['object(dynamic)', `{"a":"${'x'.repeat(32_767)}"}`, long, 'cratedb'],
    ['object(dynamic)', '{"a":9223372036854775807}', range, 'cratedb'],
    ['object(ignored)', '{"a":9223372036854775807}', as('{"a":9223372036854775807}')],
    ['object(ignored)', '{"a":9223372036854775808}', range, 'cratedb'],
    ['object(ignored)', '{"a":9223372036854775808}', as('{"a":9223372036854775808}'), 'postgresql'],
    ['object(ignored)', '{"a":0.12345678901234567890123}', range, 'cratedb'],
    ['object(ignored)', '{"a":0.12345678901234567890123}', as('{"a":0.12345678901234567890123}'), 'postgresql'],
    ['object(ignored)', '{"a":1e400}', range, 'cratedb'],
    ['object(ignored)', '{"a":1.50e1}', as('{"a":1.50e1}')],
    ['object(ignored)', '{"a":"\\u0000"}', as('{"a":"\\u0000"}'), 'cratedb'],
    ['object(ignored)', '{"a":"\\u0000"}', cast, 'postgresql'],
    ['object(ignored)', '{"a":"\\\\u0000"}', as('{"a":"\\\\u0000"}')],
    ['object(ignored)', '{"a":"\\ud800"}', cast],
    ['object(ignored)', '{"\\ud800":1}', cast],
    ['object(ignored)', `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`, cast],
  ]);
});

describe('arrays', () => {
  check([
    ['array(integer)', '[1,null,3]', as('{"v":[1,null,3]}'), 'cratedb'],
    ['array(integer)', '{1,NULL,3}', as('{"v":["1",null,"3"]}'), 'cratedb'],
    ['array(integer)', [1, null], as('{"1",NULL}'), 'postgresql'],
    ['array(integer)', '[1.5]', cast],
    ['array(integer)', '[2147483648]', range],
    ['array(integer)', '1,2', cast],
    ['array(integer)', '{1,2', cast],
    ['array(integer)', '[1,2', cast],
    ['array(integer)', '', cast],
    ['array(integer)', 5, cast],
    ['array(integer)', '[[1]]', cast, 'cratedb'],
    ['array(integer)', '['.repeat(60_000) + ']'.repeat(60_000), cast],
    ['array(text)', '['.repeat(60_000) + ']'.repeat(60_000), cast],
    ['array(integer)', '[[1],[2,3]]', cast, 'postgresql'],
    ['array(integer)', '[[],[]]', cast, 'postgresql'],
    ['array(integer)', '[[1],null]', cast, 'postgresql'],
    ['array(bigint)', '[9007199254740993]', as('{"v":["9007199254740993"]}'), 'cratedb'],
    ['array(text)', '[12345678901234567890, 1.10]', as('{"v":["12345678901234567890","1.1"]}'), 'cratedb'],
    ['array(text)', '{"a\\"b",c d,"NULL",NULL}', as('{"v":["a\\"b","c d","NULL",null]}'), 'cratedb'],
    ['array(text)', `["${'x'.repeat(32_767)}"]`, long, 'cratedb'],
    ['array(object(dynamic))', '[{"a":1},null]', as('{"v":[{"a":1},null]}'), 'cratedb'],
    ['array(object(dynamic))', '[{"a":1,"a":2}]', cast],
    ['array(object(dynamic))', '[{"a":12345678901234567890}]', cast],
    ['array(object(dynamic))', '[{"a.b":1}]', cast, 'cratedb'],
    ['array(geo_point)', '[[1,2],"POINT (3 4)"]', as('{"v":[[1,2],[3,4]]}'), 'cratedb'],
    ['array(array(integer))', '[[1],[],null]', as('{"v":[[1],[],null]}'), 'cratedb'],
    ['array(integer)', '{{1,2},{3,4}}', as('{{"1","2"},{"3","4"}}'), 'postgresql'],
    ['float_vector(2)', '[0.1,2]', as('{"v":[0.1,2]}'), 'cratedb'],
    ['float_vector(2)', '{0.1,2}', as('{0.1,2}'), 'postgresql'],
    ['float_vector(2)', [1], range],
    ['float_vector(2)', [1, null], cast],
    ['float_vector(2)', [1, ''], cast],
    ['float_vector(2)', '[1,1e39]', cast],
  ]);
});

describe('an unknown type', () => {
  test('gets the text of the value', () => {
    expect(makeEncoder({ kind: 'other', name: 'byte' }, 'cratedb')(5)).toBe('5');
  });
});

describe('within a JSON document', () => {
  test.each<[TargetType, JsonValue, string | null]>([
    [{ kind: 'bigint' }, 9007199254740993n, '"9007199254740993"'],
    [{ kind: 'integer' }, 5, '5'],
    [{ kind: 'boolean' }, 'yes', 'true'],
    [{ kind: 'text' }, 'a"b', '"a\\"b"'],
    [{ kind: 'object', policy: 'ignored' }, '{"a":1}', '{"a":1}'],
    [{ kind: 'array', of: { kind: 'integer' } }, '{1}', '["1"]'],
    [{ kind: 'geo_point' }, '(1,2)', '[1,2]'],
    [{ kind: 'geo_shape' }, 'POINT (1 2)', '"POINT (1 2)"'],
    [{ kind: 'text' }, null, null],
  ])('%o takes %o as %o', (type, value, json) => {
    expect(makeJsonEncoder(type)(value)).toBe(json);
  });
});

test('a refusal is the same instance each time', () => {
  const toInteger = makeEncoder({ kind: 'integer' }, 'cratedb');
  expect(toInteger('x')).toBeInstanceOf(Refusal);
  expect(toInteger('x')).toBe(toInteger('y'));
});
