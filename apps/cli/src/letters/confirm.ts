import { createInterface } from 'node:readline/promises';
import type { CliEnvironment } from '../cli-environment.js';
import { UsageError } from '../usage-error.js';

/**
 * Asks on a terminal; answers whether the answer was yes. The end of the input (Ctrl-D) is a no. Rejects with
 * `code: 'ABORT_ERR'` at an interruption, by a signal or by Ctrl-C.
 *
 * @throws UsageError where there is nobody to ask.
 */
export async function confirm(
  question: string,
  { stdin, stderr, signal }: Pick<CliEnvironment, 'stdin' | 'stderr' | 'signal'>,
): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new UsageError(`${question} There is no terminal to ask on.`, 'Give --yes.');
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let closed = false;
      terminal.question(`${question} [y/N] `, { signal }).then(
        (answer) => resolve(/^y(es)?$/iu.test(answer.trim())),
        (error: unknown) => {
          if (closed && !signal.aborted) resolve(false);
          else reject(error instanceof Error ? error : new Error('Interrupted.'));
        },
      );
      // A terminal in raw mode makes no signal of Ctrl-C.
      terminal.once('SIGINT', () => reject(Object.assign(new Error('Interrupted.'), { code: 'ABORT_ERR' })));
      // Where the input ends, the question fails, or stays open for ever. An answer that is under way comes first.
      terminal.once('close', () => {
        closed = true;
        setImmediate(() => resolve(false));
      });
    });
  } finally {
    terminal.close();
  }
}
