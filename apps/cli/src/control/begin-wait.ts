import type { CliEnvironment } from '../cli-environment.js';
import { describeDuration } from '../render/describe-time.js';

/** It takes longer than somebody wanted to wait. What was asked for goes on in AWS. */
export class StillWaitingError extends Error {
  readonly code = 'still-waiting';
  readonly remedy = 'It goes on by itself: see dray status --watch. To wait longer: --timeout MINUTES.';

  constructor(status: string, waitedMs: number) {
    super(`It is still ${status} after ${describeDuration(waitedMs)}.`);
    this.name = 'StillWaitingError';
  }
}

export interface WaitOptions {
  /** Between two looks. */
  readonly everyMs: number;
  /** Together. */
  readonly timeoutMs: number;
  /** What a pause rejects with when the time is over. */
  readonly late: (waitedMs: number) => Error;
}

/**
 * Begins a wait whose time counts from now.
 *
 * @returns the pause between two looks; it rejects with `late` once the time is over, and at an interruption.
 */
export function beginWait(
  { now, pause }: Pick<CliEnvironment, 'now' | 'pause'>,
  { everyMs, timeoutMs, late }: WaitOptions,
): () => Promise<void> {
  const begunMs = now();
  return async () => {
    const waitedMs = now() - begunMs;
    if (waitedMs >= timeoutMs) throw late(waitedMs);
    await pause(everyMs);
  };
}
