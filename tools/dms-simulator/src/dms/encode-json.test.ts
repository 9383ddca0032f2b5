import { describe, expect, it } from 'vitest';
import { encodeJson } from './encode-json.ts';
import { decimal } from './source-row.ts';

describe('encodeJson', () => {
  it.each([
    [9_999_999_999_999_999n, '9999999999999999'],
    [-12n, '-12'],
    [9_223_372_036_854_775_807n, '9.223372036854775807e+18'],
    [-10_000_000_000_000_000n, '-1e+16'],
  ])('writes the integer %s with all its digits', (value, text) => {
    expect(encodeJson(value)).toBe(text);
  });

  it.each([
    [decimal(1250, 2), '12.50'],
    [decimal(-5, 2), '-0.05'],
    [decimal(0, 2), '0.00'],
  ])('keeps the scale of a decimal', (value, text) => {
    expect(encodeJson(value)).toBe(text);
  });

  it('writes on one line, keeps the order of keys and leaves out what is undefined', () => {
    expect(encodeJson({ b: 'x\n"y"', a: [null, true, 55], gone: undefined })).toBe(
      '{"b":"x\\n\\"y\\"","a":[null,true,55]}',
    );
  });
});
