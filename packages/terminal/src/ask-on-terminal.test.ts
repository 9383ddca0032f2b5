import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import { askOnTerminal } from './ask-on-terminal.js';

interface Asked {
  readonly answer: Promise<boolean>;
  readonly type: (text: string) => void;
  readonly end: () => void;
  readonly interrupt: () => void;
}

/** A question on streams that say of themselves that they are a terminal. */
async function ask(): Promise<Asked> {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let shown = '';
  output.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const interruption = new AbortController();
  const answer = askOnTerminal('Go on? ', { input, output, signal: interruption.signal });
  await vi.waitUntil(() => shown.includes('Go on? '));
  return {
    answer,
    type: (text) => void input.write(text),
    end: () => void input.end(),
    interrupt: () => interruption.abort(new Error('SIGTERM')),
  };
}

it.each([
  ['yes\r', true],
  ['Y\r', true],
  ['no\r', false],
  ['\r', false],
  ['\u0004', false],
])('takes %j for %s', async (typed, expected) => {
  const { answer, type } = await ask();
  type(typed);
  expect(await answer).toBe(expected);
});

it('takes the end of the input for a no', async () => {
  const { answer, end } = await ask();
  end();
  expect(await answer).toBe(false);
});

it('is interrupted by Ctrl-C and by a signal', async () => {
  const typed = await ask();
  typed.type('\u0003');
  await expect(typed.answer).rejects.toMatchObject({ code: 'ABORT_ERR' });
  const signalled = await ask();
  signalled.interrupt();
  await expect(signalled.answer).rejects.toMatchObject({ code: 'ABORT_ERR' });
});
