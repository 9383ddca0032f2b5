import { DEFAULT_WRITE_POLICY } from '@drayage/cratedb-writer';
import { describe, expect, it } from 'vitest';

import { flagName, variableName } from './settings/variable-name.js';
import { load, loadOk, loadProblems, MINIMAL_ENV } from './testing/load.js';

describe('a minimal configuration', () => {
  it('takes every default, those of the writer from the writer', async () => {
    const { config, warnings } = await loadOk({});
    expect(config).toEqual({
      pipeline: 'orders',
      source: { mode: 'existing' },
      tables: { lockFile: 'drayage.tables.lock.yaml', include: ['*.*'], exclude: [], partitionKey: 'primary-key' },
      demo: { instanceClass: 'db.t4g.micro', storageGiB: 20, database: 'shop' },
      replication: {
        kind: 'serverless',
        type: 'full-load-and-cdc',
        minCapacityUnits: 1,
        maxCapacityUnits: 4,
        instanceClass: 'dms.t3.medium',
        storageGiB: 50,
        multiAz: false,
        lobMaxKiB: 512,
        plugin: 'test-decoding',
        settings: {},
      },
      stream: { mode: 'on-demand', shards: 1, retentionHours: 168, maxRecordKiB: 1_024 },
      sink: {
        kind: 'lambda',
        packaging: 'zip',
        architecture: 'arm64',
        memoryMiB: 1_024,
        cpuUnits: 512,
        timeoutSeconds: 300,
        batchSize: 5_000,
        batchingWindowSeconds: 1,
        logRetentionDays: 30,
      },
      network: { cidr: '10.42.0.0/16' },
      roles: { account: 'existing' },
      alarms: { latencyMinutes: 15, handbookUrl: 'https://github.com/drayage/drayage/blob/main/docs/19-handbook.md' },
      deployment: { tags: {}, removal: 'retain' },
      target: { url: 'pglite:', connections: 4, connectTimeoutMs: 10_000, statementTimeoutMs: 30_000 },
      kinesis: {
        stream: 'orders',
        start: 'checkpoint',
        checkpoints: 'target',
        onGap: 'halt',
        messageFormat: 'dms',
        beforeImageField: 'before-image',
      },
      write: DEFAULT_WRITE_POLICY,
      errors: { onError: 'dead-letter', suspendAfter: 10_000, unknownTableTimeoutMs: 60_000 },
      http: { host: '127.0.0.1', port: 8_080 },
      lambda: {
        allowPlainUrl: false,
        parallelizationFactor: 1,
        deadLetters: 'target',
        deadLetterMaxMessageBytes: 262_144,
      },
      log: { level: 'info' },
      aws: { logGroups: {} },
    });
    expect(warnings).toEqual([]);
  });

  it('needs no name of a pipeline where the program needs none', async () => {
    expect((await loadOk({ env: {}, required: [], nameless: true })).config.pipeline).toBe('');
    expect(await loadProblems({ env: {}, required: [] })).toEqual([expect.objectContaining({ path: 'pipeline' })]);
  });

  it('names the pipeline like the stream, and takes the region, from an ARN', async () => {
    const { config } = await loadOk({
      env: {
        ...MINIMAL_ENV,
        KINESIS_STREAM: 'arn:aws:kinesis:eu-west-3:123456789012:stream/dms-orders',
        AWS_REGION: 'us-east-1',
      },
    });
    expect(config.pipeline).toBe('dms-orders');
    expect(config.kinesis.region).toBe('eu-west-3');
  });

  it('takes another name of before-images, and none that is of something else', async () => {
    const named = (name: string) => ({ env: { ...MINIMAL_ENV, DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: name } });
    expect((await loadOk({})).config.kinesis.beforeImageField).toBe('before-image');
    expect((await loadOk(named('was'))).config.kinesis.beforeImageField).toBe('was');
    for (const name of ['data', 'metadata', 'control', 'kinesis', 'two words'])
      expect(await loadProblems(named(name))).toEqual([expect.objectContaining({ path: 'kinesis.beforeImageField' })]);
  });

  it('asks for the target and the stream, each with its variable and remedy', async () => {
    const problems = await loadProblems({ env: {} });
    expect(problems).toEqual([
      expect.objectContaining({ path: 'target.url', variable: 'SINK_URL', message: 'The target is missing.' }),
      expect.objectContaining({
        path: 'kinesis.stream',
        variable: 'KINESIS_STREAM',
        message: 'The stream is missing.',
      }),
    ]);
    expect(problems.every(({ remedy }) => remedy !== '')).toBe(true);
  });

  it('does without what the program does not need', async () => {
    const { config } = await loadOk({
      env: {},
      flags: { pipeline: 'replay', 'sink-url': 'pglite:' },
      required: ['target'],
    });
    expect(config.pipeline).toBe('replay');
  });
});

