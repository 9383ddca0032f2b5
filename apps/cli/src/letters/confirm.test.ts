import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import type { CliEnvironment } from '../cli-environment.js';
import { asTerminal, collect } from '../testing/run-dray.js';
import { confirm } from './confirm.js';

function terminal(answer: string): { readonly environment: Pick<CliEnvironment, 'stdin' | 'stderr' | 'signal'>; readonly asked: () => string } {
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

it('fails where there is nobody to ask', async () => {
  const { environment } = terminal('y\n');
  const piped = { ...environment, stdin: Readable.from(['y\n']) };
  await expect(confirm('Discard 3 dead letters?', piped)).rejects.toMatchObject({ name: 'UsageError', remedy: 'Give --yes.' });
});
