import type {
  ContainerService,
  EventSourceMapping,
  FunctionDescription,
  Replication,
  StreamDescription,
} from '@drayage/aws-ops';
import type { PipelineTable } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import type { PipelineStatus } from '../status/pipeline-status.js';
import { absent, type StatusPart } from '../status/status-part.js';
import { documentedExample } from '../testing/documented-example.js';
import { renderStatus, showStatus } from './render-status.js';

const read = <T>(value: T): StatusPart<T> => ({ kind: 'read', value });
const paint = (_tone: unknown, text: string): string => text;
const ARN = 'arn:aws:kinesis:eu-central-1:123456789012:stream/';

const replication = {
  kind: 'task',
  arn: 'arn',
  identifier: 'shop-task',
  migrationType: 'full-load-and-cdc',
  state: 'running',
  status: 'running',
  stopReason: undefined,
  everStarted: true,
  failures: [],
  progress: { fullLoadPercent: 100, tablesLoaded: 12, tablesLoading: 0, tablesQueued: 0, tablesErrored: 0 },
} as unknown as Replication;
const endpoint = { status: 'active', connection: 'successful', failure: null } as const;
const stream = {
  name: 'shop-changes',
  status: 'ACTIVE',
  retentionHours: 168,
  mode: 'provisioned',
  encryption: { kind: 'none' },
  shards: [{ isOpen: true }, { isOpen: true }],
} as unknown as StreamDescription;
const mapping = {
  id: 'm',
  sourceArn: `${ARN}shop-changes`,
  state: 'Enabled',
  lastResult: 'OK',
  reportsBatchItemFailures: true,
  maximumRetryAttempts: -1,
} as EventSourceMapping;
const table = (name: string, state: PipelineTable['state'], deadLetters = 0, reason: string | null = null) => ({
  source: { schema: 'shop', table: name },
  target: { schema: 'shop', table: name },
  state,
  reason,
  deadLetters,
});

const STATUS: PipelineStatus = {
  at: new Date('2026-01-31T12:00:00Z'),
  pipeline: 'shop-changes',
  replication: read({
    replication,
    sourceLatencySeconds: 2,
    targetLatencySeconds: 3,
    endpoints: [
      { identifier: 'shop-source', direction: 'source', engine: 'postgres', server: 'db.example', ...endpoint },
      { identifier: 'shop-target', direction: 'target', engine: 'kinesis', server: undefined, ...endpoint },
    ],
    unread: [],
  }),
  stream: read({ stream, iteratorAgeMs: 120, throttledWrites: 0, unread: [] }),
  sink: read({
    kind: 'function',
    description: { name: 'shop-sink', state: 'Active', lastUpdate: 'Successful' } as FunctionDescription,
    mappings: [mapping],
    iteratorAgeMs: 100,
    unread: [],
  }),
  target: read({
    tables: [table('orders', 'incomplete', 1), ...Array.from({ length: 11 }, (_, at) => table(`t${at}`, 'live'))],
    deadLetters: 1,
    freshnessMs: 3_000,
    otherPipelines: null,
  }),
};
const at = (width: number, height?: number, status = STATUS): readonly string[] =>
  renderStatus(status, { verbose: false, width, height, paint }).split('\n');

it('shows a pipeline at 120 columns', () => {
  expect(at(120)).toEqual([
    'pipeline shop-changes  broken, 1 finding  2026-01-31 12:00:00Z',
    '',
    'replication  shop-task (task, full-load-and-cdc) · running · full load 100 %, 12 tables loaded',
    '             behind: source 2 s, target 3 s',
    '  source     shop-source (postgres) · db.example · active · connection successful',
    '  target     shop-target (kinesis) · active · connection successful',
    'stream       shop-changes · ACTIVE · 2 shards (provisioned) · keeps 168 h · readers 120 ms behind',
    '             0 throttled writes in 15 min',
    'sink         function shop-sink · Active · mapping Enabled (OK) · 100 ms behind',
    'target       12 tables: 1 incomplete, 11 live · 1 open dead letter · last record applied 3 s ago',
    '',
    'table        state       why',
    'shop.orders  incomplete  1 open dead letter',
    '',
    'problem  target: 1 record could not be applied.',
    '  remedy: dray dead-letters list',
    '',
  ]);
  const printed = at(120).join('\n');
  expect(documentedExample('15-running-in-aws', printed)).toBe(printed);
});

