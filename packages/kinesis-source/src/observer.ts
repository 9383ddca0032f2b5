import type { Gap } from './plan/gap.js';

/** What the source tells while it runs. Every method is optional; none may throw. */
export interface KinesisSourceObserver {
  /**
   * A call failed and is made again after `delayMs`. `shardId` is absent for calls about the stream; `code` is the name
   * or code of the error, or one of `SOURCE_RETRY_CODES`; `attempt` counts from 1 and goes on for ever.
   */
  onRetry(shardId: string | undefined, code: string, attempt: number, delayMs: number): void;
  /** Another owner reads this shard. Said once for each owner, not at each try. */
  onWaiting(shardId: string, owner: string): void;
  /** This source reads the shard now. */
  onAcquired(shardId: string): void;
  /** Another owner took the shard away. It is read again as soon as it is free. */
  onFenced(shardId: string): void;
  /** Every record of the shard is safe and there will be no more. */
  onFinished(shardId: string): void;
  /** Records are lost, and the source goes on because it was told to. */
  onGap(gap: Gap): void;
  /** Behind by more than half of the retention. Said once until the lag is below again. */
  onLag(shardId: string, lagMs: number, retentionMs: number): void;
  /** On stopping, a position could not be saved or a shard not released: it is read again from the one before. */
  onStopIncomplete(shardId: string, cause: unknown): void;
}

/** An observer that lacks nothing. */
export function completeObserver(observer: Partial<KinesisSourceObserver> = {}): KinesisSourceObserver {
  return {
    onRetry: (...told) => observer.onRetry?.(...told),
    onWaiting: (...told) => observer.onWaiting?.(...told),
    onAcquired: (...told) => observer.onAcquired?.(...told),
    onFenced: (...told) => observer.onFenced?.(...told),
    onFinished: (...told) => observer.onFinished?.(...told),
    onGap: (...told) => observer.onGap?.(...told),
    onLag: (...told) => observer.onLag?.(...told),
    onStopIncomplete: (...told) => observer.onStopIncomplete?.(...told),
  };
}
