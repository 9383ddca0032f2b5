import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numericEncoder } from './encode-number.js';
import { timeEncoder } from './encode-time.js';

const dialects = ['cratedb', 'postgresql'] as const;
const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
const times = fc
  .tuple(
    fc.integer({ min: 1, max: 9999 }),
    two(13),
    two(32),
    two(25),
    two(61),
    two(61),
    fc.stringMatching(/^(\.\d{1,8})?$/),
  )
  .map(([year, month, day, hour, minute, second, fraction]) => {
    return `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`;
  });

describe.each(dialects)('the short way of usual values on %s', (dialect) => {
  it.each([true, false])('encodes a time as the long way does, which a small t takes (key: %s)', (exact) => {
    const encode = timeEncoder({ kind: 'timestamptz', dialect, exact });
    const property = fc.property(times, (text) => {
      expect(encode(text)).toEqual(encode(text.replace('T', 't')));
    });
    fc.assert(property, { numRuns: 2000 });
  });

  it.each([{}, { precision: 5, scale: 2 }, { precision: 2, scale: 2 }, { precision: 12 }])(
    'encodes a number for NUMERIC %j as its text',
    (type) => {
      const encode = numericEncoder(type, dialect);
      const numbers = fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer(),
        fc.integer({ min: -200_000, max: 200_000 }).map((value) => value / 100),
        fc.constantFrom(0, -0, 0.5, 1e21, 1e-7, 999.99, 1000),
      );
      const property = fc.property(numbers, (value) => {
        expect(encode(value)).toEqual(encode(String(value)));
      });
      fc.assert(property, { numRuns: 2000 });
    },
  );

  it('writes a zero of NUMERIC without digits before the point as the target takes it', () => {
    expect([0, '0', '0.00', -0].map((value) => numericEncoder({ precision: 2, scale: 2 }, dialect)(value))).toEqual([
      '0.0',
      '0.0',
      '0.0',
      '0.0',
    ]);
    expect(numericEncoder({ precision: 3, scale: 2 }, dialect)(0)).toBe('0');
  });
});
