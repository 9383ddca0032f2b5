import type { EventSourceMapping, Replication, StreamDescription } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import { assessStatus, healthOf } from './assess-status.js';
import type { PipelineStatus } from './pipeline-status.js';
import { absent, type StatusPart } from './status-part.js';

const read = <T>(value: T): StatusPart<T> => ({ kind: 'read', value });
const none = {
  at: new Date(0),
  pipeline: 'p',
  replication: absent(''),
  stream: absent(''),
  sink: absent(''),
  target: absent(''),
};

const replication = (
  given: Partial<Replication>,
  rest: { source?: number; connection?: string } = {},
): Partial<PipelineStatus> => ({
  replication: read({
    replication: {
      state: 'running',
      status: given.state ?? 'running',
      migrationType: 'full-load-and-cdc',
      failures: [],
      ...given,
    } as Replication,
    sourceLatencySeconds: rest.source ?? null,
    targetLatencySeconds: null,
    endpoints: [
      {
        identifier: 'shop-source',
        direction: 'source',
        engine: 'postgres',
        status: 'active',
        server: undefined,
        connection: rest.connection ?? 'successful',
        failure: rest.connection === 'failed' ? 'Connection timed out' : null,
      },
    ],
  }),
});
const stream = (given: Partial<StreamDescription>, iteratorAgeMs: number | null = null): Partial<PipelineStatus> => ({
  stream: read({ stream: { status: 'ACTIVE', retentionHours: 168, ...given } as StreamDescription, iteratorAgeMs }),
});
const mapped = (...mappings: readonly Partial<EventSourceMapping>[]): Partial<PipelineStatus> => ({
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
    mappings: mappings.map(
      (mapping) =>
        ({
          id: 'm',
          state: 'Enabled',
          lastResult: 'OK',
          reportsBatchItemFailures: true,
          maximumRetryAttempts: -1,
          ...mapping,
        }) as EventSourceMapping,
    ),
    iteratorAgeMs: null,
  }),
});
const target = (given: object): Partial<PipelineStatus> => ({
  target: read({ tables: [], deadLetters: 0, freshnessMs: 0, ...given }),
});

it.each([
  ['a replication that runs', replication({}), []],
  [
    'one that failed',
    replication({ state: 'failed', failures: ['replication slot "x" is active'] }),
    ['bad: It failed: replication slot "x" is active.'],
  ],
  [
    'one that is stopped',
    replication({ state: 'stopped', stopReason: 'NORMAL' }),
    ['warning: It is stopped (NORMAL): changes are not read.'],
  ],
  [
    'a full load only that has ended',
    replication({ state: 'stopped', migrationType: 'full-load', stopReason: 'FULL_LOAD_ONLY_FINISHED' }),
    [],
  ],
  ['one that was never started', replication({ state: 'ready' }), ['warning: It was never started.']],
  ['one far behind its source', replication({}, { source: 4_000 }), ['warning: It is 4000 s behind the source.']],
  [
    'a connection that failed',
    replication({}, { connection: 'failed' }),
    ['bad: The connection to shop-source failed: Connection timed out.'],
  ],
  [
    'a stream whose readers are close to its end',
    stream({}, 90 * 3_600_000),
    ['bad: Its readers are behind by more than half of its retention of 168 h.'],
  ],
  ['a stream with readers that keep up', stream({}, 1_000), []],
  ['a short retention', stream({ retentionHours: 24 }), ['warning: It keeps records for 24 h only.']],
  ['a function that is fed', mapped({}), []],
  ['a function that nothing feeds', mapped(), ['bad: No stream feeds the function.']],
  [
    'a mapping that fails',
    mapped({ lastResult: 'PROBLEM: Function call failed' }),
    ['bad: The mapping m says: PROBLEM: Function call failed.'],
  ],
  [
    'a mapping that loses batches',
    mapped({ reportsBatchItemFailures: false }),
    ['bad: The mapping m does not report batch item failures: a failing record takes its whole batch along.'],
  ],
  [
    'a mapping that gives up',
    mapped({ maximumRetryAttempts: 3 }),
    ['warning: The mapping m gives up after 3 retries: a long outage of the target then loses records.'],
  ],
  [
    'a suspended table',
    target({
      tables: [
        { state: 'suspended', reason: 'key-changed' },
        { state: 'live', reason: null },
      ],
    }),
    ['bad: 1 of 2 tables are incomplete or suspended.'],
  ],
  [
    'letters',
    target({ deadLetters: 2, tables: [{ state: 'incomplete', reason: '2 open dead letters' }] }),
    ['bad: 2 records could not be applied.'],
  ],
  [
    'a target that stands still',
    target({ freshnessMs: 301_000 }),
    ['warning: It has not taken in anything for more than five minutes.'],
  ],
])('judges %s', (_what, parts, expected) => {
  const findings = assessStatus({ ...none, ...parts });
  expect(findings.map(({ level, message }) => `${level}: ${message}`)).toEqual(expected);
  expect(findings.filter(({ remedy }) => remedy === '')).toEqual([]);
});

it('puts the worst first, and calls the whole after it', () => {
  const findings = assessStatus({ ...none, ...replication({ state: 'stopped' }), ...target({ deadLetters: 1 }) });
  expect(findings.map(({ part, level }) => [part, level])).toEqual([
    ['target', 'bad'],
    ['replication', 'warning'],
  ]);
  expect(healthOf(findings)).toBe('broken');
  expect(healthOf(findings.slice(1))).toBe('warning');
  expect(healthOf([])).toBe('healthy');
});
