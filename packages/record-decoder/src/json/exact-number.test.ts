import { describe, expect, it } from 'vitest';
import { isExactDecimal, parseExactNumber } from './exact-number.js';

describe('parseExactNumber', () => {
  it.each([
    '0',
    '-0',
    '1',
    '-1.5',
    '0.1',
    '1.7976931348623157e308',
    '4.9e-324',
    '5e-324',
    '2.2250738585072014E-308',
    '9007199254740991',
    '1e-7',
    '1.50',
  ])('reads %s as a number', (text) => {
    expect(parseExactNumber(text)).toBe(Number(text));
  });

  it('reads zero with any exponent as zero', () => {
    expect(parseExactNumber('0e999999999')).toBe(0);
    expect(parseExactNumber('-0.000E-999999999')).toBe(-0);
  });

  it('reads small integers in long notations as numbers', () => {
    expect(parseExactNumber('1.0000000000000000000000')).toBe(1);
    expect(parseExactNumber('123000000000000000000000e-21')).toBe(123);
    expect(parseExactNumber('9.007199254740991E+15')).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    ['9007199254740992', 9007199254740992n],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
    ['18446744073709551615', 18446744073709551615n],
    ['1.2345678901234567E+18', 1234567890123456700n],
    ['-1.2345678901234567e18', -1234567890123456700n],
    ['1E+18', 10n ** 18n],
    ['12345678901234567.000000', 12345678901234567n],
    ['99999999999999999999999999999999999999', 10n ** 38n - 1n],
    ['123456789012345678901234567890123456789012345', 123456789012345678901234567890123456789012345n],
  ])('reads %s as a bigint', (text, value) => {
    expect(parseExactNumber(text)).toBe(value);
  });

  it.each([
    ['12345678901234567890.0123456789', '12345678901234567890.0123456789'],
    ['0.10000000000000001', '0.10000000000000001'],
    ['1.00000000000000000001', '1.00000000000000000001'],
    ['-1.23456789012345678901E-5', '-0.0000123456789012345678901'],
    ['1.23456789012345678901E+5', '123456.789012345678901'],
    ['3e-324', `0.${'0'.repeat(323)}3`],
  ])('reads %s as a decimal in plain notation', (text, plain) => {
    expect(parseExactNumber(text)).toEqual({ kind: 'decimal', text: plain });
  });

  it('writes out 400 digits and no more', () => {
    expect(parseExactNumber('1e399')).toBe(10n ** 399n);
    for (const text of [
      '1e400',
      '1e999999999',
      '-1e999999999999999999999999',
      '1e-401',
      '1.5e-999999999',
      '9'.repeat(401),
    ]) {
      expect(parseExactNumber(text)).toEqual({ kind: 'decimal', text });
    }
  });

  it('reads a million digits in linear time', () => {
    const text = `1.${'3'.repeat(1_000_000)}`;
    expect(parseExactNumber(text)).toEqual({ kind: 'decimal', text });
  });
});

describe('isExactDecimal', () => {
  it('tells decimals from other values', () => {
    expect(isExactDecimal({ kind: 'decimal', text: '-1.5' })).toBe(true);
    for (const value of [
      null,
      1.5,
      15n,
      '1.5',
      {},
      { kind: 'decimal' },
      { kind: 'decimal', text: 'x' },
      { text: '1.5' },
      [],
    ]) {
      expect(isExactDecimal(value)).toBe(false);
    }
  });
});
