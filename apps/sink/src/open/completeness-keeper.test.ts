import { expect, it } from 'vitest';

import { recordingObserver } from '../testing/recording-observer.js';
import { createCompletenessKeeper } from './completeness-keeper.js';

type Answer = number | undefined | Error;

/** Gives these answers, one a look, and then stops. */
async function runWith(answers: readonly Answer[], failAdvanceAt?: number) {
  const stop = new AbortController();
  const told = recordingObserver();
  const advanced: number[] = [];
  const left = [...answers];
  const keeper = createCompletenessKeeper({
    looksAnAdvance: 1,
    observer: told.observer,
    source: {
      completeThrough: () => {
        const answer = left.shift();
        if (left.length === 0) stop.abort();
        return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
      },
    },
    writer: {
      advance: (throughMs) => {
        if (throughMs === failAdvanceAt) return Promise.reject(new Error('down'));
        advanced.push(throughMs);
        return Promise.resolve();
      },
    },
    sleep: () => Promise.resolve(),
  });
  await keeper.run(stop.signal);
  return { keeper, told, advanced };
}

it('tells the target nothing before a time is known, and never goes back', async () => {
  const { keeper, advanced } = await runWith([undefined, 100, 300, 200, undefined]);
  expect(advanced).toEqual([100, 300, 300, 300]);
  expect(keeper.throughMs()).toBe(300);
});

it('warns while a look or a statement fails, and goes on', async () => {
  const { told, advanced } = await runWith([100, new Error('down'), 200, 300], 200);
  expect(advanced).toEqual([100, 300]);
  expect(told.events.map(([name]) => name)).toEqual(['onWarningOver', 'onWarning', 'onWarning', 'onWarningOver']);
});