describe('schema changes', () => {
  it('are set for all tables by file or variable, and for some by entry', async () => {
    const file =
      'write:\n  schemaChanges: { columns: freeze }\n  tables:\n    - { table: shop.orders, schemaChanges: { types: discard } }\n';
    const { config } = await loadOk({
      files: { 'drayage.config.yaml': file },
      env: { ...MINIMAL_ENV, DRAYAGE_WRITE_SCHEMA_CHANGES_TABLES: 'HALT' },
    });
    expect(config.write.schemaChanges).toEqual({ tables: 'halt', columns: 'freeze', types: 'evolve' });
    expect(config.write.tables).toEqual([{ table: 'shop.orders', schemaChanges: { types: 'discard' } }]);
  });

  it('take no other words', async () => {
    const problems = await loadProblems({ env: { ...MINIMAL_ENV, DRAYAGE_WRITE_SCHEMA_CHANGES_TYPES: 'ignore' } });
    expect(problems).toEqual([
      expect.objectContaining({ path: 'write.schemaChanges.types', variable: 'DRAYAGE_WRITE_SCHEMA_CHANGES_TYPES' }),
    ]);
  });
});

describe('precedence', () => {
  const files = { 'drayage.config.yaml': 'http:\n  port: 1\n  host: file\nlog: { level: warn }\n' };

  it('is flag, environment, file, default', async () => {
    const { config, sources } = await loadOk({
      files,
      env: { ...MINIMAL_ENV, PORT: '2', LOG_LEVEL: 'ERROR' },
      flags: { port: '3' },
    });
    expect(config.http).toEqual({ host: 'file', port: 3 });
    expect(config.log.level).toBe('error');
    expect(sources).toEqual({
      'target.url': { kind: 'variable', name: 'SINK_URL' },
      'kinesis.stream': { kind: 'variable', name: 'KINESIS_STREAM' },
      'http.host': { kind: 'file', name: 'drayage.config.yaml', line: 3 },
      'http.port': { kind: 'flag', name: 'port' },
      'log.level': { kind: 'variable', name: 'LOG_LEVEL' },
    });
  });

  it('lets a URL of the environment replace a secret of the file', async () => {
    const secret = 'target: { urlSecretArn: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:crate-x" }';
    const { config } = await loadOk({ files: { 'drayage.config.yaml': secret } });
    expect(config.target.url).toBe('pglite:');
    expect(config.target.urlSecretArn).toBeUndefined();
  });

  it('treats an empty variable as not set', async () => {
    const { config } = await loadOk({ files, env: { ...MINIMAL_ENV, PORT: '' } });
    expect(config.http.port).toBe(1);
  });
});