it('tells letters and reason of a table that lacks more, and once where the reason tells of the letters', () => {
  const tables = [
    table('gap', 'incomplete', 2, 'A gap.'),
    table('full', 'suspended', 3, 'too-many-letters: 3 open dead letters.'),
    table('new', 'loading'),
  ];
  const status = {
    ...STATUS,
    target: read({ tables, deadLetters: 5, freshnessMs: 3_000, otherPipelines: null }),
  } as PipelineStatus;
  expect(at(120, undefined, status).filter((line) => line.startsWith('shop.'))).toEqual([
    'shop.gap   incomplete  2 open dead letters. A gap.',
    'shop.full  suspended   too-many-letters: 3 open dead letters.',
    'shop.new   loading',
  ]);
});

it('wraps between parts at 60 columns', () => {
  expect(at(60)).toEqual([
    'pipeline shop-changes  broken, 1 finding',
    '2026-01-31 12:00:00Z',
    '',
    'replication  shop-task (task, full-load-and-cdc) · running',
    '             full load 100 %, 12 tables loaded',
    '             behind: source 2 s, target 3 s',
    '  source     shop-source (postgres) · db.example · active',
    '             connection successful',
    '  target     shop-target (kinesis) · active',
    '             connection successful',
    'stream       shop-changes · ACTIVE · 2 shards (provisioned)',
    '             keeps 168 h · readers 120 ms behind',
    '             0 throttled writes in 15 min',
    'sink         function shop-sink · Active',
    '             mapping Enabled (OK) · 100 ms behind',
    'target       12 tables: 1 incomplete, 11 live',
    '             1 open dead letter',
    '             last record applied 3 s ago',
    '',
    'table        state       why',
    'shop.orders  incomplete  1 open dead letter',
    '',
    'problem  target: 1 record could not be applied.',
    '  remedy: dray dead-letters list',
    '',
  ]);
});

it.each([60, 80, 120])('never is wider or higher than a terminal of %i columns', (width) => {
  const many: PipelineStatus = {
    ...STATUS,
    target: read({
      tables: Array.from({ length: 40 }, (_, one) =>
        table(
          `a_table_with_a_rather_long_name_${one}`,
          'suspended',
          0,
          'Its primary key changed, and so on, at length.',
        ),
      ),
      deadLetters: 7,
      freshnessMs: null,
      otherPipelines: null,
    }),
  };
  for (const height of [8, 16, 24, 40]) {
    const lines = at(width, height, many);
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(lines.length).toBeGreaterThan(height - 3);
    expect(lines.filter((line) => line.length > width)).toEqual([]);
    expect(lines[0]).toContain('pipeline shop-changes  broken, 2 findings');
  }
});

it('shows a container by its own word and by its service', () => {
  const service: ContainerService = {
    name: 'sink',
    cluster: 'shop',
    status: 'ACTIVE',
    desiredTasks: 1,
    runningTasks: 0,
    pendingTasks: 1,
    failedTasks: 0,
    rollout: 'IN_PROGRESS',
    rolloutReason: undefined,
    lastEvent: undefined,
  };
  const report = {
    pipeline: 'shop',
    state: 'running',
    deadLetters: 0,
    freshnessMs: 900,
    shards: [{ shardId: 's', lagMs: 1_200, owner: 'me', state: 'reading' }],
    tables: [],
    warnings: [],
  };
  const shown = (parts: object): string | undefined => {
    const sink = read({ kind: 'container', url: 'http://sink', report, service, unread: [], ...parts } as const);
    return renderStatus(
      { ...STATUS, pipeline: '', replication: absent(''), stream: absent(''), target: absent(''), sink },
      { verbose: false, width: undefined, paint },
    )
      .split('\n')
      .find((line) => line.startsWith('sink'));
  };
  expect(shown({ service: null })).toBe(
    'sink         container http://sink · running · 1 shard · 1 s behind · 0 open dead letters · fresh as of 900 ms ago',
  );
  expect(shown({ url: null, report: null })).toBe(
    'sink         container · service sink · 0 of 1 task runs, 1 starting · deployment in progress',
  );
});

it('names the stream of a mapping where there are several', () => {
  const sink = read({
    kind: 'function',
    description: { name: 'f', state: 'Active' } as FunctionDescription,
    mappings: [mapping, { ...mapping, sourceArn: `${ARN}other`, state: 'Disabled' }],
    iteratorAgeMs: null,
    unread: [],
  } as const);
  expect(at(120, undefined, { ...STATUS, sink })).toContain(
    'sink         function f · Active · mapping of shop-changes Enabled (OK) · mapping of other Disabled (OK)',
  );
});

it('tells scripts what is not known by null, and not by silence', () => {
  expect(showStatus(STATUS)).toMatchObject({
    health: 'broken',
    pipeline: 'shop-changes',
    findings: [{ part: 'target', level: 'bad' }],
  });
  expect(
    showStatus({ ...STATUS, replication: absent(''), stream: absent(''), sink: absent(''), target: absent('') }),
  ).toMatchObject({ health: 'unknown' });
});
