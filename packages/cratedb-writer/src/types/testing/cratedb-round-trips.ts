import { exactDecimal } from './exact-decimal.js';
import type { RoundTrip } from './round-trip.js';

const LONGEST_INDEXED = `${'ж'.repeat(16_382)}ab`;
const LONG = '😀'.repeat(30_000);
const PRECISE = '1234567890123456789012345678.0123456789';

/** The extremes of every type on CrateDB. */
export const CRATEDB_ROUND_TRIPS: readonly RoundTrip[] = [
  {
    type: 'boolean',
    values: [
      [true, 't'],
      ['no', 'f'],
      [0, 'f'],
      [null, null],
    ],
  },
  {
    type: 'smallint',
    values: [
      [-32768, '-32768'],
      ['32767', '32767'],
      [true, '1'],
    ],
  },
  {
    type: 'integer',
    values: [
      [-2147483648, '-2147483648'],
      [2147483647, '2147483647'],
    ],
  },
  {
    type: 'bigint',
    values: [
      [9007199254740993n, '9007199254740993'],
      ['9223372036854775806', '9223372036854775806'],
      [-9223372036854775807n, '-9223372036854775807'],
      [exactDecimal('12345678901234567.0'), '12345678901234567'],
    ],
  },
  {
    type: 'real',
    values: [
      [2.20000005, '2.2'],
      [570863.062, '570863.06'],
      [570863.063, '570863.06'],
      ['3.4028235e38', '3.4028235E38'],
      ['NaN', 'NaN'],
      ['-Infinity', '-Infinity'],
      [0, '0.0'],
      [-0, '-0.0'],
    ],
  },
  {
    type: 'double precision',
    values: [
      [0.1, '0.1'],
      [exactDecimal('0.10000000000000001'), '0.1'],
      [1.7976931348623157e308, '1.7976931348623157E308'],
      [5e-324, '4.9E-324'],
      [-0, '-0.0'],
    ],
  },
  {
    type: 'numeric(38,10)',
    values: [
      [exactDecimal(PRECISE), PRECISE],
      [`-${PRECISE}`, `-${PRECISE}`],
      ['1e5', '100000.0000000000'],
      [0.5, '0.5000000000'],
    ],
  },
  {
    type: 'numeric(20,0)',
    values: [
      [18446744073709551615n, '18446744073709551615'],
      [0, '0'],
    ],
  },
  {
    type: 'text',
    values: [
      ['', ''],
      ['NULL', 'NULL'],
      ['a"b\\c\n{d},\'e', 'a"b\\c\n{d},\'e'],
      ['nul\0', 'nul\0'],
      ['😀', '😀'],
      [LONGEST_INDEXED, LONGEST_INDEXED],
      [9007199254740993n, '9007199254740993'],
      [{ a: [1, exactDecimal('0.12345678901234567890')] }, '{"a":[1,0.12345678901234567890]}'],
      [null, null],
    ],
  },
  {
    type: 'long text',
    values: [
      [LONG, LONG],
      ['', ''],
      [null, null],
    ],
  },
  { type: 'varchar(3)', values: [['é😀', 'é😀']] },
  { type: 'character(3)', values: [['ab', 'ab ']] },
  {
    type: 'bit(4)',
    values: [
      ['1010', '1010'],
      ["B'0001'", '0001'],
    ],
  },
  {
    type: 'timestamp with time zone',
    values: [
      ['2024-02-29T23:59:59.999999Z', '2024-02-29 23:59:59.999+00'],
      ['2024-01-01 00:30:00.5+02:00', '2023-12-31 22:30:00.500+00'],
      ['1969-12-31T23:59:59.9999Z', '1969-12-31 23:59:59.999+00'],
      ['4713-01-01 00:00:00 BC', '4713-01-01 00:00:00.000+00 BC'],
      ['9999-12-31T23:59:59Z', '9999-12-31 23:59:59.000+00'],
      ['294276-12-31T00:00:00Z', '294276-12-31 00:00:00.000+00'],
      [1704067200123, '2024-01-01 00:00:00.123+00'],
      ['0000-00-00 00:00:00', null],
    ],
  },
  {
    type: 'timestamp without time zone',
    values: [
      ['2024-01-01 00:30:00.5+02:00', '2024-01-01 00:30:00.500+00'],
      ['2018-01-02', '2018-01-02 00:00:00.000+00'],
    ],
  },
  { type: 'uuid', values: [['A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11']] },
  {
    type: 'ip',
    values: [
      ['127.0.0.1', '127.0.0.1'],
      ['2001:db8::1', '2001:db8::1'],
      ['::', '::'],
      ['::ffff:1.2.3.4', '1.2.3.4'],
    ],
  },
  {
    type: 'geo_point',
    values: [
      ['POINT (9.7 47.4)', '(9.7,47.4)'],
      ['(-180,90)', '(-180.0,90.0)'],
      [[13.5, 52.25], '(13.5,52.25)'],
      [null, null],
    ],
  },
  {
    type: 'geo_shape',
    values: [
      ['POINT (9.5 47.5)', '{"coordinates":[9.5,47.5],"type":"Point"}'],
      ['{"type":"Point","coordinates":[9.5,47.5]}', '{"coordinates":[9.5,47.5],"type":"Point"}'],
      ['LINESTRING (0 0, 1 1.5)', '{"coordinates":[[0.0,0.0],[1.0,1.5]],"type":"LineString"}'],
    ],
  },
  {
    type: 'float_vector(3)',
    values: [
      [[1, 2.5, -3], '{"1.0","2.5","-3.0"}'],
      ['[0.1,0,1e-3]', '{"0.1","0.0","0.001"}'],
      [null, null],
    ],
  },
  {
    type: 'object(dynamic)',
    values: [
      ['{"a":9007199254740993,"b":["x",null]}', '{"a":9007199254740993,"b":["x",null]}'],
      ['null', null],
    ],
  },
  {
    type: 'object(ignored)',
    values: [
      ['{"a.b":[1,"x"],"big":9223372036854775807}', '{"a.b":[1,"x"],"big":9223372036854775807}'],
      [{ n: 0.5 }, '{"n":0.5}'],
      ['{}', '{}'],
    ],
  },
  {
    type: 'array(integer)',
    values: [
      ['{1,NULL,3}', '{"1",NULL,"3"}'],
      ['[]', '{}'],
      [[], '{}'],
      [[null], '{NULL}'],
      [null, null],
    ],
  },
  { type: 'array(bigint)', values: [['[9007199254740993,-1]', '{"9007199254740993","-1"}']] },
  { type: 'array(smallint)', values: [[[-32768], '{"-32768"}']] },
  { type: 'array(real)', values: [['{2.2}', '{"2.2"}']] },
  { type: 'array(double precision)', values: [['[1.7976931348623157e308]', '{"1.7976931348623157E308"}']] },
  { type: 'array(numeric(38,10))', values: [[`[${PRECISE}]`, `{"${PRECISE}"}`]] },
  { type: 'array(boolean)', values: [['{t,f,NULL}', '{"t","f",NULL}']] },
  {
    type: 'array(text)',
    values: [
      ['{"a,b",NULL,"NULL",""}', '{"a,b",NULL,"NULL",""}'],
      [['😀', 'nul\0'], '{"😀","nul\0"}'],
    ],
  },
  { type: 'array(varchar(2))', values: [['{ab}', '{"ab"}']] },
  {
    type: 'array(timestamp with time zone)',
    values: [['["2024-01-01T00:00:00.123456Z"]', '{"2024-01-01 00:00:00.123+00"}']],
  },
  { type: 'array(timestamp without time zone)', values: [['{2018-01-02}', '{"2018-01-02 00:00:00.000+00"}']] },
  {
    type: 'array(uuid)',
    values: [['{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}']],
  },
  { type: 'array(ip)', values: [['{::1,10.0.0.1}', '{"::1","10.0.0.1"}']] },
  { type: 'array(bit(3))', values: [['{101}', '{"101"}']] },
  { type: 'array(geo_point)', values: [['["POINT (1 2)",[3,4]]', '{"(1.0,2.0)","(3.0,4.0)"}']] },
  {
    type: 'array(geo_shape)',
    values: [['["POINT (1 2)"]', '{"{\\"coordinates\\":[1.0,2.0],\\"type\\":\\"Point\\"}"}']],
  },
  { type: 'array(object(dynamic))', values: [['[{"a":1},null,{}]', '{"{\\"a\\":1}",NULL,"{}"}']] },
  { type: 'array(object(ignored))', values: [['{"{\\"a.b\\":1}"}', '{"{\\"a.b\\":1}"}']] },
  {
    type: 'array(array(integer))',
    values: [
      ['[[1,2],[3]]', '[[1,2],[3]]'],
      ['{{1,2},{3,4}}', '[[1,2],[3,4]]'],
      ['[[],[1],null]', '[[],[1],null]'],
    ],
  },
  { type: 'array(array(text))', values: [[[['a,b', '😀'], []], '[["a,b","\\uD83D\\uDE00"],[]]']] },
];
