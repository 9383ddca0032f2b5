import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTimeMicros } from './parse-time-micros.js';

describe('parseTimeMicros', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['1970-01-01T00:00:00.000001Z', 1],
    ['1969-12-31T23:59:59.999999Z', -1],
    ['2024-02-29T23:59:58.123456Z', 1_709_251_198_123_456],
    ['2024-02-29T23:59:58.1Z', 1_709_251_198_100_000],
    ['2024-02-29T23:59:58.123456999Z', 1_709_251_198_123_456],
    ['2024-02-29 23:59:58.123000+00:00', 1_709_251_198_123_000],
    ['2024-03-01T05:29:58+05:30', 1_709_251_198_000_000],
    ['2024-02-29T15:59:58-0800', 1_709_251_198_000_000],
    ['2024-03-01T00:59:58+01', 1_709_251_198_000_000],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000_000],
    ['9999-12-31T23:59:59.999999Z', 253_402_300_799_999_999],
  ])('reads %s', (text, micros) => {
    expect(parseTimeMicros(text)).toBe(micros);
  });

  it.each([
    '',
    'yesterday',
    '2024-02-29',
    '2024-02-29T23:59:58',
    '2024-02-29T23:59:58.123',
    '2024-02-29T23:59:58.Z',
    '2024-02-29T23:59:58.1234567890Z',
    '2024-02-29T23:59:58Zulu',
    '2024-02-29T23:59:58+',
    '2024-02-29T23:59:58+1',
    '2024-02-29T23:59:58+24:00',
    '2024-02-29T23:59:58+01:60',
    '2024-02-29T23:59:58+01:',
    '2024-02-29T23:59:58+01:0',
    '2024-02-29X23:59:58Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-00-10T00:00:00Z',
    '2024-13-10T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-1-01T00:00:00Z',
    '-024-01-01T00:00:00Z',
    '2024-01-01T00:0x:00Z',
    '+02024-01-01T00:00:00Z',
  ])('does not read %j', (text) => {
    expect(parseTimeMicros(text)).toBeUndefined();
  });

  it('agrees with Date on every day of four thousand years', () => {
    for (let time = Date.UTC(0, 0, 1) - 1900 * 31_556_952_000; time < Date.UTC(4000, 0, 1); time += 86_400_000) {
      const text = new Date(time).toISOString();
      if (/^\d{4}-/.test(text) && parseTimeMicros(text) !== time * 1000) expect.fail(text);
    }
  });

  it('agrees with Date on any time and any offset', () => {
    const times = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9998-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(times, fc.integer({ min: -1439, max: 1439 }), fc.nat(999_999), (time, offset, rest) => {
        const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19);
        const [hours, minutes] = [Math.trunc(Math.abs(offset) / 60), Math.abs(offset) % 60].map((part) =>
          String(part).padStart(2, '0'),
        );
        const text = `${local}.${String(rest).padStart(6, '0')}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
        expect(parseTimeMicros(text)).toBe(Math.floor(time.getTime() / 1000) * 1_000_000 + rest);
      }),
    );
  });

  it('never throws', () => {
    const near = fc.stringMatching(/^[\d\-]{9,11}[T ][\d:.]{7,20}[Z+-][\d:]{0,6}$/);
    fc.assert(fc.property(fc.oneof(fc.string(), near), (text) => Number.isSafeInteger(parseTimeMicros(text) ?? 0)));
  });
});
