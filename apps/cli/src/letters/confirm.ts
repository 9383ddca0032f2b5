import { createInterface } from 'node:readline/promises';
import type { CliEnvironment } from '../cli-environment.js';
import { UsageError } from '../usage-error.js';

/**
 * Asks on a terminal; answers whether the answer was yes.
 *
 * @throws UsageError where there is nobody to ask.
 */
export async function confirm(question: string, { stdin, stderr, signal }: Pick<CliEnvironment, 'stdin' | 'stderr' | 'signal'>): Promise<boolean> {
  if (stdin.isTTY !== true || stderr.isTTY !== true) {
    throw new UsageError(`${question} There is no terminal to ask on.`, 'Give --yes.');
  }
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return /^y(es)?$/iu.test((await terminal.question(`${question} [y/N] `, { signal })).trim());
  } finally {
    terminal.close();
  }
}
