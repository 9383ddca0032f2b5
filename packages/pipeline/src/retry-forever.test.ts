import { expect, it } from 'vitest';
import { retryDelayMs, retryForever } from './retry-forever.js';
import { fakeClock, sinkError } from './testing/fake-ports.js';

it('doubles the pause up to ten seconds, the upper half of it by chance', () => {
  expect([0, 1, 2, 7, 8, 50, 5_000].map((attempt) => retryDelayMs(attempt, () => 0))).toEqual([
    100, 200, 400, 5_000, 5_000, 5_000, 5_000,
  ]);
  expect([0, 8].map((attempt) => retryDelayMs(attempt, () => 0.999_999))).toEqual([200, 10_000]);
});

it('doubles the pause between other bounds, where they are told', () => {
  const delays = { firstMs: 500, longestMs: 30_000 };
  expect([0, 1, 5, 6, 5_000].map((attempt) => retryDelayMs(attempt, () => 0, delays))).toEqual([
    250, 500, 8_000, 15_000, 15_000,
  ]);
  expect([0, 6].map((attempt) => retryDelayMs(attempt, () => 0.999_999, delays))).toEqual([500, 30_000]);
});

it('does not begin once the signal has aborted', async () => {
  let begun = false;
  const work = retryForever(
    () => {
      begun = true;
      return Promise.resolve();
    },
    {
      signal: AbortSignal.abort(new Error('too late')),
      sleep: fakeClock().sleep,
      random: Math.random,
      onRetry: () => undefined,
    },
  );
  await expect(work).rejects.toThrow('too late');
  expect(begun).toBe(false);
});

it('ends when the signal aborts during a pause', async () => {
  const controller = new AbortController();
  const sleep = (): Promise<void> => {
    controller.abort(new Error('the process ends'));
    return Promise.resolve();
  };
  const work = retryForever(() => Promise.reject(sinkError('connection-lost')), {
    signal: controller.signal,
    sleep,
    random: () => 0,
    onRetry: () => undefined,
  });
  await expect(work).rejects.toThrow('the process ends');
});
