import type { KinesisSourceObserver } from '@drayage/kinesis-source';

import { sourceRetryReport } from '../report/retry-report.js';
import type { SinkObserver } from '../sink-parts.js';
import type { GapKeeper } from './gap-keeper.js';

/** What the source tells, in the words of the sink. */
export function sourceObserver(
  observer: SinkObserver,
  gaps: Pick<GapKeeper, 'continuedOver'>,
): Partial<KinesisSourceObserver> {
  return {
    onRetry: (...told) => observer.onRetry(sourceRetryReport(...told)),
    onWaiting: (shardId, owner) =>
      observer.onWarning(`owner:${shardId}`, `Shard ${shardId} is read by ${owner}; this process waits for it.`),
    onAcquired: (shardId) => observer.onWarningOver(`owner:${shardId}`),
    onFenced: (shardId) =>
      observer.onWarning(`owner:${shardId}`, `Shard ${shardId} was taken over by another process.`),
    onFinished: (shardId) => observer.onWarningOver(`lag:${shardId}`),
    onGap: (gap) => gaps.continuedOver(gap),
    onLag: (shardId, lagMs, retentionMs) => {
      const hours = (ms: number): string => (ms / 3_600_000).toFixed(1);
      const message = `Shard ${shardId} is ${hours(lagMs)} h behind; the stream forgets records after ${hours(retentionMs)} h.`;
      observer.onWarning(`lag:${shardId}`, message);
    },
    onStopIncomplete: (shardId) =>
      observer.onWarning(
        `stop:${shardId}`,
        `The last position of shard ${shardId} was not kept; some records will be read again.`,
      ),
  };
}
