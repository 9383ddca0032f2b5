import { SinkError } from '@drayage/cratedb-writer';
import { PipelineHalted } from './pipeline-halted.js';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Waits; ends early when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** At least 0, less than 1. */
  readonly random: () => number;
  readonly onRetry: (error: SinkError, attempt: number, delayMs: number) => void;
}

export interface RetryDelays {
  readonly firstMs: number;
  readonly longestMs: number;
}

const DELAYS: RetryDelays = { firstMs: 200, longestMs: 10_000 };

/** Doubles with each attempt, of which the first is 0; the upper half of it by chance. From 0.2 s to 10 s unless told otherwise. */
export function retryDelayMs(
  attempt: number,
  random: () => number,
  { firstMs, longestMs }: RetryDelays = DELAYS,
): number {
  const ceiling = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}

/**
 * Runs `work` until it succeeds. What is retryable is tried again for ever, loudly.
 *
 * @throws PipelineHalted for what trying again does not mend; the signal's reason once it aborts.
 */
export async function retryForever<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, sleep, random, onRetry } = options;
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SinkError)) throw error;
      if (error.reaction !== 'retry') throw new PipelineHalted(error.code, error.message, error.remedy, error);
      const delayMs = retryDelayMs(attempt, random);
      onRetry(error, attempt + 1, delayMs);
      await sleep(delayMs, signal);
    }
  }
}
