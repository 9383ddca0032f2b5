import type { SinkObserver } from '../sink-parts.js';

export interface RecordingObserver {
  readonly observer: SinkObserver;
  /** Every call: the method and its arguments. */
  readonly events: readonly (readonly [keyof SinkObserver, ...unknown[]])[];
}

export function recordingObserver(): RecordingObserver {
  const events: (readonly [keyof SinkObserver, ...unknown[]])[] = [];
  const record =
    (name: keyof SinkObserver) =>
    (...told: readonly unknown[]): void => {
      events.push([name, ...told]);
    };
  return {
    events,
    observer: {
      onRead: record('onRead'),
      onBatch: record('onBatch'),
      onRetry: record('onRetry'),
      onTargetAnswer: record('onTargetAnswer'),
      onWarning: record('onWarning'),
      onWarningOver: record('onWarningOver'),
    },
  };
}
