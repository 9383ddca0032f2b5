import { expect, it } from 'vitest';
import { parseCount, parseDuration } from './parse-number.js';

const COUNT = { option: '--limit', remedy: 'For example --limit 100.' };
const MINUTES = { option: '--timeout', unit: 'minutes', remedy: 'For example --timeout 90.' } as const;
const SECONDS = { option: '--interval', unit: 'seconds', from: 1, to: 3_600, remedy: 'For example 10.' } as const;

it.each(['', ' ', '0', '-1', '1.5', '1e3', '0x10', '١', '9'.repeat(400), 'many', '7 days'])(
  'takes %j for no count',
  (text) => {
    expect(() => parseCount(text, COUNT)).toThrow('--limit is not a whole number from 1.');
  },
);

it('takes a count as it is, from the least to the most', () => {
  expect(parseCount('100', COUNT)).toBe(100);
  const lanes = { option: '--connections', from: 2, to: 64, remedy: 'Take 2.' };
  expect(['2', '64'].map((text) => parseCount(text, lanes))).toEqual([2, 64]);
  for (const text of ['1', '65']) {
    expect(() => parseCount(text, lanes)).toThrow('--connections is not a whole number from 2 to 64.');
  }
});

it('answers a duration in milliseconds', () => {
  expect(parseDuration('90', MINUTES)).toBe(5_400_000);
  expect(parseDuration('0.5', MINUTES)).toBe(30_000);
  expect(parseDuration('3600', SECONDS)).toBe(3_600_000);
});

it.each(['', '0', '0.0', 'soon', '-1', '1e1', 'Infinity'])('takes %j for no duration', (text) => {
  expect(() => parseDuration(text, MINUTES)).toThrow('--timeout is not a number of minutes above 0.');
  expect(() => parseDuration(text, SECONDS)).toThrow('--interval is not a number of seconds from 1 to 3600.');
});

it('says what to do', () => {
  expect(() => parseCount('many', COUNT)).toThrow(
    expect.objectContaining({ name: 'UsageError', remedy: 'For example --limit 100.' }),
  );
});
