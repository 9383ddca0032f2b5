import type { ContainerService, EventSourceMapping, Replication, StreamDescription } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import { assessStatus, healthOf } from './assess-status.js';
import type { ContainerReport, PipelineStatus } from './pipeline-status.js';
import { absent, type StatusPart, type Unread } from './status-part.js';

const read = <T>(value: T): StatusPart<T> => ({ kind: 'read', value });
const none: PipelineStatus = {
  at: new Date(0),
  pipeline: 'p',
  replication: absent(''),
  stream: absent(''),
  sink: absent(''),
  target: absent(''),
};
const DENIED: Unread = { what: 'The latency', message: 'AWS denies (cloudwatch:ListMetrics)', remedy: 'Allow it.' };

interface Rest {
  readonly source?: number;
  readonly target?: number;
  readonly connection?: string;
  readonly unread?: readonly Unread[];
}
const replication = (
  given: Partial<Replication>,
  { source, target, connection = 'successful', unread = [] }: Rest = {},
): Partial<PipelineStatus> => ({
  replication: read({
    replication: {
      state: 'running',
      status: given.state ?? 'running',
      migrationType: 'full-load-and-cdc',
      everStarted: true,
      failures: [],
      ...given,
    } as Replication,
    sourceLatencySeconds: source ?? null,
    targetLatencySeconds: target ?? null,
    endpoints: [
      {
        identifier: 'shop-source',
        direction: 'source',
        engine: 'postgres',
        status: 'active',
        server: undefined,
        connection,
        failure: connection === 'failed' ? 'Connection timed out' : null,
      },
    ],
    unread,
  }),
});
const stopped = (stopReason: string, given: Partial<Replication> = {}): Partial<PipelineStatus> =>
  replication({ state: 'stopped', stopReason, ...given });
const stream = (
  given: Partial<StreamDescription>,
  iteratorAgeMs: number | null = null,
  throttledWrites: number | null = null,
): Partial<PipelineStatus> => ({
  stream: read({
    stream: { arn: 'ARN', status: 'ACTIVE', retentionHours: 168, ...given } as StreamDescription,
    iteratorAgeMs,
    throttledWrites,
    unread: [],
  }),
});
const mapped = (
  mappings: readonly Partial<EventSourceMapping>[] | null,
  iteratorAgeMs: number | null = null,
  unread: readonly Unread[] = [],
): Partial<PipelineStatus> => ({
  sink: read({
    kind: 'function',
    description: {
      name: 'f',
      arn: 'f',
      state: 'Active',
      lastUpdate: 'Successful',
      lastUpdateReason: undefined,
      timeoutSeconds: 60,
      memoryMb: 512,
      packageType: 'Zip',
      imageUri: undefined,
    },
    mappings:
      mappings?.map(
        (mapping) =>
          ({
            id: 'm',
            state: 'Enabled',
            lastResult: 'OK',
            reportsBatchItemFailures: true,
            maximumRetryAttempts: -1,
            ...mapping,
          }) as EventSourceMapping,
      ) ?? null,
    iteratorAgeMs,
    unread,
  }),
});
const shard = { shardId: 's', lagMs: 5, owner: 'me', state: 'reading' };
const container = (
  given: Partial<ContainerReport>,
  service: Partial<ContainerService> | null = null,
): Partial<PipelineStatus> => ({
  sink: read({
    kind: 'container',
    url: 'http://sink',
    report: {
      pipeline: 'p',
      state: 'running',
      deadLetters: 0,
      freshnessMs: 0,
      shards: [shard],
      tables: [],
      warnings: [],
      ...given,
    },
    service:
      service === null
        ? null
        : {
            name: 'sink',
            cluster: 'c',
            status: 'ACTIVE',
            desiredTasks: 1,
            runningTasks: 1,
            pendingTasks: 0,
            failedTasks: 0,
            rollout: 'COMPLETED',
            rolloutReason: undefined,
            lastEvent: undefined,
            ...service,
          },
    unread: [],
  }),
});
const target = (given: object): Partial<PipelineStatus> => ({
  target: read({ tables: [], deadLetters: 0, freshnessMs: 0, otherPipelines: null, ...given }),
});
const suspended = { schema: 'shop', name: 'orders', state: 'suspended', reason: 'key-changed', deadLetters: 0 };

const RESUME = 'dray resume, before the source removes what was not read.';
const RELOAD = 'dray reload --all, before the source removes what was not read.';
const LOGS = 'See dray logs --source dms --level error.';

