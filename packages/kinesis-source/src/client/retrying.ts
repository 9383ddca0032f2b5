import { type Clock, isAborted, pause, untilAborted } from '../clock.js';
import type { KinesisSourceObserver } from '../observer.js';
import { backoffDelayMs } from './backoff-delay.js';

/** What retrying needs of the outside. */
export interface RetryContext {
  readonly clock: Clock;
  readonly random: () => number;
  readonly observer: Pick<KinesisSourceObserver, 'onRetry'>;
}

export interface RetryScope {
  readonly shardId: string | undefined;
  readonly signal: AbortSignal;
  /** The code under which a failure is worth another try; `undefined`: it is not, and the error goes on. */
  retryCode(error: unknown): string | undefined;
}

/**
 * Makes a call until it succeeds, for ever. Rejects with the error of the call if that is not worth another try, and at
 * once when the signal aborts, even if the call itself never answers.
 */
export async function retrying<T>(context: RetryContext, scope: RetryScope, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await untilAborted(call(), scope.signal);
    } catch (error) {
      if (isAborted(scope.signal)) throw error;
      const code = scope.retryCode(error);
      if (code === undefined) throw error;
      const delayMs = backoffDelayMs(attempt, context.random());
      context.observer.onRetry(scope.shardId, code, attempt, delayMs);
      await pause(context.clock, delayMs, scope.signal);
      if (isAborted(scope.signal)) throw error;
    }
  }
}
