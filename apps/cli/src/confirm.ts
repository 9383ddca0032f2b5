import { askOnTerminal, UsageError } from '@drayage/terminal';
import type { CliEnvironment } from './cli-environment.js';

/**
 * Asks before what cannot be undone; answers whether the answer was yes. Ends as `askOnTerminal` does.
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
  return askOnTerminal(`${question} [y/N] `, { input: stdin, output: stderr, signal });
}
