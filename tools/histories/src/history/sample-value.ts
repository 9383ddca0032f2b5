import { familyOf, type ColumnShape, type ColumnType } from '../source/column-shape.ts';
import type { SourceValue } from '../source/source-table.ts';

/**
 * A value of a column for a number that chance picked: 0 is the simplest, so that a history shrinks to simple rows. All
 * are values that both dialects hold as they are, or lose nothing but what `limits` says.
 */
export function sampleValue(shape: ColumnShape, pick: number): SourceValue {
  if (pick % 8 === 7) return null;
  return at(valuesOf(shape), pick - Math.floor(pick / 8));
}

/** One of few values, so that keys meet again; never NULL. */
export function sampleKey(shape: ColumnShape, pick: number, variety: number): string {
  return at(valuesOf(shape).slice(0, variety), pick);
}

function valuesOf(shape: ColumnShape): readonly string[] {
  switch (familyOf(shape)) {
    case 'boolean':
      return ['true', 'false'];
    case 'integer':
      return integersOf(shape.type);
    case 'float':
      return ['1', '2.20000005', '-0.5', '0', '3.40282347e+38', '1.17549435e-38', '16777216'];
    case 'double':
      return ['55', '0.1', '-2.5', '0', '1.7976931348623157e+308', '2.2250738585072014e-308', '123456789.12345679'];
    case 'decimal':
      return decimalsOf(shape.precision ?? 38, shape.scale ?? 0);
    case 'text':
      return TEXTS.filter((text) => Array.from(text).length <= (shape.length ?? 0));
    case 'long text':
      return LONG_TEXTS;
    case 'hex':
      return ['DEADBEEF', '00', '', '0xCAFE', 'FF'.repeat(500)];
    case 'timestamp':
      return TIMESTAMPS;
    case 'date':
      return ['2018-01-02', '2000-02-29', '1969-12-31', '0001-01-01', '9999-12-31'];
    case 'time':
      return ['12:34:56', '00:00:00', '23:59:59.999999', '07:05:00.100000'];
  }
}

/** The first ones differ in their first letters, as they serve as keys. */
const TEXTS = [
  'a',
  'b',
  'é😀',
  "O'Reilly",
  'NULL',
  '',
  'x"y\\z',
  '{1,2}',
  ' padded ',
  'a\tb\nc',
  '{"a": [1, null, "x"]}',
  "'); DROP TABLE users; --",
  '12345678901234567890123456789012345678901234567890',
  'ж'.repeat(100),
];

const LONG_TEXTS = [
  'long',
  '{"a": {"b": [1, 2.50, "ü", null]}}',
  '{1,NULL,"a b"}',
  '',
  '[]',
  'ä'.repeat(20_000),
  '"'.repeat(300),
  '😀'.repeat(9),
];

const TIMESTAMPS = [
  '2010-11-01T00:02:00.100000Z',
  '2026-03-01T08:15:30.123456Z',
  '2010-11-01T00:02:46Z',
  '1969-12-31T23:59:59.999999Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999Z',
  '2024-02-29T12:00:00.000001Z',
];

const MAX_64 = 9223372036854775806n;

/** The ends of a type's range; of 64 bits what CrateDB keeps of it. */
const RANGES: Partial<Readonly<Record<ColumnType, readonly [bigint, bigint]>>> = {
  INT1: [-128n, 127n],
  INT2: [-32768n, 32767n],
  INT16: [-32768n, 32767n],
  INT4: [-2147483648n, 2147483647n],
  INT32: [-2147483648n, 2147483647n],
  INT8: [-MAX_64, MAX_64],
  INT64: [-MAX_64 - 1n, MAX_64],
  UINT1: [0n, 255n],
  UINT2: [0n, 65535n],
  UINT16: [0n, 65535n],
  UINT4: [0n, 4294967295n],
  UINT32: [0n, 4294967295n],
  UINT8: [0n, 18446744073709551615n],
  UINT64: [0n, 18446744073709551615n],
};

function integersOf(type: ColumnType): readonly string[] {
  const [min, max] = RANGES[type] ?? [0n, 1n];
  return [1n, 2n, 3n, 4n, 0n, -1n, max, min, 9007199254740993n, -9007199254740993n, 1234567890123456789n]
    .filter((value) => value >= min && value <= max)
    .map(String);
}

function decimalsOf(precision: number, scale: number): readonly string[] {
  const nines = '9'.repeat(precision);
  return [
    '1',
    '2',
    '3',
    '0',
    '-12',
    nines,
    `-${nines}`,
    '123456789012345678901234567890123456789'.slice(0, precision),
  ].map((digits) => shift(digits, scale));
}

/** An integer of 10^-scale, with all its places, as the source prints it. */
function shift(digits: string, scale: number): string {
  if (scale === 0) return digits;
  const sign = digits.startsWith('-') ? '-' : '';
  const padded = digits.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
}

function at(values: readonly string[], pick: number): string {
  const value = values[pick % values.length];
  if (value === undefined) throw new RangeError('A type without values.');
  return value;
}
