import { describe, expect, it } from 'vitest';
import { loadPipeline, type LoadedPipeline } from './load-pipeline.js';

type Values = Readonly<Record<string, unknown>>;

const BASE = {
  pipeline: 'shop',
  source: { mode: 'demo', engine: 'postgresql' },
  tables: { include: ['public.orders'] },
  target: { urlSecretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf' },
};

const LOCK = `version: 1
engine: postgresql
tables:
  - schema: public
    name: orders
    primaryKey: []
    partitionKey: schema-table
    columns: []
`;

function loaded(sections: Values, files: Readonly<Record<string, string>> = {}): Promise<LoadedPipeline> {
  const all: Readonly<Record<string, string>> = { '/c.json': JSON.stringify({ ...BASE, ...sections }), ...files };
  return loadPipeline({
    env: {},
    cwd: '/',
    readFile: (path) => {
      const text = all[path];
      return text === undefined
        ? Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' }))
        : Promise.resolve(text);
    },
    configFile: 'c.json',
    functionBundle: '',
  });
}

/** Problems as text, or, where there are none, the warnings. */
async function told(sections: Values, files?: Readonly<Record<string, string>>) {
  const result = await loaded(sections, files);
  return result.ok
    ? { problems: [], warnings: result.warnings }
    : { problems: result.problems.map(({ path, message, remedy }) => `${path}: ${message} ${remedy}`), warnings: [] };
}

describe('the tables', () => {
  const files = { '/drayage.tables.lock.yaml': LOCK };

  it.each<[string, Values, Readonly<Record<string, string>>]>([
    [
      'tables.lockFile: drayage.tables.lock.yaml holds tables of postgresql, and the source is mysql.',
      { source: { mode: 'demo', engine: 'mysql' }, tables: { include: ['*.*'] } },
      files,
    ],
    [
      'tables.include[0]: public.odrers is not in drayage.tables.lock.yaml.',
      { tables: { include: ['public.odrers'] } },
      files,
    ],
    ['tables.include: This is empty: nothing would be replicated.', { tables: { include: [] } }, {}],
    ['tables.include[0]: * is a pattern, and there is no drayage.tables.lock.yaml', { tables: { include: ['*'] } }, {}],
    ['tables.include: The value has the wrong form.', { tables: { include: 'public.orders' } }, {}],
    ['tables.lockFile: The lock file is not valid YAML', {}, { '/drayage.tables.lock.yaml': 'tables: [' }],
  ])('are refused: %s', async (expected, sections, given) => {
    expect((await told(sections, given)).problems).toEqual([expect.stringContaining(expected)]);
  });

  it('are those of the file where nothing is named', async () => {
    expect(await loaded({ tables: {} }, files)).toMatchObject({
      ok: true,
      spec: { tables: [{ schema: 'public', name: 'orders', keyless: true }] },
    });
  });
});

const withSettings = (settings: Values, more: Values = {}): Values => ({ replication: { settings, ...more } });

describe('a task setting that loses rows', () => {
  it.each<[string, Values]>([
    [
      'BeforeImageSettings.FieldName: BeforeImageSettings.FieldName is "old". The sink looks for before-image',
      { BeforeImageSettings: { FieldName: 'old' } },
    ],
    ['TargetMetadata.LimitedSizeLobMode: ', { TargetMetadata: { LimitedSizeLobMode: false } }],
    ['ErrorBehavior.DataErrorPolicy: ', { ErrorBehavior: { DataErrorPolicy: 'LOG_ERROR' } }],
    ['ErrorBehavior.ApplyErrorUpdatePolicy: ', { ErrorBehavior: { ApplyErrorUpdatePolicy: 'IGNORE_RECORD' } }],
    ['FullLoadSettings.StopTaskCachedChangesApplied: ', { FullLoadSettings: { StopTaskCachedChangesApplied: true } }],
    ['Logging.LogComponents: ', { Logging: { LogComponents: [{ Id: 'VALIDATOR' }] } }],
    ['TargetMetadata.FullLobMode: AWS DMS has no full LOB mode', { TargetMetadata: { FullLobMode: true } }],
    ['TargetMetadata.SupportLobs: AWS DMS does not know this value.', { TargetMetadata: { SupportLobs: 'no' } }],
    ['Logging: A section of task settings has keys of its own.', { Logging: true }],
  ])('is refused, once: %s', async (expected, settings) => {
    expect((await told(withSettings(settings))).problems).toEqual([
      expect.stringContaining(`replication.settings.${expected}`),
    ]);
  });

  it('is none where the sink is told of it', async () => {
    const settings = withSettings({ BeforeImageSettings: { FieldName: 'old' } });
    const kinesis = { beforeImageField: 'old' };
    expect(await told({ ...settings, kinesis })).toEqual({ problems: [], warnings: [] });
    expect(await loaded({ ...settings, kinesis })).toMatchObject({
      ok: true,
      spec: { sinkVariables: { DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'old' } },
    });
  });

  it('says what to do', async () => {
    const { problems } = await told(withSettings({ TargetMetadata: { LimitedSizeLobMode: false } }));
    expect(problems).toEqual([expect.stringMatching(/ Remove it: what is recommended then holds\.$/)]);
  });

  it('is told with all other mistakes', async () => {
    const { problems } = await told({
      ...withSettings({ BeforeImageSettings: { FieldName: 'old' } }),
      tables: { include: ['public.*'] },
      stream: { retentionHours: 12 },
    });
    expect(problems.map((text) => text.split(':')[0]).sort()).toEqual([
      'replication.settings.BeforeImageSettings.FieldName',
      'stream.retentionHours',
      'tables.include[0]',
    ]);
  });
});

describe('a task setting that may lose rows, or hides it', () => {
  it.each<[string, Values]>([
    [
      'ControlTablesSettings.SuspendedTablesTableEnabled',
      { ControlTablesSettings: { SuspendedTablesTableEnabled: false } },
    ],
    [
      'ControlTablesSettings.FullLoadExceptionTableEnabled',
      { ControlTablesSettings: { FullLoadExceptionTableEnabled: false } },
    ],
    [
      'ErrorBehavior.FailOnTransactionConsistencyBreached',
      { ErrorBehavior: { FailOnTransactionConsistencyBreached: false } },
    ],
    ['ErrorBehavior.EventErrorPolicy', { ErrorBehavior: { EventErrorPolicy: 'IGNORE' } }],
    [
      'ChangeProcessingDdlHandlingPolicy.HandleSourceTableAltered',
      { ChangeProcessingDdlHandlingPolicy: { HandleSourceTableAltered: false } },
    ],
    ['TargetMetadata.ParallelApplyThreads', { TargetMetadata: { ParallelApplyThreads: 16 } }],
    ['Logging.EnableLogging', { Logging: { EnableLogging: false } }],
    ['FullLoadSettings.TargetTablePrepMode', { FullLoadSettings: { TargetTablePrepMode: 'DO_NOTHING' } }],
  ])('is warned of: %s', async (expected, settings) => {
    expect(await told(withSettings(settings))).toEqual({
      problems: [],
      warnings: [expect.stringContaining(`replication.settings.${expected}: ${expected} is `)],
    });
  });

  it('is also one that only tables without a key ask for', async () => {
    const files = { '/drayage.tables.lock.yaml': LOCK };
    const settings = { BeforeImageSettings: { ColumnFilter: 'pk-only' } };
    expect(await told(withSettings(settings), files)).toMatchObject({
      warnings: [expect.stringContaining('BeforeImageSettings.ColumnFilter')],
    });
    expect(await told(withSettings(settings))).toEqual({ problems: [], warnings: [] });
  });

  it('is also a value, or a stream, at the limit', async () => {
    const { warnings } = await told({ replication: { lobMaxKiB: 710 }, stream: { retentionHours: 24 } });
    expect(warnings).toEqual([
      expect.stringContaining('stream.retentionHours: The stream keeps records for 24 hours.'),
      expect.stringContaining('replication.lobMaxKiB: LobMaxSize is 710 KB'),
    ]);
  });

  it('is none of what this repository recommends', async () => {
    for (const type of ['full-load', 'cdc', 'full-load-and-cdc']) {
      expect(await told({ replication: { type } })).toEqual({ problems: [], warnings: [] });
    }
  });
});

describe('the variables of the sink', () => {
  const variables = async (sections: Values): Promise<Readonly<Record<string, string>>> => {
    const result = await loaded(sections);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.spec.sinkVariables;
  };

  it('remember deletes for as long as a stream keeps more than usual', async () => {
    const NAME = 'DRAYAGE_WRITE_TOMBSTONE_RETENTION_HOURS';
    expect(await variables({})).not.toHaveProperty(NAME);
    expect(await variables({ stream: { retentionHours: 24 } })).not.toHaveProperty(NAME);
    expect(await variables({ stream: { retentionHours: 8_760 } })).toHaveProperty(NAME, '8784');
    const own = { stream: { retentionHours: 200 }, write: { tombstoneRetentionHours: 500 } };
    expect(await variables(own)).toHaveProperty(NAME, '500');
  });

  it('tell a container where to begin, and not a function, whose mapping knows', async () => {
    const kinesis = { start: 'trim-horizon' };
    expect(await variables({ kinesis })).not.toHaveProperty('START');
    expect(await variables({ kinesis, sink: { kind: 'fargate' } })).toHaveProperty('START', 'trim-horizon');
  });

  it('are counted with the ARN of the stream, and told with all other mistakes', async () => {
    const columns = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`a_column_with_a_name_${at}`, 'object(dynamic)']));
    const fits = (count: number) => told({ write: { columnTypes: { 'public.orders': columns(count) } } });
    const counts = Array.from({ length: 20 }, (_, at) => 80 + at);
    const results = await Promise.all(counts.map(fits));
    const most = results.findIndex(({ problems }) => problems.length > 0);
    expect(most).toBeGreaterThan(0);
    // The longest that passes leaves room for the variable that the template adds.
    const passed = await variables({ write: { columnTypes: { 'public.orders': columns(counts[most - 1]!) } } });
    const arn = 'arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/shop';
    const bytes = Object.entries({ ...passed, KINESIS_STREAM: arn }).reduce(
      (sum, [name, value]) => sum + name.length + value.length,
      0,
    );
    expect(bytes).toBeLessThanOrEqual(4_096);
    const { problems } = await told({
      write: { columnTypes: { 'public.orders': columns(150) } },
      tables: { include: ['public.*'] },
    });
    expect(problems.map((text) => text.split(':')[0])).toEqual(['tables.include[0]', 'write']);
  });
});
