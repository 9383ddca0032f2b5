/** Every reason that DMS documents for a stop, without the words “Stop Reason”. */
export const STOP_REASONS = [
  'NORMAL',
  'RECOVERABLE_ERROR',
  'FATAL_ERROR',
  'FULL_LOAD_ONLY_FINISHED',
  'STOPPED_AFTER_FULL_LOAD',
  'STOPPED_AFTER_CACHED_EVENTS',
  'EXPRESS_LICENSE_LIMITS_REACHED',
  'STOPPED_AFTER_DDL_APPLY',
  'STOPPED_DUE_TO_LOW_MEMORY',
  'STOPPED_DUE_TO_LOW_DISK',
  'STOPPED_AT_SERVER_TIME',
  'STOPPED_AT_COMMIT_TIME',
  'RECONFIGURATION_RESTART',
  'RECYCLE_TASK',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** `asked`: somebody or a setting wanted it; `error`: DMS could not go on; `passing`: DMS starts it again by itself. */
export interface StopExplanation {
  readonly kind: 'asked' | 'error' | 'passing';
  /** A sentence. */
  readonly cause: string;
  /** What to do before it is started again; absent where nothing is. */
  readonly remedy?: string;
}

const EXPLAINED: Readonly<Record<StopReason, StopExplanation>> = {
  NORMAL: { kind: 'asked', cause: 'Somebody stopped it.' },
  RECOVERABLE_ERROR: {
    kind: 'error',
    cause: 'An error that usually passes, and that DMS tried again as often as it may.',
    remedy: 'See what failed: dray logs --source dms --level error.',
  },
  FATAL_ERROR: {
    kind: 'error',
    cause: 'An error that DMS does not try again.',
    remedy: 'See what failed: dray logs --source dms --level error.',
  },
  FULL_LOAD_ONLY_FINISHED: {
    kind: 'asked',
    cause: 'The full load is done, and it takes no changes: it is never resumed, but loaded again.',
  },
  STOPPED_AFTER_FULL_LOAD: {
    kind: 'asked',
    cause: 'The full load is done, and its settings stop it before the changes (StopTaskCachedChangesNotApplied).',
    remedy: 'Switch StopTaskCachedChangesNotApplied off in its settings.',
  },
  STOPPED_AFTER_CACHED_EVENTS: {
    kind: 'asked',
    cause: 'The full load and its changes are done, and its settings stop it there (StopTaskCachedChangesApplied).',
    remedy: 'Switch StopTaskCachedChangesApplied off in its settings.',
  },
  EXPRESS_LICENSE_LIMITS_REACHED: {
    kind: 'error',
    cause: 'The limits of its licence are reached.',
    remedy: 'Ask the support of AWS which limit it is.',
  },
  STOPPED_AFTER_DDL_APPLY: {
    kind: 'asked',
    cause: 'Its settings stop it after a change of a table’s definition.',
  },
  STOPPED_DUE_TO_LOW_MEMORY: {
    kind: 'error',
    cause: 'The replication ran out of memory.',
    remedy:
      'End long transactions at the source, take a larger instance or more capacity units, or load fewer tables at a time (MaxFullLoadSubTasks).',
  },
  STOPPED_DUE_TO_LOW_DISK: {
    kind: 'error',
    cause: 'The replication ran out of disk, often by a long open transaction or a target that is slow.',
    remedy:
      'End long transactions at the source, give the instance more storage, and add shards if the stream throttles.',
  },
  STOPPED_AT_SERVER_TIME: { kind: 'asked', cause: 'It reached the server time at which it was to stop.' },
  STOPPED_AT_COMMIT_TIME: { kind: 'asked', cause: 'It reached the commit time at which it was to stop.' },
  RECONFIGURATION_RESTART: { kind: 'passing', cause: 'DMS restarts it with other settings.' },
  RECYCLE_TASK: { kind: 'passing', cause: 'DMS restarts it to give back what it holds.' },
};

/** What a stop reason means; `undefined` for a word that is not documented. */
export function explainStopReason(reason: string): StopExplanation | undefined {
  return Object.hasOwn(EXPLAINED, reason) ? EXPLAINED[reason as StopReason] : undefined;
}
