import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '@drayage/doctor';
import { expect, it } from 'vitest';
import { documentedExample } from '../testing/documented-example.js';
import { FakeAccount, STREAM_ARN } from '../testing/fake-account.js';
import { runDray } from '../testing/run-dray.js';

it.each([
  [['doctor', '--only', 'nothing'], "option '--only <area...>' argument 'nothing' is invalid."],
  [['doctor', '--source-url', 'oracle://u:hunter2@h'], 'source.url'],
  [
    ['doctor', '--only', 'source', '--source-url', 'postgresql://u:hunter2@h:abc/db'],
    'The host or the port of the source URL is none',
  ],
  [['source', 'prepare'], 'No source is named.'],
  [['source', 'prepare', '--binlog-retention-hours', 'many'], '--binlog-retention-hours is not a whole number from 1.'],
  [['source', 'prepare', '--source-url', 'mysql://u:hunter2@h?sslmode=require'], 'unknown parameter: sslmode'],
  [['mappings', 'generate'], 'No source is named.'],
  [['mappings', 'json', '--lock', 'missing.yaml'], 'There is no lock file'],
  [['mappings', 'convert', 'recipe', 'missing.yaml'], 'missing.yaml cannot be read (ENOENT).'],
  [['mappings', 'convert', 'address', 'kinesis+dynamodb:///x'], 'This is no address kinesis+dms://.'],
  [['mappings', 'convert', 'column-types', '[]'], 'This is not the form of COLUMN_TYPES.'],
])('%j is a mistake of usage, and repeats no password', async (args, message) => {
  const { code, stdout, stderr } = await runDray(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('hunter2');
});

it.each([
  [[], ['source', 'stream', 'sink', 'stack']],
  [
    ['--only', 'source'],
    ['source', 'Give --source-url, SOURCE_URL'],
  ],
  [
    ['--only', 'mappings'],
    ['mappings', 'Give --replication NAME'],
  ],
  [
    ['--only', 'sink'],
    ['sink', 'Give --function NAME'],
  ],
  [
    ['--only', 'stack'],
    ['stack', 'Give --stack NAME'],
  ],
  [['--only', 'sink', '--output', 'json'], ['sink']],
])('doctor %j, and nothing is named: nothing was looked at, and nobody is to think it right', async (args, told) => {
  const { code, stderr } = await runDray(['doctor', ...args]);
  expect(code).toBe(2);
  for (const text of told) expect(stderr).toContain(text);
});

it('goes by what it found where the areas that were asked for have names, and others have none', async () => {
  const account = new FakeAccount();
  account.retentionHours = 168;
  account.encrypted = true;
  const run = (...only: string[]) =>
    runDray(['doctor', '--only', ...only, '--stream', STREAM_ARN], { aws: account.clients() });
  expect(await run('stream')).toMatchObject({ code: 0, stderr: '', stdout: 'Nothing is wrong.\n' });
  const both = await run('stream', 'task');
  expect(both.code).toBe(2);
  expect(both.stderr).toBe(`Nobody said where these are, and nothing of them was looked at:
  task             Give --replication NAME, DRAYAGE_AWS_REPLICATION, or aws.replication in the configuration file.
`);
});

it('says of a sink that is a container who judges it, and not that nobody named it', async () => {
  const env = { DRAYAGE_AWS_SERVICE: 'shop/sink', DRAYAGE_HTTP_URL: 'http://sink.internal:8080' };
  const { code, stderr } = await runDray(['doctor', '--only', 'sink'], { env });
  expect(code).toBe(2);
  expect(stderr).toBe(
    'The sink is a container (aws.service, http.url), at which the doctor does not look: dray status judges it.\n',
  );
  const both = await runDray(['doctor', '--only', 'sink', 'stack'], { env: { DRAYAGE_AWS_SERVICE: 'shop/sink' } });
  expect(both.stderr).toBe(`Nobody said where these are, and nothing of them was looked at:
  stack            Give --stack NAME, or aws.stack in the configuration file.
The sink is a container (aws.service), at which the doctor does not look: dray status judges it.
`);
});

it('tells what an interrupted mending left (by a fake of the SDK)', async () => {
  const account = new FakeAccount();
  const interruption = new AbortController();
  const { code, stdout, stderr } = await runDray(
    ['doctor', '--only', 'stream', '--stream', STREAM_ARN, '--fix', '--yes'],
    {
      aws: account.clients(),
      signal: interruption.signal,
      onTerminal: (text) => {
        if (text.startsWith('done')) interruption.abort(new Error('SIGINT'));
      },
    },
  );
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/done {4}.+\nInterrupted\. What was done stays; run the same command again to go on\.\n$/u);
  expect(account.changes()).toHaveLength(1);
});

