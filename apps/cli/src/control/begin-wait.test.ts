import { expect, it } from 'vitest';
import { beginWait, StillWaitingError } from './begin-wait.js';

it('pauses until its time is over, and says then how long it was', async () => {
  let nowMs = 50_000;
  const pauses: number[] = [];
  const pause = beginWait(
    { now: () => nowMs, pause: (ms) => (pauses.push(ms), (nowMs += ms), Promise.resolve()) },
    { everyMs: 5_000, timeoutMs: 10_000, late: (waitedMs) => new StillWaitingError('starting', waitedMs) },
  );
  await pause();
  await pause();
  await expect(pause()).rejects.toMatchObject({ code: 'still-waiting', message: 'It is still starting after 10 s.' });
  expect(pauses).toEqual([5_000, 5_000]);
});

it('ends where the pause is interrupted', async () => {
  const pause = beginWait(
    { now: () => 0, pause: () => Promise.reject(new Error('SIGINT')) },
    { everyMs: 5_000, timeoutMs: 10_000, late: () => new Error('late') },
  );
  await expect(pause()).rejects.toThrow('SIGINT');
});
