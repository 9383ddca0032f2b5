import { PassThrough, Readable } from 'node:stream';
import { expect, it, vi } from 'vitest';
import type { CliEnvironment } from './cli-environment.js';
import { asTerminal, collect } from './testing/run-dray.js';
import { reportFailure } from './render/report-failure.js';
import { confirm } from './confirm.js';

function terminal(answer: string): {
  readonly environment: Pick<CliEnvironment, 'stdin' | 'stderr' | 'signal'>;
  readonly asked: () => string;
} {
  const stderr = collect();
  const stdin = Object.assign(Readable.from([answer]), { isTTY: true });
  const { signal } = new AbortController();
  return { environment: { stdin, stderr: asTerminal(stderr.stream), signal }, asked: stderr.text };
}

it.each([
  ['y\n', true],
  ['Yes \n', true],
  ['n\n', false],
  ['\n', false],
  ['yesterday\n', false],
])('takes %j for %s', async (answer, expected) => {
  const { environment, asked } = terminal(answer);
  expect(await confirm('Discard 3 dead letters?', environment)).toBe(expected);
  expect(asked()).toContain('Discard 3 dead letters? [y/N] ');
});

it('takes the end of the input for a no', async () => {
  const { environment } = terminal('');
  expect(await confirm('Discard?', { ...environment, stdin: Object.assign(Readable.from([]), { isTTY: true }) })).toBe(
    false,
  );
});

it.each([
  ['Ctrl-C', (stdin: PassThrough) => void stdin.write('\u0003')],
  ['a signal', (_stdin: PassThrough, interruption: AbortController) => interruption.abort(new Error('SIGINT'))],
])('is interrupted by %s, which the program answers 130 to', async (_how, interrupt) => {
  const interruption = new AbortController();
  const { environment, asked } = terminal('');
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const answer = confirm('Discard?', { ...environment, stdin, signal: interruption.signal });
  await vi.waitUntil(() => asked() !== '');
  interrupt(stdin, interruption);
  const error: unknown = await answer.catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ABORT_ERR' });
  const stderr = collect();
  const { signal } = new AbortController();
  expect(reportFailure(error, { signal, stderr: stderr.stream } as unknown as CliEnvironment)).toBe(130);
  expect(stderr.text()).toContain('Interrupted.');
});

it('takes Ctrl-D for a no', async () => {
  const { environment, asked } = terminal('');
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const answer = confirm('Discard?', { ...environment, stdin });
  await vi.waitUntil(() => asked() !== '');
  stdin.write('\u0004');
  expect(await answer).toBe(false);
});

it('fails where there is nobody to ask', async () => {
  const { environment } = terminal('y\n');
  const piped = { ...environment, stdin: Readable.from(['y\n']) };
  await expect(confirm('Discard 3 dead letters?', piped)).rejects.toMatchObject({
    name: 'UsageError',
    remedy: 'Give --yes.',
  });
});