it('tells of a lock file that is broken beside everything else (by a fake of the SDK)', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'dray-lock-'));
  await writeFile(join(cwd, 'drayage.tables.lock.yaml'), 'version: 1\nengine: oracle\ntables: []\n');
  const args = ['doctor', '--only', 'mappings', 'task', '--replication', 'shop-task', '--output', 'json'];
  const { code, stdout, stderr } = await runDray(args, { cwd, aws: new FakeAccount().clients() });
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
  expect(findings).toContainEqual(
    expect.objectContaining({
      id: 'unread',
      severity: 'error',
      area: 'mappings',
      subject: 'lock file',
      what: expect.stringMatching(
        /The lock file is wrong at engine\. Make it anew: dray mappings generate\.$/u,
      ) as string,
    }),
  );
  expect(findings.map(({ id }) => id)).toContain('task-full-lob-mode');
});

it('judges what the mapping of a function runs at once by what its sink is told (by a fake of the SDK)', async () => {
  const account = new FakeAccount();
  account.mapping = { ...account.mapping, ParallelizationFactor: 4 };
  const args = ['doctor', '--only', 'sink', '--stream', STREAM_ARN, '--function', 'shop-sink', '--output', 'json'];
  const ids = async (env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const { stdout } = await runDray(args, { env, aws: account.clients() });
    return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings.map(({ id }) => id);
  };
  expect(await ids({ DRAYAGE_LAMBDA_PARALLELIZATION_FACTOR: '4' })).not.toContain('lambda-parallelization');
  expect(await ids({})).toContain('lambda-parallelization');
  await runDray([...args, '--fix', '--yes'], { aws: account.clients() });
  expect(account.mapping.ParallelizationFactor).toBe(1);
});

it('looks at the secret that AWS DMS reads before that of the configuration, and shows neither (by a fake of the SDK)', async () => {
  const account = new FakeAccount();
  const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf';
  const fields = { host: '127.0.0.1', port: 9, username: 'u' };
  account.secrets = {
    [arn]: JSON.stringify({ ...fields, password: 'hunter;2' }),
    dms: JSON.stringify({ ...fields, password: 'hunter2 ' }),
  };
  const look = async (area: string, env: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const args = ['doctor', '--only', area, '--replication', 'shop-task', '--output', 'json'];
    const { stdout, stderr } = await runDray(args, { env, aws: account.clients() });
    expect(stdout + stderr).not.toContain('hunter');
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    return findings.filter(({ id }) => /unread|secret/u.test(id)).map(({ id, what }) => `${id}: ${what}`);
  };
  const configured = { SOURCE_SECRET_ARN: arn, SOURCE_ENGINE: 'postgresql' };
  expect(await look('source-endpoint', configured)).toEqual([
    'source-secret-characters: The password in the secret of the source has characters that AWS DMS does not take ({ } ; + %).',
  ]);
  expect(await look('source-endpoint', {})).toEqual([]);
  account.postgresSettings = { SecretsManagerSecretId: 'dms' };
  const blank = 'The password in the secret of the source begins or ends with a blank.';
  for (const env of [configured, {}])
    expect(await look('source-endpoint', env)).toEqual([`source-secret-blank: ${blank}`]);
  // Only where the configuration says nothing is the source reached by it.
  expect(await look('source', {})).toEqual([
    `unread: Could not be read: source. ${blank} Take the blank out of the secret: AWS DMS cannot connect with it.`,
  ]);
  expect(await look('source', configured)).toEqual([
    expect.stringContaining('Could not be read: source. The source at 127.0.0.1:9 cannot be reached') as string,
  ]);
});

it.each([
  [
    'replication',
    ['DescribeConnectionsCommand'],
    ['replication-failure last failure', 'table-failed shop.orders', 'unread connections'],
  ],
  [
    'replication',
    ['DescribeTableStatisticsCommand'],
    ['connection-failed shop-source', 'replication-failure last failure', 'unread tables'],
  ],
  ['sink', ['GetFunctionCommand'], ['lambda-retries MaximumRetryAttempts', 'unread function timeout seconds']],
  [
    'roles',
    ['GetRolePolicyCommand'],
    ['role-missing dms-vpc-role', `unread arn:aws:iam::123456789012:role/shop-stream`],
  ],
])(
  'of the area %s shows what it may read where %j is denied (by a fake of the SDK)',
  async (area, denied, expected) => {
    const account = new FakeAccount();
    account.denied = denied;
    const names = ['--replication', 'shop-task', '--function', 'shop-sink', '--output', 'json'];
    const { stdout } = await runDray(['doctor', '--only', area, ...names], { aws: account.clients() });
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    const found = findings.map(({ id, subject }) => `${id} ${subject}`);
    for (const one of expected) expect(found).toContain(one);
    expect(findings.find(({ id }) => id === 'unread')?.what).toMatch(/^Could not be read: .*denies/u);
  },
);

it('shows a finding as the documentation does (by a fake of the SDK)', async () => {
  const args = ['doctor', '--only', 'task', '--replication', 'shop-task'];
  const { stdout } = await runDray(args, { aws: new FakeAccount().clients() });
  const printed = stdout.split('\n\n').find((block) => block.includes(' task-before-image\n')) ?? '';
  expect(documentedExample('11-doctor', printed)).toBe(`${printed}\n`);
});
