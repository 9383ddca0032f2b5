import { describe, expect, it } from 'vitest';
import type { ColumnShape } from '../source/column-shape.ts';
import { comparableValue } from './compare-values.ts';
import { LIMITS } from './limits.ts';

interface Asked {
  readonly dialect?: 'cratedb' | 'postgresql';
  readonly inKey?: boolean;
}

function areEqual(
  shape: ColumnShape,
  one: string,
  other: string,
  { dialect = 'postgresql', inKey = false }: Asked = {},
): boolean {
  const comparable = (text: string): string | null => comparableValue(text, { shape, inKey }, LIMITS[dialect]);
  return comparable(one) === comparable(other);
}

describe('numbers', () => {
  const decimal: ColumnShape = { type: 'NUMERIC', precision: 38, scale: 10 };

  it.each([
    ['1.50', '1.5'],
    ['1.5e+1', '15'],
    ['12345678901234567890123456789012345678', '1.2345678901234567890123456789012345678e+37'],
    ['-0.00', '0'],
    ['0.0012', '12e-4'],
    ['100', '1E2'],
  ])('%s is %s', (one, other) => expect(areEqual(decimal, one, other)).toBe(true));

  it.each([
    ['9007199254740993', '9007199254740992'],
    ['1', '-1'],
    ['10', '1'],
    ['1', 'x'],
  ])('%s is not %s', (one, other) => expect(areEqual(decimal, one, other)).toBe(false));

  it('compare by the bits that a float or a double has', () => {
    expect(areEqual({ type: 'FLOAT' }, '2.20000005', '2.2')).toBe(true);
    expect(areEqual({ type: 'DOUBLE' }, '2.20000005', '2.2')).toBe(false);
    expect(areEqual({ type: 'DOUBLE' }, '55', '55.0')).toBe(true);
  });
});

describe('times', () => {
  const timestamp: ColumnShape = { type: 'TIMESTAMP' };

  it('compare as instants, however they are written', () => {
    expect(areEqual(timestamp, '2010-11-01T00:02:00.100000Z', '2010-11-01 00:02:00.1+00')).toBe(true);
    expect(areEqual(timestamp, '2010-11-01T00:02:00Z', '2010-11-01 02:02:00+02')).toBe(true);
    expect(areEqual(timestamp, '2010-11-01T00:02:00Z', '2010-11-01 02:02:00+01:30')).toBe(false);
    expect(areEqual(timestamp, '0001-01-01T00:00:00Z', '1901-01-01 00:00:00+00')).toBe(false);
  });

  it('are cut to milliseconds on CrateDB alone, and not in a key', () => {
    const pair = ['1969-12-31T23:59:59.999999Z', '1969-12-31 23:59:59.999+00'] as const;
    expect(areEqual(timestamp, ...pair, { dialect: 'cratedb' })).toBe(true);
    expect(areEqual(timestamp, ...pair, { dialect: 'cratedb', inKey: true })).toBe(false);
    expect(areEqual(timestamp, ...pair)).toBe(false);
  });

  it('are dates only at midnight', () => {
    expect(areEqual({ type: 'DATE32' }, '2018-01-02', '2018-01-02 00:00:00')).toBe(true);
    expect(areEqual({ type: 'DATE32' }, '2018-01-02', '2018-01-02 00:00:01')).toBe(false);
  });
});

it('takes booleans in either spelling, text as it is, and NULL for nothing else', () => {
  expect(areEqual({ type: 'BOOL' }, 't', 'true')).toBe(true);
  expect(areEqual({ type: 'BOOL' }, 'f', 'true')).toBe(false);
  expect(areEqual({ type: 'STRING', length: 9 }, 'a ', 'a')).toBe(false);
  expect(comparableValue(null, { shape: { type: 'STRING', length: 9 }, inKey: false }, LIMITS.cratedb)).toBeNull();
});