describe('variables', () => {
  it('set any key by its path, lists and names with values as JSON', async () => {
    const { config } = await loadOk({
      env: {
        ...MINIMAL_ENV,
        DRAYAGE_WRITE_DELETE_MODE: 'soft',
        DRAYAGE_WRITE_ADOPT: 'true',
        DRAYAGE_WRITE_INCLUDE: '["public.*"]',
        DRAYAGE_WRITE_RENAME_SCHEMAS: '{"public":"doc"}',
        DRAYAGE_ERRORS_UNKNOWN_TABLE_TIMEOUT_MS: '0',
      },
    });
    expect(config.write).toMatchObject({
      deleteMode: 'soft',
      adopt: true,
      include: ['public.*'],
      renameSchemas: { public: 'doc' },
    });
    expect(config.errors.unknownTableTimeoutMs).toBe(0);
  });

  it('write a unit as one word', () => {
    expect(variableName('sink.memoryMiB')).toBe('DRAYAGE_SINK_MEMORY_MIB');
    expect(variableName('replication.lobMaxKiB')).toBe('DRAYAGE_REPLICATION_LOB_MAX_KIB');
    expect(flagName(variableName('demo.storageGiB'))).toBe('demo-storage-gib');
  });

  it('understands SINK_SQLALCHEMY_URL, and refuses it beside a different SINK_URL', async () => {
    const { config } = await loadOk({ env: { SINK_SQLALCHEMY_URL: 'crate://localhost/doc', KINESIS_STREAM: 's' } });
    expect(config.target.url).toBe('crate://localhost/doc');
    const problems = await loadProblems({ env: { ...MINIMAL_ENV, SINK_SQLALCHEMY_URL: 'crate://localhost/doc' } });
    expect(problems).toEqual([expect.objectContaining({ path: 'target.url', variable: 'SINK_URL' })]);
  });

  it.each([
    ['exit', 'halt', 0],
    ['raise', 'halt', 0],
    ['ignore', 'dead-letter', 1],
    ['skip', 'skip', 0],
  ])('takes ON_ERROR=%s as %s', async (value, meaning, warningCount) => {
    const { config, warnings } = await loadOk({ env: { ...MINIMAL_ENV, ON_ERROR: value } });
    expect(config.errors.onError).toBe(meaning);
    expect(warnings).toHaveLength(warningCount);
  });

  it('accepts no MESSAGE_FORMAT but dms', async () => {
    const [problem] = await loadProblems({ env: { ...MINIMAL_ENV, MESSAGE_FORMAT: 'dynamodb' } });
    expect(problem).toMatchObject({ variable: 'MESSAGE_FORMAT', message: 'dynamodb is not allowed.' });
    expect(problem?.remedy).toContain('It must be dms.');
  });

  it('adds COLUMN_TYPES to the policy of the table, keeping what a pattern says about it', async () => {
    const yaml =
      'write:\n  tables:\n    - { table: "public.*", deleteMode: soft }\n    - { table: sales.orders, columnTypes: { a: ip } }\n';
    const { config } = await loadOk({
      files: { 'drayage.config.yaml': yaml },
      env: {
        ...MINIMAL_ENV,
        COLUMN_TYPES: '{"public.orders":{"tags":"array(text)"},"sales.orders":{"b":"geo_point"}}',
      },
    });
    expect(config.write.tables).toEqual([
      { table: 'public.orders', deleteMode: 'soft', columnTypes: { tags: 'array(text)' } },
      { table: 'public.*', deleteMode: 'soft' },
      { table: 'sales.orders', columnTypes: { a: 'ip', b: 'geo_point' } },
    ]);
  });

  it('adds types of tables in any schema to the policy of the same words, and to no other', async () => {
    const yaml =
      'write:\n  tables:\n    - { table: orders, excludeColumns: [secret] }\n    - { table: "*.items", deleteMode: soft }\n';
    const { config } = await loadOk({
      files: { 'drayage.config.yaml': yaml },
      env: { ...MINIMAL_ENV, COLUMN_TYPES: '{"orders":{"tags":"array(text)"},"items":{"a":"ip"}}' },
    });
    expect(config.write.tables).toEqual([
      { table: 'items', columnTypes: { a: 'ip' } },
      { table: 'orders', excludeColumns: ['secret'], columnTypes: { tags: 'array(text)' } },
      { table: '*.items', deleteMode: 'soft' },
    ]);
  });

  it('takes COLUMN_TYPES in the flat form of other tools', async () => {
    const { config } = await loadOk({
      env: { ...MINIMAL_ENV, COLUMN_TYPES: '{"public:orders:doc":"map","public:orders:tags":"array(text)"}' },
    });
    expect(config.write.tables).toEqual([
      { table: 'public.orders', columnTypes: { doc: 'object(dynamic)', tags: 'array(text)' } },
    ]);
    const [problem] = await loadProblems({ env: { ...MINIMAL_ENV, COLUMN_TYPES: '{"orders":"map"}' } });
    expect(problem).toMatchObject({ variable: 'COLUMN_TYPES' });
  });

  it('warns of a misspelled variable, not of foreign ones', async () => {
    const { warnings } = await loadOk({
      env: { ...MINIMAL_ENV, DRAYAGE_WRITE_DELETEMODE: 'soft', DRAYAGE_SERVICE_PORT: '1' },
    });
    expect(warnings).toEqual([expect.stringContaining('Did you mean DRAYAGE_WRITE_DELETE_MODE?')]);
  });
});

