import { createServer, type Server } from 'node:http';
import { access, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { StartReplicationTaskCommand } from '@aws-sdk/client-database-migration-service';
import { PutImageCommand } from '@aws-sdk/client-ecr';
import { describeReplication } from '@drayage/aws-ops';
import { startPgliteProcess, type PgliteServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { change, createTable } from '../testing/messages.js';
import { runDray } from '../testing/run-dray.js';
import { useMotoPipeline } from '../testing/use-moto-pipeline.js';

const moto = useMotoPipeline();
const NAMES = ['--replication', 'shop-task', '--stream', 'shop-changes', '--function', 'shop-sink'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dray-aws-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dray stop and dray resume', () => {
  it('take a task of moto through its states', { timeout: 60_000 }, async () => {
    const { dms } = moto().clients;
    const { arn } = await describeReplication(moto().clients, 'shop-task');
    await dms.send(
      new StartReplicationTaskCommand({ ReplicationTaskArn: arn, StartReplicationTaskType: 'start-replication' }),
    );
    const stopped = await moto().dray(['stop', '--replication', 'shop-task']);
    expect({ code: stopped.code, stdout: stopped.stdout }).toEqual({ code: 0, stdout: 'shop-task: stopped\n' });
    const started = await moto().dray(['start', '--replication', 'shop-task', '--yes']);
    expect(started).toMatchObject({ code: 1, stderr: expect.stringContaining('The replication ran before') as string });
    const resumed = await moto().dray(['resume', '--replication', arn, '--output', 'json']);
    expect(resumed.code).toBe(0);
    expect(JSON.parse(resumed.stdout)).toMatchObject({
      replication: { identifier: 'shop-task', state: 'running' },
      result: 'resume-processing',
    });
  });
});

describe('dray status', () => {
  let pglite: PgliteServer;
  let sink: Server;
  let sinkUrl: string;
  beforeAll(async () => {
    pglite = await startPgliteProcess();
    const report = {
      pipeline: 'shop-changes',
      state: 'running',
      deadLetters: 2,
      freshnessMs: 900,
      shards: [
        { shardId: 'shardId-000000000000', lagMs: 1_200, owner: 'host-1', state: 'reading' },
        { shardId: 'shardId-000000000001', lagMs: null, owner: null, state: 'waiting' },
      ],
      tables: [
        { schema: 'shop', name: 'orders', state: 'suspended', reason: 'Too many dead letters.', deadLetters: 2 },
      ],
      warnings: [],
    };
    sink = createServer((request, answer) => {
      answer
        .writeHead(request.url === '/status' ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(report));
    });
    await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
    sinkUrl = `http://127.0.0.1:${(sink.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    sink.close();
    await pglite.stop();
  });

  it('shows every part, and what is wrong with it', { timeout: 120_000 }, async () => {
    const capture = join(folder, 'broken.ndjson');
    await writeFile(
      capture,
      [createTable(), change('insert', { id: 1, name: 'one', amount: 'ten' }, { at: 1 })].join('\n'),
    );
    await runDray(['replay', capture, '--to', pglite.url, '--pipeline', 'shop-changes']);
    const { code, stdout, stderr } = await moto().dray(['status', ...NAMES, '--to', pglite.url]);
    expect(code, stderr).toBe(0);
    const [headline, ...rest] = stdout.split('\n');
    expect(headline).toMatch(/^pipeline shop-changes {2}broken, 2 findings {2}\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}Z$/);
    expect(rest.join('\n')).toBe(
      [
        '',
        'replication  shop-task (task, full-load-and-cdc) · running · full load 100 %, 1 table loaded',
        '  source     shop-source (postgres) · shop.c1abc2def3gh.eu-central-1.rds.amazonaws.com · creating · connection successful',
        '  target     shop-target (kinesis) · creating · connection successful',
        'stream       shop-changes · ACTIVE · 2 shards (provisioned) · keeps 24 h',
        'sink         function shop-sink · Active · mapping Enabled',
        'target       1 table: 1 incomplete · 1 open dead letter · freshness not known',
        '',
        'table        state       why',
        'shop.orders  incomplete  1 open dead letter',
        '',
        'problem  target: 1 record could not be applied.',
        '  remedy: dray dead-letters list',
        '',
        'warning  stream: It keeps records for 24 h only.',
        '  remedy: So that a sink that is held up loses nothing, keep them for 168 h: dray doctor --only stream --fix',
        '',
      ].join('\n'),
    );
  });

  it('asks a container for its own word, and shows it as JSON', async () => {
    const { code, stdout } = await moto().dray(['status', '--sink-url', sinkUrl, '--output', 'json']);
    expect(code).toBe(0);
    const shown = JSON.parse(stdout) as Record<string, unknown>;
    expect(shown).toMatchObject({
      pipeline: 'shop-changes',
      health: 'broken',
      sink: { kind: 'read', value: { kind: 'container', report: { state: 'running' } } },
      replication: { kind: 'absent' },
    });
    const table = await moto().dray(['status', '--sink-url', sinkUrl, '--verbose']);
    expect(table.stdout).toContain('shop.orders  suspended  Too many dead letters.');
    expect(table.stdout).toContain(
      '· running · 2 shards, 1 not read · 1 s behind · 2 open dead letters · fresh as of 900 ms ago',
    );
    expect(table.stdout).toContain('problem  sink: 2 records could not be applied.');
    expect(table.stdout).toContain('shardId-000000000001 · not read · nobody');
    expect(table.stdout).toContain('shardId-000000000000 · 1 s behind · host-1');
  });

  it('answers 2, and calls nothing healthy, where nothing is named', async () => {
    const { code, stdout, stderr } = await moto().dray(['status']);
    expect(code).toBe(2);
    expect(stdout).toMatch(/^pipeline {2}unknown {2}/);
    expect(stderr).toMatch(/^Error: Nothing is named to look at\.\nRemedy: Name the parts in drayage\.config\.yaml/);
    expect(await moto().dray(['status', '--watch'])).toMatchObject({ code: 2, stdout: '' });
    expect(JSON.parse((await moto().dray(['status', '--output', 'json'])).stdout)).toMatchObject({ health: 'unknown' });
  });

  it('does not take a pipeline for healthy that the target does not know', async () => {
    const typo = await moto().dray(['status', '--to', pglite.url, '--pipeline', 'typo']);
    expect(typo.stdout).toContain(
      'warning  target: The pipeline typo is unknown in this target; it holds: shop-changes.\n',
    );
    const nobody = await moto().dray(['status', '--to', pglite.url]);
    expect(nobody.stdout).toContain(
      'target       No pipeline is named (PIPELINE, --pipeline, or the stream by which it is called).\n',
    );
    const letters = await runDray(['dead-letters', 'list', '--to', pglite.url, '--pipeline', 'typo']);
    expect(letters).toMatchObject({
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline typo is unknown in this target; it holds: shop-changes.\n',
    });
  });

  it('makes no database that is not there', async () => {
    const missing = join(folder, 'not-there');
    const { stdout } = await moto().dray(['status', '--to', `pglite:${missing}`, '--pipeline', 'shop']);
    expect(stdout).toContain('it holds: nothing of Drayage.');
    await expect(access(missing)).rejects.toThrow('ENOENT');
  });

  it('shows only the mappings of the stream that is named', async () => {
    const { stdout } = await moto().dray(['status', '--function', 'shop-sink', '--stream', 'other']);
    expect(stdout).toContain('sink         function shop-sink · Active\n');
    expect(stdout).toContain('problem  sink: No stream feeds the function.');
  });

  it('tells what cannot be read beside what can, and answers 1', async () => {
    const { code, stdout } = await moto().dray([
      'status',
      '--stream',
      'shop-changes',
      '--sink-url',
      'http://127.0.0.1:9',
      '--function',
      'nobody',
      '--replication',
      'arn:aws:dms:eu-central-1:123456789012:task:NOBODY',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('stream       shop-changes · ACTIVE');
    expect(stdout).toContain('replication  cannot be read');
    expect(stdout).toContain(
      'problem  replication: It cannot be read: There is no replication arn:aws:dms:eu-central-1:123456789012:task:NOBODY, neither a task nor a serverless one.',
    );
    expect(stdout).toContain('problem  sink: It cannot be read: It does not exist (lambda:GetFunction on nobody)');
  });

  it('looks again and again until Ctrl-C, in one place of a terminal no wider than it is', async () => {
    const controller = new AbortController();
    let looks = 0;
    const run = await moto().dray(['status', '--watch', ...NAMES], {
      columns: 60,
      rows: 10,
      signal: controller.signal,
      onPause: () => {
        looks += 1;
        if (looks === 2) controller.abort(new Error('SIGINT'));
      },
    });
    expect(run.code).toBe(130);
    expect(run.stderr).toBe('');
    const pictures = run.stdout.split('\u001B[H\u001B[J');
    expect(pictures).toHaveLength(3);
    expect(run.stdout.startsWith('\u001B[?25l')).toBe(true);
    expect(run.stdout.endsWith('\u001B[?25h')).toBe(true);
    // Colours have no width.
    const parts = (pictures[1] ?? '')
      .replaceAll(/\u001B\[[\d;?]*[a-zA-Z]/gu, '')
      .split('\n')
      .slice(2, 7);
    expect(parts.filter((line) => line.length > 60)).toEqual([]);
    expect(pictures.slice(1).map((picture) => picture.split('\n').length)).toEqual([10, 10]);
    expect(pictures[1]).toContain('\u001B[32m');
  });
});

describe('dray logs', () => {
  it('shows the history of the task, the database and the function, by level', async () => {
    const { logs } = moto().clients;
    const put = async (group: string, stream: string, ...messages: readonly string[]): Promise<void> => {
      await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
      await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }));
      const logEvents = messages.map((message, at) => ({ timestamp: Date.now() - 10_000 + at, message }));
      await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }));
    };
    await put(
      'dms-tasks-shop-instance',
      'dms-task-shop-task',
      '2026 [TASK_MANAGER ]I:  started',
      '2026 [SOURCE_CAPTURE ]E:  broken',
    );
    await put(
      '/aws/rds/instance/shop/postgresql',
      'shop',
      '2026 UTC::@:[1]:LOG:  checkpoint',
      '2026 UTC::@:[1]:FATAL:  too many',
    );
    await put('/aws/lambda/shop-sink', '2026/01/31', '{"level":30,"msg":"batch written"}', '{"level":50,"msg":"halt"}');
    const shown = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { code, stdout, stderr } = await moto().dray([
        'logs',
        '--replication',
        'shop-task',
        '--function',
        'shop-sink',
        ...args,
      ]);
      expect(code, stderr).toBe(0);
      return stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.replace(/^\S+ \S+ /u, ''));
    };
    expect(await shown()).toEqual(['2026 [TASK_MANAGER ]I:  started', '2026 [SOURCE_CAPTURE ]E:  broken']);
    expect(await shown('--level', 'error')).toEqual(['2026 [SOURCE_CAPTURE ]E:  broken']);
    expect(await shown('--source', 'rds', '--level', 'error')).toEqual(['2026 UTC::@:[1]:FATAL:  too many']);
    expect(await shown('--source', 'lambda', '--level', 'error')).toEqual(['{"level":50,"msg":"halt"}']);
    expect(
      await shown(
        '--group',
        '/aws/lambda/shop-sink',
        '--group',
        '/aws/rds/instance/shop/postgresql',
        '--level',
        'error',
      ),
    ).toEqual([
      '/aws/rds/instance/shop/postgresql 2026 UTC::@:[1]:FATAL:  too many',
      '/aws/lambda/shop-sink {"level":50,"msg":"halt"}',
    ]);
    const json = await moto().dray([
      'logs',
      '--source',
      'lambda',
      '--function',
      'shop-sink',
      '--output',
      'json',
      '--level',
      'error',
    ]);
    expect(JSON.parse(json.stdout)).toMatchObject({
      group: '/aws/lambda/shop-sink',
      level: 'error',
      message: '{"level":50,"msg":"halt"}',
    });
    const coloured = await moto().dray(['logs', '--source', 'lambda', '--function', 'shop-sink', '--level', 'error'], {
      columns: 120,
    });
    expect(coloured.stdout).toContain('\u001B[31m{"level":50,"msg":"halt"}');

    const controller = new AbortController();
    const followed = await moto().dray(['logs', '--follow', '--source', 'lambda', '--function', 'shop-sink'], {
      signal: controller.signal,
      onPause: () => controller.abort(new Error('SIGINT')),
    });
    expect(followed).toMatchObject({ code: 130, stderr: '' });
    expect(followed.stdout.trimEnd().split('\n')).toHaveLength(2);
  });

  it('says what makes a group that is not there, or is not known', async () => {
    expect(await moto().dray(['logs', '--source', 'lambda', '--function', 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Remedy: The group is made by the first invocation.') as string,
    });
    expect(await moto().dray(['logs', '--source', 'sink'])).toMatchObject({
      code: 2,
      stderr:
        'Error: The log group of the container is not named.\nRemedy: Give --group NAME, or aws.logGroups.sink in the configuration file.\n',
    });
    expect(await moto().dray(['logs', '--since', 'yesterday'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--since is neither a duration nor a time.') as string,
    });
  });
});

describe('dray lambda', () => {
  it('pauses and feeds the function, and lets it run another image by its digest', async () => {
    const paused = await moto().dray(['lambda', 'pause', '--function', 'shop-sink', '--output', 'json']);
    expect(paused.code).toBe(0);
    expect(JSON.parse(paused.stdout)).toMatchObject({ function: 'shop-sink', mappings: [{ state: 'Disabled' }] });
    const status = await moto().dray(['status', '--function', 'shop-sink']);
    expect(status.stdout).toMatch(/warning {2}sink: The mapping \S+ is paused\.\n {2}remedy: dray lambda resume/);
    const fed = await moto().dray(['lambda', 'resume', '--function', 'shop-sink', '--stream', 'shop-changes']);
    expect(fed.stdout).toMatch(/^mapping +stream +state +last result\n\S+ +shop-changes +Enabled\n$/);
    expect(await moto().dray(['lambda', 'pause', '--function', 'shop-sink', '--stream', 'another'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No stream feeds the function shop-sink, at least not another.') as string,
    });

    expect(await moto().dray(['lambda', 'update', '--function', 'shop-sink'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Name one image: --tag or --image.') as string,
    });
    expect(
      await moto().dray(['lambda', 'update', '--function', 'shop-sink', '--tag', '2', '--repository', 'nobody']),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no repository nobody') as string,
    });
  });
});

describe('dray image', () => {
  /** A program called docker that keeps what it is called with, and what it is told. */
  async function fakeDocker(
    exitCode = 0,
    buildx = true,
  ): Promise<{ readonly env: Record<string, string>; readonly told: () => Promise<string> }> {
    const bin = await mkdtemp(join(folder, 'bin-'));
    const log = join(bin, 'log');
    const docker = join(bin, 'docker');
    await writeFile(
      docker,
      `#!/bin/sh\n[ "$2" = version ] && exit ${buildx ? 0 : 1}\n{ printf '%s\\n' "$*"; [ "$1" = login ] && cat && echo; } >> '${log}'\necho "progress$OF_THE_TEST"\nexit ${exitCode}\n`,
    );
    await chmod(docker, 0o755);
    return { env: { PATH: `${bin}:/usr/bin:/bin` }, told: () => readFile(log, 'utf8') };
  }

  it('builds one platform without attestations (a docker on the PATH that records its arguments)', async () => {
    const { env, told } = await fakeDocker();
    vi.stubEnv('OF_THE_TEST', ', of the test');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { code, stdout, stderr } = await runDray(
      ['image', 'build', '--repository', 'shop-image', '--tag', '1.4.0', '--platform', 'linux/arm64'],
      { env, cwd: folder },
    );
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'shop-image:1.4.0\n', stderr: 'progress\n' });
    expect(await told()).toBe(
      'buildx build --file apps/lambda-sink/Dockerfile --platform linux/arm64 --provenance=false --sbom=false --load --tag shop-image:1.4.0 .\n',
    );
  });

  it('makes the repository, signs in by standard input, pushes, and tells the digest (a docker on the PATH that records its arguments)', async () => {
    const { env, told } = await fakeDocker();
    const args = ['image', 'push', '--repository', 'shop-image', '--tag', '1.4.0'];
    // The fake pushes nothing: the image comes into the repository by another way.
    expect(await moto().dray(args, { env })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no image shop-image:1.4.0.') as string,
    });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { digest: `sha256:${'0'.repeat(64)}`, size: 1 },
      layers: [],
    });
    await moto().clients.ecr.send(
      new PutImageCommand({ repositoryName: 'shop-image', imageManifest: manifest, imageTag: '1.4.0' }),
    );
    const { code, stdout, stderr } = await moto().dray(args, { env });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^123456789012\.dkr\.ecr\.eu-central-1\.amazonaws\.com\/shop-image@sha256:[0-9a-f]{64}\n$/);
    const uri = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-image:1.4.0';
    const [login, password, tag, push] = (await told()).split('\n').slice(-5);
    expect([login, tag, push]).toEqual([
      'login --username AWS --password-stdin 123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      `tag shop-image:1.4.0 ${uri}`,
      `push ${uri}`,
    ]);
    expect(password).toMatch(/\S/);
    expect(stdout + stderr).not.toContain(password);

    const updated = await moto().dray([
      'lambda',
      'update',
      '--function',
      'shop-sink',
      '--repository',
      'shop-image',
      '--tag',
      '1.4.0',
      '--output',
      'json',
    ]);
    expect(JSON.parse(updated.stdout)).toMatchObject({
      function: 'shop-sink',
      image: stdout.trim(),
      lastUpdate: 'Successful',
    });
  });

  it('says when docker fails, or is not there', async () => {
    const { env } = await fakeDocker(7);
    const build = ['image', 'build', '--repository', 'shop-image', '--tag', '1'];
    expect(await runDray(build, { env, cwd: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Error (docker-failed): docker buildx ended with exit code 7.') as string,
    });
    const without = await fakeDocker(125, false);
    expect(await runDray(build, { env: without.env, cwd: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /Error \(buildx-missing\): The Docker client has no buildx.*\nRemedy: Install its plugin: docker-buildx-plugin/,
      ) as string,
    });
    expect(await runDray(build, { env: { PATH: folder }, cwd: folder })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Error (docker-missing)') as string,
    });
  });

  it.each([
    [['build', '--repository', 'x'], "required option '--tag <tag>' not specified"],
    [['build', '--tag', '1'], 'No repository is named.'],
    [['build', '--repository', 'x', '--tag', 'a b'], '--tag is no tag of an image.'],
    [
      ['build', '--repository', 'x', '--tag', '1', '--platform', 'linux/amd64,linux/arm64'],
      '--platform names more than one.',
    ],
  ])('answers 2 to image %j', async (args, message) => {
    expect(await runDray(['image', ...args], { cwd: folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message) as string,
    });
  });
});

