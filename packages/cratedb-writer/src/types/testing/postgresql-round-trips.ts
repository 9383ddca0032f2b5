import { exactDecimal } from './exact-decimal.js';
import type { RoundTrip } from './round-trip.js';

const LONG = '😀'.repeat(30_000);
const PRECISE = '1234567890123456789012345678.0123456789';

/** The extremes of every type on PostgreSQL. */
export const POSTGRESQL_ROUND_TRIPS: readonly RoundTrip[] = [
  {
    type: 'boolean',
    values: [
      [true, 'true'],
      ['no', 'false'],
      [null, null],
    ],
  },
  {
    type: 'smallint',
    values: [
      [-32768, '-32768'],
      ['32767', '32767'],
    ],
  },
  { type: 'integer', values: [[-2147483648, '-2147483648']] },
  {
    type: 'bigint',
    values: [
      ['9223372036854775807', '9223372036854775807'],
      [-9223372036854775808n, '-9223372036854775808'],
    ],
  },
  {
    type: 'real',
    values: [
      [2.20000005, '2.2'],
      [570863.062, '570863.06'],
      [570863.063, '570863.06'],
      ['NaN', 'NaN'],
      ['3.4028235e38', '3.4028235e+38'],
    ],
  },
  {
    type: 'double precision',
    values: [
      [0.1, '0.1'],
      [5e-324, '5e-324'],
      ['-inf', '-Infinity'],
      [-0, '-0'],
    ],
  },
  {
    type: 'numeric(38,10)',
    values: [
      [exactDecimal(PRECISE), PRECISE],
      [0.5, '0.5000000000'],
    ],
  },
  {
    type: 'numeric',
    values: [
      [exactDecimal(`${PRECISE}123456789`), `${PRECISE}123456789`],
      ['1e-5', '0.00001'],
      ['NaN', 'NaN'],
    ],
  },
  {
    type: 'text',
    values: [
      ['', ''],
      ['NULL', 'NULL'],
      ['a"b\\c\n{d},\'e', 'a"b\\c\n{d},\'e'],
      [LONG, LONG],
      [9007199254740993n, '9007199254740993'],
    ],
  },
  { type: 'varchar(2)', values: [['é😀', 'é😀']] },
  { type: 'character(3)', values: [['é😀x', 'é😀x']] },
  { type: 'bit(4)', values: [['1010', '1010']] },
  {
    type: 'timestamp with time zone',
    values: [
      ['2024-02-29T23:59:59.999999Z', '2024-02-29 23:59:59.999999+00'],
      ['2024-01-01 00:30:00.5+02:00', '2023-12-31 22:30:00.5+00'],
      ['0000-01-01T00:00:00Z', '0001-01-01 00:00:00+00 BC'],
      ['-4712-01-01T00:00:00Z', '4713-01-01 00:00:00+00 BC'],
      ['294276-12-31T00:00:00Z', '294276-12-31 00:00:00+00'],
      ['infinity', 'infinity'],
      ['0000-00-00 00:00:00', null],
    ],
  },
  { type: 'timestamp without time zone', values: [['2024-01-01 00:30:00.123456+02:00', '2024-01-01 00:30:00.123456']] },
  {
    type: 'date',
    values: [
      ['2018-01-02', '2018-01-02'],
      ['2018-01-02T00:00:00Z', '2018-01-02'],
      ['4713-01-01 BC', '4713-01-01 BC'],
    ],
  },
  { type: 'uuid', values: [['A0EEBC999C0B4EF8BB6D6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']] },
  {
    type: 'ip',
    values: [
      ['127.0.0.1', '127.0.0.1/32'],
      ['2001:db8::1', '2001:db8::1/128'],
    ],
  },
  { type: 'geo_point', values: [['POINT (9.7 47.4)', '(9.7,47.4)']] },
  { type: 'geo_shape', values: [['POINT (9.7 47.4)', 'POINT (9.7 47.4)']] },
  { type: 'float_vector(3)', values: [[[1, 2.5, -3], '{1,2.5,-3}']] },
  {
    type: 'object(dynamic)',
    values: [
      [`{"a.b":[1,"x"],"n":${PRECISE}}`, `{"n": ${PRECISE}, "a.b": [1, "x"]}`],
      ['[1]', '[1]'],
      ['null', 'null'],
      [null, null],
    ],
  },
  {
    type: 'array(integer)',
    values: [
      ['{1,NULL,3}', '{1,NULL,3}'],
      ['[]', '{}'],
      ['[[1,2],[3,4]]', '{{1,2},{3,4}}'],
      ['[0:1]={5,6}', '{5,6}'],
    ],
  },
  { type: 'array(bigint)', values: [['[9007199254740993]', '{9007199254740993}']] },
  { type: 'array(numeric(38,10))', values: [[`[${PRECISE}]`, `{${PRECISE}}`]] },
  {
    type: 'array(text)',
    values: [
      ['{"a,b","q\\"\\\\",NULL,"NULL",""}', '{"a,b","q\\"\\\\",NULL,"NULL",""}'],
      [['😀', ' '], '{😀," "}'],
    ],
  },
  { type: 'array(boolean)', values: [['{t,f,NULL}', '{t,f,NULL}']] },
  {
    type: 'array(timestamp with time zone)',
    values: [['["2024-01-01T00:00:00.123456Z"]', '{"2024-01-01 00:00:00.123456+00"}']],
  },
  {
    type: 'array(uuid)',
    values: [['{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}']],
  },
  { type: 'array(object(dynamic))', values: [['[{"a":1},null]', '{"{\\"a\\": 1}",NULL}']] },
  { type: 'array(array(text))', values: [[[['a,b'], ['😀']], '{{"a,b"},{😀}}']] },
  { type: 'array(geo_point)', values: [['["POINT (1 2)"]', '{"(1,2)"}']] },
];