describe('mistakes', () => {
  it('are told all at once, with path, line and remedy', async () => {
    const yaml = [
      'target:',
      '  url: crate://crate:hunter2@db.example.com/doc?sssl=true',
      'write:',
      '  deletMode: soft',
      '  mapping: univeral',
      '  tables:',
      '    - table: public.orders',
      '      shards: 0',
      '    - shards: 3',
      'htttp: {}',
    ].join('\n');
    const problems = await loadProblems({ files: { 'drayage.config.yaml': yaml }, env: { PORT: '99999' } });
    expect(problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'target.url', source: { kind: 'file', name: 'drayage.config.yaml', line: 2 } }),
        expect.objectContaining({ path: 'kinesis.stream', message: 'The stream is missing.' }),
        expect.objectContaining({ path: 'write.deletMode', remedy: 'Did you mean deleteMode?' }),
        expect.objectContaining({
          path: 'write.mapping',
          remedy: 'It must be one of direct, universal. Did you mean universal?',
        }),
        expect.objectContaining({
          path: 'write.tables[0].shards',
          message: '0 is not allowed.',
          remedy: expect.stringContaining('from 1 to 1000') as string,
        }),
        expect.objectContaining({ path: 'write.tables[1].table', message: 'This is missing.' }),
        expect.objectContaining({
          path: 'htttp',
          remedy: 'Did you mean http?',
          source: { kind: 'file', name: 'drayage.config.yaml', line: 10 },
        }),
        expect.objectContaining({ path: 'http.port', variable: 'PORT', source: { kind: 'variable', name: 'PORT' } }),
      ]),
    );
    expect(problems).toHaveLength(8);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it.each([
    ['a URL that cannot be understood', { SINK_URL: 'crate://u:hunter2@h/a/b' }],
    ['a URL of an unknown kind', { SINK_URL: 'mysql://u:hunter2@h/d' }],
    ['a URL where a stream belongs', { KINESIS_STREAM: 'crate://u:hunter2@h/d' }],
    ['a URL where a list belongs', { DRAYAGE_WRITE_INCLUDE: 'crate://u:hunter2@h/d' }],
    ['a URL where a choice belongs', { MAPPING: 'crate://u:hunter2@h/d' }],
    ['both names of the URL', { SINK_URL: 'crate://u:hunter2@h/d', SINK_SQLALCHEMY_URL: 'crate://u:hunter2@i/d' }],
  ])('never repeat a password: %s', async (_, env) => {
    expect(JSON.stringify(await loadProblems({ env: { ...MINIMAL_ENV, ...env } }))).not.toContain('hunter2');
  });

  it('in the syntax of the file name the line, not the text, and hide nothing else', async () => {
    const problems = await loadProblems({
      files: { 'drayage.config.yaml': 'target:\n  url: *hunter2\n' },
      env: { PORT: 'x', SINK_URL: 'nonsense' },
    });
    expect(problems.map(({ path }) => path)).toEqual(['', 'target.url', 'http.port']);
    expect(problems[0]).toMatchObject({ source: { line: 2 }, message: 'This is not valid YAML (BAD_ALIAS).' });
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('between keys are found: a URL beside a secret', async () => {
    const env = { ...MINIMAL_ENV, SINK_URL_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:crate-x' };
    expect((await loadProblems({ env })).map(({ path }) => path)).toEqual(['target.url']);
  });

  it('in flags are found with the flag that was meant', async () => {
    const [problem] = await loadProblems({ flags: { prot: '1' } });
    expect(problem).toMatchObject({ source: { kind: 'flag', name: 'prot' }, remedy: 'Did you mean --port?' });
  });

  it.each(['tables', '__proto__', 'constructor'])('take the key %s at the top for unknown', async (key) => {
    const problems = await loadProblems({ files: { 'drayage.config.yaml': `"${key}": { a: 1 }\n` } });
    expect(problems).toEqual([expect.objectContaining({ message: 'There is no such key.' })]);
  });
});

describe('the file', () => {
  it('may be JSON and point to its schema', async () => {
    const { config } = await loadOk({
      files: { 'drayage.config.json': '{\n\t"$schema": "x",\n\t"http": { "port": 5 }\n}' },
    });
    expect(config.http.port).toBe(5);
  });

  it('is the one that the flag names, before the one that the variable names', async () => {
    const files = {
      'a.yaml': 'http: { port: 1 }',
      'b.yaml': 'http: { port: 2 }',
      'drayage.config.yaml': 'http: { port: 3 }',
    };
    const env = { ...MINIMAL_ENV, DRAYAGE_CONFIG: 'b.yaml' };
    expect((await loadOk({ files, env, flags: { config: 'a.yaml' } })).config.http.port).toBe(1);
    expect((await loadOk({ files, env })).config.http.port).toBe(2);
  });

  it('must exist when it is named, and be the only one when it is not', async () => {
    const [missing] = await loadProblems({ flags: { config: 'nowhere.yaml' } });
    expect(missing?.message).toBe('The configuration file nowhere.yaml does not exist.');
    const [twice] = await loadProblems({ files: { 'drayage.config.yaml': '', 'drayage.config.json': '{}' } });
    expect(twice?.message).toContain('more than one');
  });

  it('may have sections without keys, and a bare null where null is a choice', async () => {
    const { config } = await loadOk({
      files: { 'drayage.config.yaml': 'http:\n  # port: 1\nwrite:\n  absentColumns: null\n' },
    });
    expect(config.http.port).toBe(8_080);
    expect(config.write.absentColumns).toBe('null');
  });

  it.each(['just a text', '- a list'])('must hold keys: %s', async (text) => {
    const result = await load({ files: { 'drayage.config.yaml': text } });
    expect(result).toMatchObject({ ok: false, problems: [{ message: 'The file does not hold keys and values.' }] });
  });
});
