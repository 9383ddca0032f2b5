import { isInterruption } from '@drayage/terminal';
import type { CliEnvironment } from './cli-environment.js';
import { EndedByHand } from './watch/ended-by-hand.js';

/** What an interruption leaves, and how to go on. */
export const LEFT = {
  written: 'What was written stays; run the same command again to go on.',
  done: 'What was done stays; run the same command again to go on.',
  asked: 'What AWS was asked for goes on: see dray status.',
} as const;

/** Work was interrupted that leaves something behind. */
export class InterruptedError extends Error {
  /** What it leaves: one of `LEFT`. */
  readonly left: string;

  constructor(left: string, options: ErrorOptions) {
    super(`Interrupted. ${left}`, options);
    this.name = 'InterruptedError';
    this.left = left;
  }
}

/**
 * Does work that leaves something behind when it is interrupted. A command that only looks does without: there is nothing to say.
 *
 * @throws InterruptedError in place of what the interruption made the work fail with.
 */
export async function interruptible<T>(
  left: keyof typeof LEFT,
  { signal }: Pick<CliEnvironment, 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isInterruption(error, signal) || error instanceof EndedByHand || error instanceof InterruptedError)
      throw error;
    throw new InterruptedError(LEFT[left], { cause: error });
  }
}
