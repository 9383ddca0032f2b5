import type { SinkObserver } from '../sink-parts.js';

/** One observer that tells all of them. */
export function combineObservers(observers: readonly SinkObserver[]): SinkObserver {
  return {
    onRead: (shardId) => observers.forEach((observer) => observer.onRead(shardId)),
    onBatch: (batch) => observers.forEach((observer) => observer.onBatch(batch)),
    onRetry: (retry) => observers.forEach((observer) => observer.onRetry(retry)),
    onTargetAnswer: () => observers.forEach((observer) => observer.onTargetAnswer()),
    onWarning: (topic, message) => observers.forEach((observer) => observer.onWarning(topic, message)),
    onWarningOver: (topic) => observers.forEach((observer) => observer.onWarningOver(topic)),
  };
}
