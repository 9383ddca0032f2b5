import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescribeStackEventsCommandOutput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import type { GetFunctionCommandOutput, InvokeCommandOutput } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { fakeTask } from '../testing/fake-task.js';
import { runDray } from '../testing/run-dray.js';

const $metadata = {};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dray-deployed-'));
  await writeFile(join(folder, 'event.json'), '{"Records":[]}');
  await writeFile(join(folder, 'broken.json'), '{');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('dray lambda invoke --function (answers of a fake with the types of the SDK: moto runs no function without Docker)', () => {
  const invoke = async (
    answer: Omit<InvokeCommandOutput, '$metadata' | 'Payload'> & { readonly payload: string },
    event = 'event.json',
  ) => {
    const { payload, ...rest } = answer;
    const { aws, calls } = fakeAws({ InvokeCommand: () => ({ $metadata, ...rest, Payload: Buffer.from(payload) }) });
    return {
      ...(await runDray(['lambda', 'invoke', '--function', 'shop-sink', '--event', event], { aws, cwd: folder })),
      calls: calls(),
    };
  };

  it('prints the answer, and the end of the log beside it', async () => {
    const log = Buffer.from('START\nEND\n').toString('base64');
    const { code, stdout, stderr, calls } = await invoke({ payload: '{"batchItemFailures":[]}', LogResult: log });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '{"batchItemFailures":[]}\n', stderr: 'START\nEND\n' });
    expect(calls).toEqual([
      {
        name: 'InvokeCommand',
        input: { FunctionName: 'shop-sink', Payload: Buffer.from('{"Records":[]}'), LogType: 'Tail' },
      },
    ]);
  });

  it('answers 1 where it hands records back, or fails', async () => {
    expect((await invoke({ payload: '{"batchItemFailures":[{"itemIdentifier":"1"}]}' })).code).toBe(1);
    const { code, stderr } = await invoke({
      payload: '{"errorMessage":"no target","errorType":"Error"}',
      FunctionError: 'Unhandled',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('The function shop-sink failed (Unhandled): no target\nRemedy: See its log');
  });

  it.each(['broken.json', 'nobody.json'])('answers 2 to the event %s', async (event) => {
    const { code, calls } = await invoke({ payload: '' }, event);
    expect(code).toBe(2);
    expect(calls).toEqual([]);
  });
});

