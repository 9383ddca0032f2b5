import { STOP_REASONS } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import { explainStop } from './explain-stop.js';

type Known = Parameters<typeof explainStop>[0];

const at = (given: Partial<Known>): Known => ({
  state: 'stopped',
  status: 'stopped',
  stopReason: 'NORMAL',
  everStarted: true,
  migrationType: 'full-load-and-cdc',
  failures: [],
  ...given,
});
const SOON = ', before the source removes what was not read.';

it('names the start that is allowed after each reason', () => {
  const told = STOP_REASONS.map((stopReason) => {
    const { kind, remedy } = explainStop(at({ stopReason }))!;
    return [stopReason, kind, remedy];
  });
  const look = `See what failed: dray logs --source dms --level error. Then dray resume${SOON}`;
  expect(told).toEqual([
    ['NORMAL', 'asked', `dray resume${SOON}`],
    ['RECOVERABLE_ERROR', 'error', look],
    ['FATAL_ERROR', 'error', look],
    ['FULL_LOAD_ONLY_FINISHED', 'asked', `dray reload --all${SOON}`],
    [
      'STOPPED_AFTER_FULL_LOAD',
      'asked',
      `Switch StopTaskCachedChangesNotApplied off in its settings. Then dray resume${SOON}`,
    ],
    [
      'STOPPED_AFTER_CACHED_EVENTS',
      'asked',
      `Switch StopTaskCachedChangesApplied off in its settings. Then dray resume${SOON}`,
    ],
    ['EXPRESS_LICENSE_LIMITS_REACHED', 'error', `Ask the support of AWS which limit it is. Then dray resume${SOON}`],
    ['STOPPED_AFTER_DDL_APPLY', 'asked', `dray resume${SOON}`],
    [
      'STOPPED_DUE_TO_LOW_MEMORY',
      'error',
      `End long transactions at the source, take a larger instance or more capacity units, or load fewer tables at a time (MaxFullLoadSubTasks). Then dray resume${SOON}`,
    ],
    [
      'STOPPED_DUE_TO_LOW_DISK',
      'error',
      `End long transactions at the source, give the instance more storage, and add shards if the stream throttles. Then dray resume${SOON}`,
    ],
    ['STOPPED_AT_SERVER_TIME', 'asked', `dray resume${SOON}`],
    ['STOPPED_AT_COMMIT_TIME', 'asked', `dray resume${SOON}`],
    ['RECONFIGURATION_RESTART', 'passing', 'Wait: DMS starts it again.'],
    ['RECYCLE_TASK', 'passing', 'Wait: DMS starts it again.'],
  ]);
});

it.each<readonly [string, Partial<Known>]>([
  ['runs', { state: 'running' }],
  ['was never started', { state: 'ready', everStarted: false }],
  ['only loads, and is done', { migrationType: 'full-load', stopReason: 'FULL_LOAD_ONLY_FINISHED' }],
  ['only loads, and stopped after it', { migrationType: 'full-load', stopReason: 'STOPPED_AFTER_FULL_LOAD' }],
])('has nothing to say of one that %s', (_, given) => {
  expect(explainStop(at(given))).toBeUndefined();
});

it.each<readonly [string, Partial<Known>, object]>([
  [
    'a load that was stopped is not resumed',
    { migrationType: 'full-load' },
    { kind: 'asked', cause: 'Somebody stopped it.', remedy: 'dray reload --all.' },
  ],
  [
    'what it failed of, where that is known, goes before the reason',
    { stopReason: 'FATAL_ERROR', failures: ['requested WAL segment 0A has already been removed'] },
    {
      kind: 'error',
      cause: 'An error that DMS does not try again.',
      remedy: 'Load everything again (dray reload --all), and raise max_slot_wal_keep_size or read sooner.',
    },
  ],
  [
    'an older failure is nothing to a stop that was asked for',
    { failures: ['requested WAL segment 0A has already been removed'] },
    { kind: 'asked', cause: 'Somebody stopped it.', remedy: `dray resume${SOON}` },
  ],
  [
    'a word that is not documented',
    { stopReason: 'NEXT_YEAR' },
    { kind: 'unknown', cause: undefined, remedy: `dray resume${SOON}` },
  ],
  [
    'a failure before the first start was done',
    { state: 'failed', stopReason: undefined, everStarted: false },
    { kind: 'error', cause: undefined, remedy: 'See dray logs --source dms --level error. Then dray start.' },
  ],
])('%s', (_, given, expected) => {
  expect(explainStop(at(given))).toEqual(expected);
});
