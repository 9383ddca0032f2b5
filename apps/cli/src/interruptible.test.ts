import { expect, it } from 'vitest';
import { interruptible, InterruptedError } from './interruptible.js';
import { EndedByHand } from './watch/ended-by-hand.js';

const live = { signal: new AbortController().signal };
const over = { signal: AbortSignal.abort(new Error('SIGINT')) };
const failing = (error: Error) => () => Promise.reject(error);
const broken = new Error('The connection is gone.');

it('tells what is left, whatever the interruption made the work fail with', async () => {
  const error: unknown = await interruptible('asked', over, failing(broken)).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InterruptedError);
  expect(error).toMatchObject({
    message: 'Interrupted. What AWS was asked for goes on: see dray status.',
    cause: broken,
  });
});

it('takes Ctrl-C at a question for an interruption', async () => {
  const error = Object.assign(new Error('Interrupted.'), { code: 'ABORT_ERR' });
  await expect(interruptible('written', live, failing(error))).rejects.toThrow(
    'Interrupted. What was written stays; run the same command again to go on.',
  );
});

it.each([
  ['a failure', live, broken],
  ['what has no end of its own', over, new EndedByHand()],
  ['what was told further in', over, new InterruptedError('Half is done.', { cause: broken })],
])('leaves %s as it is', async (_what, environment, error) => {
  await expect(interruptible('done', environment, failing(error))).rejects.toBe(error);
});

it('answers what the work answers', async () => {
  expect(await interruptible('done', over, () => Promise.resolve(1))).toBe(1);
});
