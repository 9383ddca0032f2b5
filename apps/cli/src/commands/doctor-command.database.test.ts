import type { Finding } from '@drayage/doctor';
import { parseSourceUrl, openSource } from '@drayage/source-database';
import { startMariadbServer, startPostgresServer, type MariadbServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeAccount, STREAM_ARN } from '../testing/fake-account.js';
import { runDray, type DrayRun } from '../testing/run-dray.js';

const run = async (url: string, statements: readonly string[]): Promise<void> => {
  const session = await openSource(parseSourceUrl(url));
  for (const statement of statements) await session.query(statement);
  await session.close();
};

const findings = ({ stdout }: DrayRun): readonly Finding[] =>
  (JSON.parse(stdout) as { findings: readonly Finding[] }).findings;
const errors = (result: DrayRun): readonly string[] =>
  findings(result)
    .filter(({ severity }) => severity === 'error')
    .map(({ id, subject }) => `${id} ${subject}`);

describe('a PostgreSQL where everything is wrong', () => {
  let postgres: PostgresServer;
  let env: Readonly<Record<string, string>>;

  beforeAll(async () => {
    postgres = await startPostgresServer({ settings: { wal_level: 'replica', max_wal_senders: '0' } });
    await run(postgres.url, [
      'CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint PRIMARY KEY, paid boolean, total numeric); CREATE TABLE shop.notes (body jsonb)',
    ]);
    env = { SOURCE_URL: postgres.url, DRAYAGE_SOURCE_DMS_USER: 'dms', DMS_PASSWORD: 'hunter2' };
  });

  afterAll(() => postgres.stop());

  it('names every fault of the source, with the remedy, and says how many --fix mends', async () => {
    const { code, stdout, stderr } = await runDray(['doctor', '--only', 'source'], { env });
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(stdout).toBe(`error   Source database pg-wal-level
        wal_level is replica.
  why   The WAL does not hold what logical decoding needs: no change can be read.
  fix   ALTER SYSTEM SET wal_level = 'logical'; Restart the server. [--fix]

error   Source database pg-wal-senders
        max_wal_senders is 0.
  why   Each replication needs a sender: it cannot start.
  fix   ALTER SYSTEM SET max_wal_senders = '10'; Restart the server. [--fix]

error   Source database pg-no-user
        There is no user dms.
  why   AWS DMS cannot log in.
  fix   CREATE ROLE "dms" LOGIN PASSWORD '…'; Or: dray source prepare, which gives it its rights as well. [--fix]

error   Source database pg-ddl-audit-missing
        What AWS DMS notices DDL by is not there, and dms may not make it.
  at    public
  why   Without it ALTER TABLE is not told: new columns are missing from the messages until the replication starts anew.
  fix   dray source prepare [--fix]

error   Source database keyless-lobs
        shop.notes has no primary key, and LOB columns: body (jsonb).
  why   AWS DMS leaves these columns out of every row, without a word.
  fix   Give it a primary key: ALTER TABLE "shop"."notes" ADD PRIMARY KEY (…);

error   Source database pg-keyless-changes
        shop.notes has no primary key and no replica identity.
  why   PostgreSQL does not tell its updates and deletes: only inserts arrive, and rows that changed or are gone stay as
        they were.
  fix   Give it a primary key. Or, with PluginName test-decoding (dray source prepare --replica-identity-full): ALTER
        TABLE "shop"."notes" REPLICA IDENTITY FULL; [--fix]

6 errors, 0 warnings, 3 notes (--notes); 5 can be mended by --fix.
`);
  });

  it('says of every part that nobody named that it was not looked at, and of one that cannot be read why', async () => {
    const result = await runDray(['doctor', '--output', 'json'], {
      env: { SOURCE_URL: 'postgresql://u:hunter2@127.0.0.1:9/shop' },
    });
    expect(result.code).toBe(1);
    expect(findings(result).map(({ severity, area, id }) => `${severity} ${id} ${area}`)).toEqual([
      'error unread source',
      'warning unread source-endpoint',
      'warning unread target-endpoint',
      'warning unread task',
      'warning unread stream',
      'warning unread roles',
      'warning unread replication',
      'warning unread target',
    ]);
    expect(findings(result)[0]?.what).toContain('The source at 127.0.0.1:9 cannot be reached (ECONNREFUSED).');
  });

  it('reads the source by the secret of AWS DMS (by a fake of the SDK), and never shows it', async () => {
    const account = new FakeAccount();
    const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:shop-AbCdEf';
    const { host, port, user, password } = postgres;
    account.secrets = { [arn]: JSON.stringify({ host, port, username: user, password, dbname: 'postgres' }) };
    const settings = { SOURCE_SECRET_ARN: arn, SOURCE_ENGINE: 'postgresql' };
    const read = await runDray(['doctor', '--only', 'source', '--output', 'json'], {
      env: settings,
      aws: account.clients(),
    });
    expect(errors(read)).toContain('pg-wal-level wal_level');
    expect(read.stdout).not.toContain(password);
    account.secrets = { [arn]: 'hunter2' };
    const broken = await runDray(['doctor', '--only', 'source'], { env: settings, aws: account.clients() });
    expect(broken.stdout).toContain('The secret of the source is not a JSON object.');
    expect(broken.stdout).not.toContain('hunter2');
  });

  it('tells what failed in a stack (by a fake of the SDK)', async () => {
    const result = await runDray(['doctor', '--only', 'stack', '--stack', 'shop', '--output', 'json'], {
      aws: new FakeAccount().clients(),
    });
    expect(errors(result)).toEqual(['stack-not-created shop', 'stack-resource-failed VpcRole']);
  });

  it('finds a pattern that means no table', async () => {
    const result = await runDray(
      ['doctor', '--only', 'source', '--output', 'json', '--include', 'shop.*', 'shop.odrers'],
      { env },
    );
    expect(errors(result)).toContain('no-such-table shop.odrers');
  });

  it('mends what can be mended, at the source and (by a fake of the SDK) in AWS, and changes nothing the second time', async () => {
    const account = new FakeAccount();
    const everything = [
      'doctor',
      '--output',
      'json',
      '--replication',
      'shop-task',
      '--stream',
      STREAM_ARN,
      '--function',
      'shop-sink',
      '--region',
      'eu-central-1',
    ];
    const before = await runDray(everything, { env, aws: account.clients() });
    expect(account.changes()).toEqual([]);
    expect(errors(before)).toEqual(
      expect.arrayContaining([
        'pg-wal-level wal_level',
        'pg-lob-truncation FailTasksOnLobTruncation',
        'pg-unbounded-numeric MapUnboundedNumericAsString',
        'kinesis-null-and-empty IncludeNullAndEmpty',
        'kinesis-control-details IncludeControlDetails',
        'task-full-lob-mode TargetMetadata.FullLobMode',
        'task-before-image BeforeImageSettings.EnableBeforeImage',
        'task-error-policy ErrorBehavior.DataErrorPolicy',
        'stream-retention RetentionPeriodHours',
        'role-missing dms-vpc-role',
        'role-policy shop-stream',
        'connection-failed shop-source',
        'table-failed shop.orders',
        'replication-failure last failure',
        'lambda-retries MaximumRetryAttempts',
        'lambda-batch-item-failures FunctionResponseTypes',
      ]),
    );
    const failure = findings(before).find(({ id }) => id === 'replication-failure');
    expect(failure?.whyItMatters).toBe(
      'Another reader holds the replication slot, often an earlier run of this replication.',
    );

    expect(findings(before).find(({ id }) => id === 'replication-stopped')).toMatchObject({
      severity: 'warning',
      what: 'The replication is stopped (NORMAL).',
      whyItMatters: 'Somebody stopped it. Nothing is carried; the source keeps its logs for it, and its disk fills.',
      remedy: 'dray resume, before the source removes what was not read.',
    });

    const fixed = await runDray([...everything, '--fix', '--yes'], { env, aws: account.clients() });
    expect(
      fixed.stderr
        .split('\n')
        .filter((line) => /^(done|failed)/u.test(line))
        .map((line) => line.slice(0, 6)),
    ).toEqual(Array.from({ length: 15 }, () => 'done  '));
    expect(fixed.stdout + fixed.stderr).not.toContain('hunter2');
    expect(account.changes().toSorted()).toEqual([
      'IncreaseStreamRetentionPeriodCommand',
      'ModifyEndpointCommand',
      'ModifyEndpointCommand',
      'ModifyReplicationTaskCommand',
      'StartStreamEncryptionCommand',
      'UpdateEventSourceMappingCommand',
    ]);
    await postgres.restart();

    const last = await runDray(everything, { env, aws: account.clients() });
    expect(findings(last).filter(({ fix, severity }) => fix !== undefined && severity !== 'note')).toEqual([]);
    const changes = account.changes().length;
    await runDray([...everything, '--fix', '--yes'], { env, aws: account.clients() });
    expect(account.changes()).toHaveLength(changes);
    // What no statement mends is still told.
    expect(errors(last)).toEqual(
      expect.arrayContaining(['keyless-lobs shop.notes', 'role-missing dms-vpc-role', 'table-failed shop.orders']),
    );
    expect(last.code).toBe(1);
  });

  it('runs no statement for a user that could not be made', async () => {
    await run(postgres.url, ['CREATE SCHEMA late; CREATE TABLE late.orders (id bigint PRIMARY KEY)']);
    const settings = { SOURCE_URL: postgres.url, DRAYAGE_SOURCE_DMS_USER: 'nobody' };
    const { code, stderr } = await runDray(['doctor', '--only', 'source', '--include', 'late.*', '--fix', '--yes'], {
      env: settings,
    });
    expect(code).toBe(1);
    const told = stderr.split('\n').filter((line) => /^(done|failed|skipped)/u.test(line));
    expect(told[0]).toContain('failed  Make the user nobody at the source: The user has to be made');
    expect(told.slice(1).length).toBeGreaterThan(2);
    for (const line of told.slice(1)) expect(line).toMatch(/^skipped .*: it needs what failed$/u);
    await run(postgres.url, ['DROP SCHEMA late CASCADE']);
  });

  it('does not touch the settings of a task that runs, says so, and goes on with the rest (by a fake of the SDK)', async () => {
    const account = new FakeAccount();
    account.status = 'running';
    const { code, stderr } = await runDray(
      ['doctor', '--only', 'task', 'stream', '--fix', '--yes', '--replication', 'shop-task', '--stream', STREAM_ARN],
      { env, aws: account.clients() },
    );
    expect(code).toBe(1);
    const task = 'Set what is wrong in the task settings of shop-task, which must be stopped';
    expect(stderr).toContain(`  ${task}\n      TargetMetadata.FullLobMode = false\n`);
    expect(stderr).toContain(`failed  ${task}: It is not in a state that allows this`);
    expect(stderr).toContain('\n        dray stop; then dray doctor --fix again, and dray resume\n');
    expect(account.retentionHours).toBe(168);
  });

  it('tells that a replication that runs keeps the old settings of its endpoints (by a fake of the SDK)', async () => {
    const args = ['doctor', '--only', 'target-endpoint', '--fix', '--yes', '--replication', 'shop-task'];
    const account = new FakeAccount();
    account.status = 'running';
    const { stderr } = await runDray(args, { env, aws: account.clients() });
    expect(stderr).toContain('\n      IncludeNullAndEmpty = true\n');
    expect(stderr).toContain(
      'done    Set what is wrong of the endpoint shop-target\n        shop-task runs with the old settings until: dray stop, then dray resume\n',
    );
    const stopped = await runDray(args, { env, aws: new FakeAccount().clients() });
    expect(stopped.stderr.endsWith('done    Set what is wrong of the endpoint shop-target\n')).toBe(true);
  });

  it('asks before it mends', async () => {
    const account = new FakeAccount();
    const args = ['doctor', '--only', 'stream', '--fix', '--stream', STREAM_ARN, '--replication', 'shop-task'];
    const { code, stderr } = await runDray(args, { env, aws: account.clients() });
    expect(code).toBe(2);
    expect(stderr).toContain('Keep records of shop-changes for 168 hours');
    expect(stderr).toContain('There is no terminal to ask on.');
    expect(account.changes()).toEqual([]);
  });

  it('finds nothing wrong with an empty target, and says why another one cannot be read', async () => {
    const args = ['doctor', '--only', 'target', '--output', 'json', '--pipeline', 'shop', '--to', postgres.url];
    expect(findings(await runDray(args))).toEqual([]);
    await run(postgres.url, ["CREATE ROLE sink LOGIN PASSWORD 'hunter2'"]);
    const poor = new URL(postgres.url);
    poor.username = 'sink';
    poor.password = 'hunter2';
    const database = poor.pathname.slice(1);
    expect(findings(await runDray([...args.slice(0, -1), poor.href]))).toEqual([
      expect.objectContaining({
        id: 'target-rights',
        subject: database,
        remedy: `GRANT CREATE ON DATABASE "${database}" TO "sink"; Run it as an administrator of the target.`,
      }),
    ]);
    const unreachable = await runDray(['doctor', '--only', 'target', '--to', 'crate://crate@127.0.0.1/doc?pgport=9']);
    expect(unreachable).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(
        'Could not be read: target. No connection to 127.0.0.1:9 (ECONNREFUSED).',
      ) as string,
    });
  });

  it('counts warnings where it is told to', async () => {
    const account = new FakeAccount();
    account.retentionHours = 72;
    const args = ['doctor', '--only', 'stream', '--stream', STREAM_ARN];
    expect((await runDray(args, { env, aws: account.clients() })).code).toBe(0);
    expect((await runDray([...args, '--strict'], { env, aws: account.clients() })).code).toBe(1);
  });
});