it.each<readonly [string, Partial<PipelineStatus>, readonly string[]]>([
  ['a replication that runs', replication({}), []],
  [
    'one that failed',
    replication({ state: 'failed', failures: ['replication slot "x" is active'] }),
    [
      'bad: It failed: replication slot "x" is active. → Stop the other reader, or wait until wal_sender_timeout has passed. An orphan is removed by: SELECT pg_drop_replication_slot(…); Then dray resume.',
    ],
  ],
  [
    'one that failed at its first start',
    replication({ state: 'failed', everStarted: false }),
    [`bad: It failed. → ${LOGS} Then dray start.`],
  ],
  [
    'a full load that failed',
    replication({ state: 'failed', migrationType: 'full-load' }),
    [`bad: It failed. → ${LOGS} Then dray reload --all.`],
  ],
  ['one that is stopped', stopped('NORMAL'), [`warning: It is stopped (NORMAL): changes are not read. → ${RESUME}`]],
  [
    'one that is stopped, who knows why',
    replication({ state: 'stopped' }),
    [`warning: It is stopped: changes are not read. → ${RESUME}`],
  ],
  [
    'one that stopped for a reason of next year',
    stopped('NEXT_YEAR'),
    [`warning: It is stopped (NEXT_YEAR): changes are not read. → ${RESUME}`],
  ],
  [
    'one out of disk',
    stopped('STOPPED_DUE_TO_LOW_DISK'),
    [
      `bad: It is stopped (STOPPED_DUE_TO_LOW_DISK): changes are not read. The replication ran out of disk, often by a long open transaction or a target that is slow. → End long transactions at the source, give the instance more storage, and add shards if the stream throttles. Then ${RESUME}`,
    ],
  ],
  [
    'one that stopped by an error that is known',
    stopped('FATAL_ERROR', { failures: ['requested WAL segment 0A has already been removed'] }),
    [
      `bad: It is stopped (FATAL_ERROR): changes are not read. requested WAL segment 0A has already been removed. The source has removed WAL that was not read yet: changes are lost. → Load everything again (dray reload --all), and raise max_slot_wal_keep_size or read sooner.`,
    ],
  ],
  [
    'one that stopped by an error that is not',
    stopped('RECOVERABLE_ERROR', { failures: ['subtask 3'] }),
    [
      `bad: It is stopped (RECOVERABLE_ERROR): changes are not read. subtask 3. An error that usually passes, and that DMS tried again as often as it may. → See what failed: dray logs --source dms --level error. Then ${RESUME}`,
    ],
  ],
  [
    'one that stopped as its settings say',
    stopped('STOPPED_AT_COMMIT_TIME'),
    [
      `warning: It is stopped (STOPPED_AT_COMMIT_TIME): changes are not read. It reached the commit time at which it was to stop. → ${RESUME}`,
    ],
  ],
  [
    'one whose settings stop it after the load',
    stopped('STOPPED_AFTER_FULL_LOAD'),
    [
      `warning: It is stopped (STOPPED_AFTER_FULL_LOAD): changes are not read. The full load is done, and its settings stop it before the changes (StopTaskCachedChangesNotApplied). → Switch StopTaskCachedChangesNotApplied off in its settings. Then ${RESUME}`,
    ],
  ],
  [
    'one that DMS restarts',
    stopped('RECYCLE_TASK'),
    [
      'warning: It is stopped (RECYCLE_TASK): changes are not read. DMS restarts it to give back what it holds. → Wait: DMS starts it again.',
    ],
  ],
  ['a full load only that has ended', stopped('FULL_LOAD_ONLY_FINISHED', { migrationType: 'full-load' }), []],
  [
    'a full load that was stopped',
    stopped('NORMAL', { migrationType: 'full-load' }),
    ['warning: It is stopped (NORMAL): its load is not complete. → dray reload --all.'],
  ],
  [
    'one that ended its load and cannot be resumed',
    stopped('FULL_LOAD_ONLY_FINISHED'),
    [
      `warning: It is stopped (FULL_LOAD_ONLY_FINISHED): changes are not read. The full load is done, and it takes no changes: it is never resumed, but loaded again. → ${RELOAD}`,
    ],
  ],
  [
    'one that was never started',
    replication({ state: 'ready', everStarted: false }),
    ['warning: It was never started. → dray start'],
  ],
  [
    'one far behind its source',
    replication({}, { source: 85_980, target: 85_981 }),
    [
      'warning: It is 23 h 53 min behind the source. → Look for long transactions at the source (dray doctor --only source), then at its capacity.',
    ],
  ],
  [
    'one that writes slowly',
    replication({}, { source: 2, target: 602 }),
    [
      'warning: The stream is 10 min 2 s behind the source, 10 min of that in writing. → See whether the stream refuses writes: more shards, or on-demand; then the capacity of the replication.',
    ],
  ],
  [
    'a connection that failed',
    replication({}, { connection: 'failed' }),
    [
      'bad: The connection to shop-source failed: Connection timed out. → Let the database’s security group take 5432 or 3306 from DMS’s; give the subnets interface endpoints for Kinesis and Secrets Manager.',
    ],
  ],
  [
    'a latency that may not be read',
    replication({}, { unread: [DENIED] }),
    ['warning: The latency is not known: AWS denies (cloudwatch:ListMetrics). → Allow it.'],
  ],
  [
    'a stream whose readers are close to its end',
    stream({}, 90 * 3_600_000),
    [
      'bad: Its readers are behind by more than half of its retention of 168 h. → Records that are older are lost. See what holds the sink up; until then keep them for longer: aws kinesis increase-stream-retention-period --stream-arn ARN --retention-period-hours 336',
    ],
  ],
  ['a stream with readers that keep up', stream({}, 1_000, 0), []],
  [
    'a stream that refuses writes',
    stream({}, null, 12),
    [
      'warning: It refused 12 writes in the last quarter of an hour. → Add shards, with primary-key partition keys, or switch the stream to on-demand.',
    ],
  ],
  [
    'a short retention',
    stream({ retentionHours: 24 }),
    [
      'warning: It keeps records for 24 h only. → So that a sink that is held up loses nothing, keep them for 168 h: dray doctor --only stream --fix',
    ],
  ],
  ['a function that is fed', mapped([{}], 1_000), []],
  [
    'a function that nothing feeds',
    mapped([]),
    [
      'bad: No stream feeds the function. → Deploy the event source mapping, and check the names of function and stream.',
    ],
  ],
  [
    'mappings that may not be read',
    mapped(null, null, [DENIED]),
    ['warning: The latency is not known: AWS denies (cloudwatch:ListMetrics). → Allow it.'],
  ],
  [
    'a mapping that fails',
    mapped([{ lastResult: 'PROBLEM: Function call failed' }]),
    ['bad: The mapping m says: PROBLEM: Function call failed. → dray logs --source lambda --level error'],
  ],
  [
    'a mapping that is paused',
    mapped([{ state: 'Disabled' }]),
    ['warning: The mapping m is paused. → dray lambda resume'],
  ],
  [
    'a mapping that loses batches',
    mapped([{ reportsBatchItemFailures: false }]),
    [
      'bad: The mapping m does not report batch item failures: a failing record takes its whole batch along. → Set FunctionResponseTypes to ReportBatchItemFailures: dray doctor --only sink --fix',
    ],
  ],
  [
    'a mapping that gives up',
    mapped([{ maximumRetryAttempts: 3 }]),
    [
      'warning: The mapping m gives up after 3 retries: a long outage of the target then loses records. → What cannot be applied becomes a dead letter. Set MaximumRetryAttempts to -1: dray doctor --only sink --fix',
    ],
  ],
  [
    'a function that is behind',
    mapped([{}], 301_000),
    ['warning: It is 5 min 1 s behind the stream. → See dray logs --source lambda --level warn.'],
  ],
  ['a container that is well', container({}), []],
  [
    'its letters and its suspended table',
    container({ deadLetters: 2, tables: [suspended] }),
    [
      'bad: 2 records could not be applied. → dray dead-letters list',
      'bad: 1 of 1 table is incomplete or suspended. → See the reasons above; most are met by dray reload SCHEMA.TABLE.',
    ],
  ],
  [
    'a container that stands still',
    container({ freshnessMs: 7_200_000 }),
    ['warning: It has not taken in anything for more than five minutes. → See its log, and its live page.'],
  ],
  [
    'its letters where the target tells of them',
    { ...container({ deadLetters: 2, tables: [suspended] }), ...target({}) },
    [],
  ],
  [
    'a shard that nobody reads',
    container({
      shards: [
        shard,
        { ...shard, lagMs: null },
        { ...shard, owner: null },
        { shardId: 'over', lagMs: null, owner: null, state: 'finished' },
      ],
    }),
    [
      'warning: 2 of 4 shards are not read. → A shard whose sink was killed is free after 30 s; see dray checkpoints list, and the log of the sink.',
    ],
  ],
  ['a container that waits', container({ state: 'waiting' }), ['warning: It is waiting. → See its log.']],
  [
    'the container of another pipeline',
    container({ pipeline: 'other' }),
    ['warning: It is the sink of the pipeline other, not of p. → Check --sink-url and --pipeline.'],
  ],
  ['a service whose task runs', container({}, {}), []],
  [
    'a service without a running task',
    container({}, { runningTasks: 0, lastEvent: { at: undefined, message: 'unable to pull secrets' } }),
    [
      'bad: No task of the service runs. ECS says: unable to pull secrets. → See why it ended: dray logs --source sink, then the events of the service.',
    ],
  ],
  [
    'a service of no task',
    container({}, { desiredTasks: 0, runningTasks: 0 }),
    ['warning: The service sink is to run no task. → Set its desired count to 1.'],
  ],
  [
    'a service whose tasks end',
    container({}, { failedTasks: 3 }),
    [
      'warning: 3 tasks of the newest deployment ended before they were well. → See why it ended: dray logs --source sink, then the events of the service.',
    ],
  ],
  [
    'a service that was not deployed',
    container({}, { rollout: 'FAILED', rolloutReason: 'tasks failed to start.' }),
    [
      'bad: The deployment of the service failed: tasks failed to start. → See why it ended: dray logs --source sink, then the events of the service.',
    ],
  ],
  [
    'a suspended table',
    target({
      tables: [
        { state: 'suspended', reason: 'key-changed', deadLetters: 0 },
        { state: 'live', reason: null, deadLetters: 0 },
      ],
    }),
    [
      'bad: 1 of 2 tables is incomplete or suspended. → See the reasons above; most are met by dray reload SCHEMA.TABLE.',
    ],
  ],
  [
    'letters',
    target({ deadLetters: 1, tables: [{ state: 'incomplete', reason: null, deadLetters: 1 }] }),
    ['bad: 1 record could not be applied. → dray dead-letters list'],
  ],
  [
    'letters of a table that lacks more',
    target({ deadLetters: 1, tables: [{ state: 'incomplete', reason: 'A gap.', deadLetters: 1 }] }),
    [
      'bad: 1 record could not be applied. → dray dead-letters list',
      'bad: 1 of 1 table is incomplete or suspended. → See the reasons above; most are met by dray reload SCHEMA.TABLE.',
    ],
  ],
  [
    'a target that stands still',
    { ...target({ freshnessMs: 301_000 }), ...container({}) },
    ['warning: It has not taken in anything for more than five minutes. → See whether the sink runs.'],
  ],
  [
    'a target that stands still, by what feeds it unknown',
    target({ freshnessMs: 301_000 }),
    [
      'warning: It has not taken in anything for more than five minutes. → See whether the sink runs. A function saves its place with records only: name it (--function), and its own word counts.',
    ],
  ],
  ['a quiet stream with a function', { ...target({ freshnessMs: 86_400_000 }), ...mapped([{}]) }, []],
  [
    'a pipeline that the target does not know',
    target({ freshnessMs: null, otherPipelines: ['shop', 'crm'] }),
    [
      'warning: The pipeline p is unknown in this target; it holds: shop, crm. → Check --pipeline and --to; before the first start of the sink it is right.',
    ],
  ],
  [
    'an empty target',
    target({ freshnessMs: null, otherPipelines: [] }),
    [
      'warning: The pipeline p is unknown in this target; it holds: nothing of Drayage. → Check --pipeline and --to; before the first start of the sink it is right.',
    ],
  ],
  [
    'a part that cannot be read',
    { stream: { kind: 'failed', message: 'No.', remedy: undefined } },
    ['bad: It cannot be read: No. → '],
  ],
])('judges %s', (_what, parts, expected) => {
  const findings = assessStatus({ ...none, ...parts });
  expect(findings.map(({ level, message, remedy }) => `${level}: ${message} → ${remedy}`)).toEqual(expected);
});

it('puts the worst first, and calls the whole after it', () => {
  const status = { ...none, ...replication({ state: 'stopped' }), ...target({ deadLetters: 1 }) };
  const findings = assessStatus(status);
  expect(findings.map(({ part, level }) => [part, level])).toEqual([
    ['target', 'bad'],
    ['replication', 'warning'],
  ]);
  expect(healthOf(status, findings)).toBe('broken');
  expect(healthOf(status, findings.slice(1))).toBe('warning');
  expect(healthOf(status, [])).toBe('healthy');
});

it('calls nothing healthy that nobody looked at', () => {
  expect(healthOf(none, assessStatus(none))).toBe('unknown');
});
