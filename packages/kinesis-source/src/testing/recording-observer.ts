import type { KinesisSourceObserver } from '../observer.js';

type EventName = keyof KinesisSourceObserver;

/** What an observer was told, in order: the method's name and its arguments. */
export interface RecordingObserver extends KinesisSourceObserver {
  readonly events: readonly (readonly [EventName, ...unknown[]])[];
  /** The arguments of each call of one method. */
  told<Name extends EventName>(name: Name): Parameters<KinesisSourceObserver[Name]>[];
}

export function createRecordingObserver(): RecordingObserver {
  const events: [EventName, ...unknown[]][] = [];
  const record =
    <Name extends EventName>(name: Name) =>
    (...told: Parameters<KinesisSourceObserver[Name]>): void => {
      events.push([name, ...told]);
    };
  return {
    events,
    told: <Name extends EventName>(name: Name) =>
      events.filter(([event]) => event === name).map(([, ...told]) => told as Parameters<KinesisSourceObserver[Name]>),
    onRetry: record('onRetry'),
    onWaiting: record('onWaiting'),
    onAcquired: record('onAcquired'),
    onFenced: record('onFenced'),
    onFinished: record('onFinished'),
    onGap: record('onGap'),
    onLag: record('onLag'),
    onStopIncomplete: record('onStopIncomplete'),
  };
}