describe('dray stack', () => {
  it('tells outputs and events, refuses what would hang, and deletes', async () => {
    const outputs = await moto().dray(['stack', 'outputs', '--stack', 'shop', '--output', 'json']);
    expect(JSON.parse(outputs.stdout)).toEqual({
      stack: 'shop',
      status: 'CREATE_COMPLETE',
      outputs: { AlarmTopic: 'arn:aws:sns:eu-central-1:123456789012:shop-alarms' },
    });
    const events = await moto().dray(['stack', 'events', '--stack', 'shop']);
    expect(events.code).toBe(0);
    expect(events.stdout).toContain('CREATE_COMPLETE');
    expect((await moto().dray(['stack', 'events', '--stack', 'shop', '--failed'])).stdout).toBe('No such events.\n');
    expect(await moto().dray(['stack', 'outputs', '--stack', 'nobody'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no stack nobody in this account and region.') as string,
    });
    expect(await moto().dray(['stack', 'rollback', '--stack', 'shop', '--yes'])).toMatchObject({
      code: 1,
      stderr:
        'Error (refused): The stack is CREATE_COMPLETE: no rollback of it has failed.\nRemedy: dray stack events --failed shows what went wrong.\n',
    });
    expect(
      await moto().dray(['stack', 'delete', '--stack', 'shop', '--replication', 'shop-task', '--yes']),
    ).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'The replication shop-task is running: it cannot be deleted, and the stack would hang.',
      ) as string,
    });
    expect(await moto().dray(['stack', 'delete', '--stack', 'shop'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Remedy: Give --yes.') as string,
    });
    expect(await moto().dray(['stack', 'delete', '--stack', 'shop', '--yes', '--output', 'json'])).toMatchObject({
      code: 0,
      stdout: '{"stack":"shop","status":"DELETE_COMPLETE","reason":null}\n',
    });
  });
});

it('reads the names from the configuration file', async () => {
  await writeFile(
    join(folder, 'drayage.config.yaml'),
    `aws:\n  endpoint: ${moto().endpoint}\n  function: shop-sink\nkinesis:\n  stream: shop-changes\n  region: eu-central-1\n`,
  );
  const { code, stdout } = await runDray(['status'], { cwd: folder });
  expect(code).toBe(0);
  expect(stdout).toContain('function shop-sink · Active · mapping Enabled');
});

it('says that AWS cannot be reached', async () => {
  const { code, stderr } = await runDray([
    'stack',
    'outputs',
    '--stack',
    'shop',
    '--endpoint-url',
    'http://127.0.0.1:9',
    '--region',
    'eu-central-1',
  ]);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'Error (unreachable): AWS cannot be reached (cloudformation:DescribeStacks on shop).\nRemedy: Check the network',
  );
});
