import { AwsOpsError, type AwsOpsErrorCode } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import type { CliEnvironment } from '../cli-environment.js';
import { asTerminal, collect } from '../testing/run-dray.js';
import { EndedByHand } from './ended-by-hand.js';
import { watch } from './watch.js';

const failed = (code: AwsOpsErrorCode, message: string): AwsOpsError => new AwsOpsError(code, { message });

/** Looks of which each is a picture or a failure; the last one is ended by hand. */
async function watchLooks(looks: readonly (string | Error)[], { isTerminal = true, rows = 24 } = {}) {
  const controller = new AbortController();
  const stdout = collect();
  const stderr = collect();
  let at = 0;
  const draw = (): Promise<string> => {
    const seen = looks[at] ?? '';
    at += 1;
    return typeof seen === 'string' ? Promise.resolve(seen) : Promise.reject(seen);
  };
  const environment = {
    stdout: isTerminal ? Object.assign(asTerminal(stdout.stream), { rows, columns: 40 }) : stdout.stream,
    stderr: stderr.stream,
    signal: controller.signal,
    pause: () => {
      if (at < looks.length) return Promise.resolve();
      controller.abort(new Error('SIGINT'));
      return Promise.reject(new Error('SIGINT'));
    },
  } as unknown as CliEnvironment;
  const end: unknown = await watch(environment, 1, draw).catch((error: unknown) => error);
  return {
    end,
    looked: at,
    pictures: stdout.text().split('\u001B[H\u001B[J').slice(1),
    stdout: stdout.text(),
    stderr: stderr.text(),
  };
}

it('keeps the last picture over a look that fails, says so, and goes on', async () => {
  const { end, pictures } = await watchLooks([
    'one\n',
    failed('throttled', 'AWS throttles, and still did after all tries.'),
    'two\n',
  ]);
  expect(end).toBeInstanceOf(EndedByHand);
  expect(pictures).toEqual(['one\n', 'one\n\nCould not look: AWS throttles, and stil…\n', 'two\n\u001B[?25h']);
});

it('never fills more lines than the terminal has, also with the notice', async () => {
  const { pictures } = await watchLooks(['1\n2\n3\n4\n', failed('unreachable', 'gone.'), ''], { rows: 5 });
  expect(pictures[1]).toBe('1\n2\n\nCould not look: gone.\n');
});

it('leaves standard output to pictures where it is no terminal', async () => {
  const { stdout, stderr } = await watchLooks(['one\n', failed('service-failed', 'AWS\u0007 failed.'), 'two\n'], {
    isTerminal: false,
  });
  expect(stdout).toBe('one\ntwo\n');
  expect(stderr).toBe('Could not look: AWS\\x07 failed.\n');
});

it.each<AwsOpsErrorCode>(['access-denied', 'credentials-expired', 'credentials-invalid', 'not-found'])(
  'gives up on %s',
  async (code) => {
    const error = failed(code, 'No.');
    expect(await watchLooks(['one\n', error, 'two\n'])).toMatchObject({ end: error, looked: 2 });
  },
);

it('gives up on a defect', async () => {
  const error = new TypeError('x is not a function');
  expect(await watchLooks([error, 'two\n'])).toMatchObject({ end: error, looked: 1 });
});
