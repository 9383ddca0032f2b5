import { describe, expect, it } from 'vitest';
import { HOUR_MS, hoursAgo, NOW_MS } from '../testing/plan-data.js';
import { isLagAlarming, mayHaveSkipped } from './retention.js';

describe('mayHaveSkipped', () => {
  const step = (readUntil: number | undefined, first: number | undefined): boolean =>
    mayHaveSkipped({
      readUntilMs: readUntil === undefined ? undefined : hoursAgo(readUntil).getTime(),
      firstArrivalMs: first === undefined ? undefined : hoursAgo(first).getTime(),
      nowMs: NOW_MS,
      retentionMs: 24 * HOUR_MS,
    });

  it.each([
    ['reading on within the retention', 3, 2, false],
    ['reading from before the horizon to after it', 25, 23, true],
    ['reading along a horizon that Kinesis has not trimmed yet', 25, 24.5, false],
    ['nothing read before', undefined, 23, false],
    ['nothing read now', 25, undefined, false],
  ])('%s', (_case, readUntil, first, expected) => {
    expect(step(readUntil, first)).toBe(expected);
  });
});

it('warns beyond half of the retention', () => {
  expect(isLagAlarming(12 * HOUR_MS, 24 * HOUR_MS)).toBe(false);
  expect(isLagAlarming(12 * HOUR_MS + 1, 24 * HOUR_MS)).toBe(true);
});