describe('dray stack rollback (a stack of a fake with the types of the SDK: moto has no rollback that failed)', () => {
  it('goes on, leaves what is named, and shows what happens until it has ended', async () => {
    const statuses = ['UPDATE_ROLLBACK_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'];
    let look = 0;
    const { aws, calls } = fakeAws({
      DescribeStacksCommand: (): DescribeStacksCommandOutput => {
        const StackStatus = statuses[Math.min(look, 2)] as 'UPDATE_ROLLBACK_COMPLETE';
        look += 1;
        return {
          $metadata,
          Stacks: [{ StackName: 'shop', StackId: 'stack-id', CreationTime: new Date(0), StackStatus }],
        };
      },
      DescribeStackEventsCommand: (): DescribeStackEventsCommandOutput => ({
        $metadata,
        StackEvents: [
          {
            StackId: 'stack-id',
            EventId: '2',
            StackName: 'shop',
            Timestamp: new Date(2_000),
            LogicalResourceId: 'Stream',
            ResourceType: 'AWS::Kinesis::Stream',
            ResourceStatus: 'UPDATE_COMPLETE',
          },
          {
            StackId: 'stack-id',
            EventId: '1',
            StackName: 'shop',
            Timestamp: new Date(500),
            LogicalResourceId: 'Old',
            ResourceStatus: 'UPDATE_FAILED',
          },
        ],
      }),
      ContinueUpdateRollbackCommand: () => ({ $metadata }),
    });
    const { code, stdout, stderr } = await runDray(
      ['stack', 'rollback', '--stack', 'shop', '--skip', 'Replication', '--yes'],
      { aws, now: () => 1_000 },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop: UPDATE_ROLLBACK_COMPLETE\n' });
    expect(stderr).toBe('1970-01-01 00:00:02Z  UPDATE_COMPLETE       Stream AWS::Kinesis::Stream\n');
    expect(calls().filter(({ name }) => name.startsWith('Continue'))).toEqual([
      { name: 'ContinueUpdateRollbackCommand', input: { StackName: 'stack-id', ResourcesToSkip: ['Replication'] } },
    ]);
  });

  it('sends one that was never made to be deleted', async () => {
    const Stacks = [{ StackName: 'shop', CreationTime: new Date(0), StackStatus: 'ROLLBACK_COMPLETE' as const }];
    const { aws } = fakeAws({ DescribeStacksCommand: (): DescribeStacksCommandOutput => ({ $metadata, Stacks }) });
    const { code, stderr } = await runDray(['stack', 'rollback', '--stack', 'shop', '--yes'], { aws });
    expect(code).toBe(1);
    expect(stderr).toBe(
      'Error (refused): The stack is ROLLBACK_COMPLETE: it was never made.\nRemedy: It can only be deleted (dray stack delete), and deployed anew.\n',
    );
  });
});

describe('dray stack delete (a stack of a fake with the types of the SDK)', () => {
  /** By the status at each look; `undefined`: gone. */
  const remove = (...statuses: readonly (string | undefined)[]) => {
    let look = 0;
    const { aws } = fakeAws({
      DescribeStacksCommand: (): DescribeStacksCommandOutput => {
        const StackStatus = statuses[Math.min(look, statuses.length - 1)] as 'CREATE_COMPLETE' | undefined;
        look += 1;
        if (StackStatus === undefined)
          throw Object.assign(new Error('Stack with id shop does not exist'), { name: 'ValidationError' });
        return {
          $metadata,
          Stacks: [{ StackName: 'shop', StackId: 'stack-id', CreationTime: new Date(0), StackStatus }],
        };
      },
      DescribeStackEventsCommand: (): DescribeStackEventsCommandOutput => ({ $metadata, StackEvents: [] }),
      DeleteStackCommand: () => ({ $metadata }),
    });
    return runDray(['stack', 'delete', '--stack', 'shop', '--yes'], { aws });
  };

  it('waits until CloudFormation has begun', async () => {
    const run = await remove('CREATE_COMPLETE', 'CREATE_COMPLETE', 'CREATE_COMPLETE', 'DELETE_IN_PROGRESS', undefined);
    expect(run).toMatchObject({ code: 0, stdout: 'shop: DELETE_COMPLETE\n' });
  });

  it.each([['CREATE_COMPLETE'], ['DELETE_FAILED']])('answers 1 where it ends as %s', async (status) => {
    const run = await remove('CREATE_COMPLETE', ...(status === 'DELETE_FAILED' ? ['DELETE_IN_PROGRESS'] : []), status);
    expect(run).toMatchObject({ code: 1, stdout: `shop: ${status}\n` });
  });
});

describe('dray lambda update (a function of a fake with the types of the SDK)', () => {
  const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-sink@sha256:${'0'.repeat(64)}`;

  it('refuses a function of a zip file, and says what brings it up to date', async () => {
    const { aws, calls } = fakeAws({
      GetFunctionCommand: (): GetFunctionCommandOutput => ({
        $metadata,
        Configuration: { FunctionName: 'shop-sink', FunctionArn: 'arn', PackageType: 'Zip' },
      }),
    });
    const { code, stderr } = await runDray(['lambda', 'update', '--function', 'shop-sink', '--image', image], { aws });
    expect(code).toBe(1);
    expect(stderr).toContain('Error (refused): The function shop-sink runs a zip file, and takes no image.\nRemedy: ');
    expect(stderr).toContain('dray deploy --only sink');
    expect(calls().map(({ name }) => name)).toEqual(['GetFunctionCommand']);
  });

  it.each([
    [['--image', 'shop-sink:1.4.0'], '--image has no digest.'],
    [['--image', image, '--tag', '1'], 'Name one image'],
  ])('answers 2 to %j', async (args, message) => {
    const { code, stderr } = await runDray(['lambda', 'update', '--function', 'f', ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    [['--region', 'eu-central-1'], '--region: the bundle here takes its settings from the environment alone.'],
    [['--function', 'f', '--timeout', '5'], '--timeout: the deployed function has its own.'],
  ])('dray lambda invoke answers 2 to %j', async (args, message) => {
    const { code, stderr } = await runDray(['lambda', 'invoke', '--event', 'event.json', ...args], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe('dray logs (logs of a fake with the types of the SDK)', () => {
  it('shows no control characters, and says where nothing was logged', async () => {
    const logged = { timestamp: 0, message: 'one\u001B[2J\rtwo\tthree', eventId: '1', logStreamName: 's' };
    const { aws } = fakeAws({ FilterLogEventsCommand: () => ({ $metadata, events: [logged] }) });
    const { stdout } = await runDray(['logs', '--group', 'g', '--since', '1970-01-01T00:00:00Z'], { aws });
    expect(stdout).toBe('1970-01-01 00:00:00Z one\\x1b[2J\\x0dtwo\tthree\n');

    const empty = fakeAws({ FilterLogEventsCommand: () => ({ $metadata, events: [] }) });
    const nothing = await runDray(['logs', '--group', 'g', '--since', '2026-01-01T00:00:00Z'], { aws: empty.aws });
    expect(nothing).toEqual({
      code: 0,
      stdout: '',
      stderr: 'Nothing was logged since 2026-01-01 00:00:00Z: --since looks further back.\n',
    });
  });

  it('finds the log of a database whose address is in the secret of its endpoint', async () => {
    const host = 'shop.abc.eu-central-1.rds.amazonaws.com';
    const { aws, calls } = fakeAws({
      ...fakeTask({ looks: [{ Status: 'running' }] }),
      DescribeEndpointsCommand: () => ({
        $metadata,
        Endpoints: [
          {
            EndpointArn: 'source-arn',
            EndpointIdentifier: 's',
            EndpointType: 'source',
            EngineName: 'postgres',
            PostgreSQLSettings: { SecretsManagerSecretId: 'shop-secret' },
          },
        ],
      }),
      GetSecretValueCommand: () => ({
        $metadata,
        SecretString: JSON.stringify({ host, username: 'u', password: 'p', port: 5432 }),
      }),
      FilterLogEventsCommand: () => ({ $metadata, events: [] }),
    });
    expect((await runDray(['logs', '--source', 'rds', '--replication', 'shop-task'], { aws })).code).toBe(0);
    expect(calls()).toContainEqual({
      name: 'FilterLogEventsCommand',
      input: expect.objectContaining({ logGroupName: '/aws/rds/instance/shop/postgresql' }) as unknown,
    });
  });
});

describe('dray config', () => {
  it('tells each value with its origin, and no password', async () => {
    await writeFile(
      join(folder, 'drayage.config.yaml'),
      'kinesis:\n  stream: shop-changes\naws:\n  replication: shop-task\n',
    );
    const env = {
      SINK_URL: 'crate://crate:planted@localhost:4200/doc',
      SOURCE_URL: 'postgresql://h/db?password=planted2',
    };
    const { code, stdout } = await runDray(['config', 'check'], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'key              value                                 from',
        'source.url       postgresql://h/db?password=***        SOURCE_URL',
        'target.url       crate://crate:***@localhost:4200/doc  SINK_URL',
        'kinesis.stream   shop-changes                          drayage.config.yaml:2',
        'aws.replication  shop-task                             drayage.config.yaml:4',
        '',
      ].join('\n'),
    );
  });

  it('tells every mistake at once and answers 2', async () => {
    await writeFile(join(folder, 'wrong.yaml'), 'kinesis:\n  straem: x\nhttp:\n  port: many\n');
    const { code, stdout, stderr } = await runDray(['config', 'check', '--config', 'wrong.yaml'], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^\d problems in the configuration:\n/);
    expect(stderr).toContain('straem');
    expect(stderr).toContain('http.port');
    expect(stderr).toContain('The target is missing.');
    const json = await runDray(['config', 'check', '--for', 'dray', '--config', 'wrong.yaml', '--output', 'json'], {
      cwd: folder,
    });
    expect(json.code).toBe(2);
    expect(
      (JSON.parse(json.stdout) as { ok: boolean; problems: { message: string }[] }).problems.some(({ message }) =>
        message.includes('target is missing'),
      ),
    ).toBe(false);
  });

  it('prints the schema', async () => {
    const { code, stdout } = await runDray(['config', 'schema']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      title: 'Drayage configuration',
      properties: { aws: { properties: { replication: { type: 'string' } } } },
    });
  });
});
