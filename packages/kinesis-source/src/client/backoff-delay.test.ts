import { expect, it } from 'vitest';
import { backoffDelayMs } from './backoff-delay.js';

it('doubles from 200 ms to 10 s, half of it left to chance', () => {
  expect([1, 2, 3, 6, 7, 50].map((attempt) => backoffDelayMs(attempt, 0))).toEqual([
    100, 200, 400, 3_200, 5_000, 5_000,
  ]);
  expect([1, 2, 50].map((attempt) => backoffDelayMs(attempt, 0.999_999))).toEqual([200, 400, 10_000]);
});
