import { expect, it } from 'vitest';
import { beginWait, StillWaitingError } from './waiting.js';

/** A clock that each pause moves on by its own length. */
function clocked(timeoutMs: number): { readonly news: string[]; readonly wait: ReturnType<typeof beginWait> } {
  let nowMs = 0;
  const news: string[] = [];
  const wait = beginWait({
    now: () => nowMs,
    wait: (ms) => ((nowMs += ms), Promise.resolve()),
    pauseMs: 10_000,
    timeoutMs,
    onNews: (text) => void news.push(`${nowMs / 1000}: ${text}`),
  });
  return { news, wait };
}

it('tells what is new at once, and each minute that it is still the same', async () => {
  const { news, wait } = clocked(3_600_000);
  for (let look = 0; look < 16; look += 1) {
    wait.look(look < 2 ? 'It is stopping.' : 'It is starting.');
    await wait.pause();
  }
  expect(news).toEqual([
    '0: It is stopping.',
    '20: It is starting.',
    '80: Still, after 1 minute: It is starting.',
    '140: Still, after 2 minutes: It is starting.',
  ]);
});

it('ends after its time, with what it last saw and a way on', async () => {
  const { wait } = clocked(20_000);
  wait.look('The mapping is Creating.');
  await wait.pause();
  await wait.pause();
  const failure = await wait.pause().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StillWaitingError);
  expect(failure).toMatchObject({
    code: 'still-waiting',
    message: 'After 20 seconds: The mapping is Creating.',
    remedy: expect.stringContaining('--timeout MINUTES') as unknown,
  });
});