describe('a MariaDB where everything is wrong', () => {
  let mariadb: MariadbServer;

  beforeAll(async () => {
    mariadb = await startMariadbServer({
      options: [
        'log-bin=binlog',
        'binlog-format=STATEMENT',
        'binlog-row-image=MINIMAL',
        'server-id=1',
        'binlog-expire-logs-seconds=60',
      ],
    });
    await run(mariadb.url, [
      'CREATE DATABASE shop',
      'CREATE TABLE shop.orders (id int PRIMARY KEY, at timestamp)',
      'CREATE TABLE shop.notes (body longtext)',
    ]);
  });

  afterAll(() => mariadb.stop());

  it('names every fault, mends what statements mend, and has nothing to mend the second time', async () => {
    const env = { SOURCE_URL: mariadb.url, DMS_PASSWORD: 'hunter2' };
    const args = ['doctor', '--only', 'source', '--dms-user', 'dms', '--output', 'json'];
    expect(errors(await runDray(args, { env }))).toEqual([
      'my-binlog-format binlog_format',
      'my-binlog-row-image binlog_row_image',
      'my-binlog-checksum binlog_checksum',
      'my-binlog-retention binlog retention',
      'my-no-user dms',
      'keyless-lobs shop.notes',
    ]);
    const fixed = await runDray([...args, '--fix', '--yes'], { env });
    expect(errors(fixed)).toEqual(['keyless-lobs shop.notes']);
    expect(fixed.stdout + fixed.stderr).not.toContain('hunter2');
    expect((await runDray([...args, '--fix', '--yes'], { env })).stderr).toBe('');
  });
});
