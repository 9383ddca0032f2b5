import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateLogGroupCommand, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetRepositoryPolicyCommand, PutImageCommand } from '@aws-sdk/client-ecr';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateStreamCommand, RegisterStreamConsumerCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { describe, expect, it } from 'vitest';
import {
  deleteStack,
  describeStack,
  needStack,
  readStackTemplate,
  describeStackEvents,
} from './cloudformation/stack.js';
import {
  allowLambdaPull,
  describeRepository,
  ensureRepository,
  findImageDigest,
  readRegistryLogin,
} from './ecr/repository.js';
import { describeRole } from './iam/describe-role.js';
import { isAllowed } from './iam/policy-document.js';
import { roleExists } from './iam/role-exists.js';
import { describeStream } from './kinesis/describe-stream.js';
import {
  describeEventSourceMapping,
  listEventSourceMappings,
  setMappingEnabled,
} from './lambda/event-source-mapping.js';
import { describeFunction, updateFunctionImage } from './lambda/function.js';
import { followLogs, readLogs, type LogLine } from './logs/read-logs.js';
import { readFunctionIteratorAge, readReplicationLatency, readStreamIteratorAge } from './metrics/pipeline-metrics.js';
import { holdsObjects } from './s3/holds-objects.js';
import { describeSecret } from './secrets/describe-secret.js';
import { readSecret } from './secrets/read-secret.js';
import { readCallerIdentity } from './sts/read-caller-identity.js';
import { useMoto } from './testing/use-moto.js';

const clients = useMoto();

const trusting = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
const allowing = (Action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

async function linesOf(lines: AsyncIterable<LogLine>): Promise<readonly LogLine[]> {
  const all: LogLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

describe('streams', () => {
  it('are described with shards, retention, mode, encryption and consumers', async () => {
    const { kinesis } = clients();
    await kinesis.send(new CreateStreamCommand({ StreamName: 'described', ShardCount: 1 }));
    const before = await describeStream(clients(), 'described');
    expect(before).toMatchObject({
      name: 'described',
      status: 'ACTIVE',
      retentionHours: 24,
      mode: 'provisioned',
      encryption: { kind: 'none' },
      consumers: [],
    });
    expect(before.shards).toEqual([{ shardId: 'shardId-000000000000', isOpen: true, parentShardIds: [] }]);

    await kinesis.send(new RegisterStreamConsumerCommand({ StreamARN: before.arn, ConsumerName: 'other' }));
    await kinesis.send(
      new SplitShardCommand({
        StreamName: 'described',
        ShardToSplit: 'shardId-000000000000',
        NewStartingHashKey: '170141183460469231731687303715884105728',
      }),
    );
    const after = await describeStream(clients(), before.arn);
    expect(after.shards.map(({ isOpen, parentShardIds }) => [isOpen, parentShardIds])).toEqual([
      [false, []],
      [true, ['shardId-000000000000']],
      [true, ['shardId-000000000000']],
    ]);
    expect(after.consumers).toEqual([{ name: 'other', status: expect.any(String) as string }]);
    await expect(describeStream(clients(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('an account', () => {
  it('is told with who asks, and in which region', async () => {
    expect(await readCallerIdentity(clients())).toEqual({
      account: '123456789012',
      arn: expect.stringMatching(/^arn:aws:sts::123456789012:/) as string,
    });
    expect(await clients().region()).toBe('eu-central-1');
  });
});

describe('a bucket', () => {
  it('holds something or nothing', async () => {
    const { s3 } = clients();
    await s3.send(
      new CreateBucketCommand({
        Bucket: 'failures',
        CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' },
      }),
    );
    expect(await holdsObjects(clients(), 'failures')).toBe(false);
    await s3.send(new PutObjectCommand({ Bucket: 'failures', Key: 'one', Body: 'x' }));
    expect(await holdsObjects(clients(), 'failures')).toBe(true);
    await expect(holdsObjects(clients(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('roles', () => {
  it('are described with who may take them and what they may do, inline and managed', async () => {
    const { iam } = clients();
    await iam.send(
      new CreateRoleCommand({ RoleName: 'writer', AssumeRolePolicyDocument: trusting('dms.amazonaws.com') }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'writer',
        PolicyName: 'inline',
        PolicyDocument: allowing('kinesis:PutRecords'),
      }),
    );
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument: allowing('kms:GenerateDataKey') }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'writer', PolicyArn: Policy?.Arn }));
    const role = await describeRole(clients(), 'writer');
    expect(role?.trust.statements[0]?.principals).toEqual({ Service: ['dms.amazonaws.com'] });
    expect(role?.policies.map(({ name, arn }) => [name, arn])).toEqual([
      ['inline', undefined],
      ['managed', Policy?.Arn],
    ]);
    const documents = role?.policies.map(({ document }) => document) ?? [];
    expect(isAllowed(documents, 'kinesis:PutRecords', 'anything')).toBe(true);
    expect(isAllowed(documents, 'kms:GenerateDataKey', 'anything')).toBe(true);
    expect(isAllowed(documents, 'kms:Decrypt', 'anything')).toBe(false);
    expect((await describeRole(clients(), role?.arn ?? ''))?.name).toBe('writer');
    expect(await describeRole(clients(), 'nobody')).toBeUndefined();
    expect([await roleExists(clients(), 'writer'), await roleExists(clients(), 'nobody')]).toEqual([true, false]);
  });
});

describe('logs', () => {
  it('are read in order with their levels, and followed without losing or repeating a line', async () => {
    const { logs } = clients();
    const group = 'dms-tasks-shop';
    await logs.send(new CreateLogGroupCommand({ logGroupName: group }));
    await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'dms-task-ONE' }));
    const baseMs = Date.now() - 60_000;
    const put = (stream: string, ...lines: readonly [number, string][]) =>
      logs.send(
        new PutLogEventsCommand({
          logGroupName: group,
          logStreamName: stream,
          logEvents: lines.map(([at, message]) => ({ timestamp: baseMs + at, message })),
        }),
      );
    await put('dms-task-ONE', [1, '2026 [TASK_MANAGER  ]I:  started\n'], [3, '2026 [SOURCE_CAPTURE  ]E:  broken']);
    const place = { group };
    const history = await linesOf(readLogs(clients(), place, { fromMs: baseMs }));
    expect(history.map(({ message, level }) => [message, level])).toEqual([
      ['2026 [TASK_MANAGER  ]I:  started', 'info'],
      ['2026 [SOURCE_CAPTURE  ]E:  broken', 'error'],
    ]);
    expect(await linesOf(readLogs(clients(), place, { fromMs: baseMs, untilMs: baseMs + 2 }))).toHaveLength(1);

    // An event may come in late, with a time before one that was shown already.
    const arrivals = [
      () => put('dms-task-ONE', [2, 'late']),
      () => put('dms-task-ONE', [10, 'next']),
      () => Promise.reject(new Error('enough')),
    ];
    const pause = async (): Promise<void> => {
      await arrivals.shift()?.();
    };
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const { message } of followLogs(clients(), place, { fromMs: baseMs, pause })) seen.push(message);
      })(),
    ).rejects.toThrow('enough');
    expect(seen).toEqual(['2026 [TASK_MANAGER  ]I:  started', '2026 [SOURCE_CAPTURE  ]E:  broken', 'late', 'next']);
    await expect(readLogs(clients(), { group: 'nobody' }, { fromMs: 0 }).next()).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('metrics', () => {
  it('are found by the value of any dimension, and the newest counts', async () => {
    const { cloudWatch } = clients();
    const nowMs = Date.now();
    const put = (
      Namespace: string,
      MetricName: string,
      Value: number,
      agoMs: number,
      Dimensions: { Name: string; Value: string }[],
    ) =>
      cloudWatch.send(
        new PutMetricDataCommand({
          Namespace,
          MetricData: [{ MetricName, Value, Timestamp: new Date(nowMs - agoMs), Dimensions }],
        }),
      );
    const task = [
      { Name: 'ReplicationTaskIdentifier', Value: 'ABCDEF' },
      { Name: 'ReplicationInstanceIdentifier', Value: 'shop' },
    ];
    await put('AWS/DMS', 'CDCLatencySource', 40, 400_000, task);
    await put('AWS/DMS', 'CDCLatencySource', 4, 120_000, task);
    await put('AWS/Kinesis', 'GetRecords.IteratorAgeMilliseconds', 1_500, 120_000, [
      { Name: 'StreamName', Value: 'shop-changes' },
    ]);
    await put('AWS/Lambda', 'IteratorAge', 900, 120_000, [{ Name: 'FunctionName', Value: 'shop-sink' }]);
    const latency = await readReplicationLatency(
      clients(),
      { arn: 'arn:aws:dms:eu-central-1:123456789012:task:ABCDEF', identifier: 'shop-task' },
      nowMs,
    );
    expect(latency.sourceSeconds?.value).toBe(4);
    expect(latency.targetSeconds).toBeUndefined();
    expect((await readStreamIteratorAge(clients(), 'shop-changes', nowMs))?.value).toBe(1_500);
    expect((await readFunctionIteratorAge(clients(), 'shop-sink', nowMs))?.value).toBe(900);
    expect(await readFunctionIteratorAge(clients(), 'nobody', nowMs)).toBeUndefined();
  });
});

describe('images', () => {
  it('have a repository that is made once, that Lambda may pull from, and digests by tag', async () => {
    expect(await describeRepository(clients(), 'shop-sink')).toBeUndefined();
    const { repository, created } = await ensureRepository(clients(), 'shop-sink');
    expect(created).toBe(true);
    expect(repository.uri).toBe('123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop-sink');
    expect(await ensureRepository(clients(), 'shop-sink')).toEqual({ repository, created: false });
    await allowLambdaPull(clients(), repository);
    const { policyText } = await clients().ecr.send(new GetRepositoryPolicyCommand({ repositoryName: 'shop-sink' }));
    expect(JSON.parse(policyText ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'LambdaPull',
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Condition: { StringLike: { 'aws:sourceArn': 'arn:aws:lambda:eu-central-1:123456789012:function:*' } },
        },
      ],
    });
    const manifest = JSON.stringify({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: { digest: `sha256:${'0'.repeat(64)}`, size: 1 },
      layers: [],
    });
    await clients().ecr.send(
      new PutImageCommand({ repositoryName: 'shop-sink', imageManifest: manifest, imageTag: '1.4.0' }),
    );
    expect(await findImageDigest(clients(), 'shop-sink', '1.4.0')).toMatch(/^sha256:[0-9a-f]{64}$/);
    await expect(findImageDigest(clients(), 'shop-sink', '9.9.9')).rejects.toMatchObject({
      code: 'not-found',
      remedy: 'Push it first: dray image push.',
    });
    await expect(findImageDigest(clients(), 'nobody', '1')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are pushed with a login of twelve hours', async () => {
    expect(await readRegistryLogin(clients())).toEqual({
      username: 'AWS',
      password: expect.any(String) as string,
      registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
    });
  });
});

describe('functions', () => {
  it('are described, updated, paused and fed again', async () => {
    const { iam, lambda, kinesis } = clients();
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'function', AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') }),
    );
    const uri = (tag: string): string => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/sink:${tag}`;
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'shop-sink',
        Role: Role?.Arn,
        PackageType: 'Image',
        Code: { ImageUri: uri('1') },
        Timeout: 60,
        MemorySize: 512,
      }),
    );
    expect(await describeFunction(clients(), 'shop-sink')).toMatchObject({
      name: 'shop-sink',
      state: 'Active',
      timeoutSeconds: 60,
      memoryMb: 512,
      imageUri: uri('1'),
    });
    await updateFunctionImage(clients(), 'shop-sink', uri('2'));
    expect((await describeFunction(clients(), 'shop-sink')).imageUri).toBe(uri('2'));

    await kinesis.send(new CreateStreamCommand({ StreamName: 'fed', ShardCount: 1 }));
    const { arn } = await describeStream(clients(), 'fed');
    await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: 'shop-sink',
        EventSourceArn: arn,
        StartingPosition: 'TRIM_HORIZON',
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    const [mapping] = await listEventSourceMappings(clients(), 'shop-sink', arn);
    expect(mapping).toMatchObject({ sourceArn: arn, state: 'Enabled' });
    expect((await setMappingEnabled(clients(), mapping!.id, false)).state).toBe('Disabled');
    expect((await describeEventSourceMapping(clients(), mapping!.id)).state).toBe('Disabled');
    await expect(describeFunction(clients(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('stacks', () => {
  it('tell their outputs, events and template, and are deleted', async () => {
    const TemplateBody = JSON.stringify({
      Resources: { Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'of-the-stack', ShardCount: 1 } } },
      Outputs: { StreamName: { Value: { Ref: 'Stream' }, Description: 'The stream.' } },
    });
    await clients().cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    const stack = await needStack(clients(), 'shop');
    expect(stack).toMatchObject({
      name: 'shop',
      status: 'CREATE_COMPLETE',
      terminationProtection: false,
      outputs: [{ key: 'StreamName', value: 'of-the-stack', description: 'The stream.' }],
    });
    expect(JSON.parse(await readStackTemplate(clients(), 'shop'))).toEqual(JSON.parse(TemplateBody));
    const events = await describeStackEvents(clients(), 'shop', 100);
    expect(events.length).toBeGreaterThan(0);
    expect(await describeStackEvents(clients(), 'shop', 1)).toEqual(events.slice(0, 1));
    await deleteStack(clients(), 'shop');
    expect(await describeStack(clients(), 'shop')).toBeUndefined();
    await expect(readStackTemplate(clients(), 'shop')).rejects.toMatchObject({
      message: expect.stringContaining('(cloudformation:GetTemplate on shop)') as string,
    });
    await expect(needStack(clients(), 'shop')).rejects.toMatchObject({
      code: 'not-found',
      message: 'There is no stack shop in this account and region.',
    });
    expect(
      (await clients().cloudFormation.send(new DescribeStacksCommand({ StackName: stack.id }))).Stacks?.[0]
        ?.StackStatus,
    ).toBe('DELETE_COMPLETE');
  });
});

describe('secrets', () => {
  it('are read, or said not to be there', async () => {
    await clients().secrets.send(new CreateSecretCommand({ Name: 'shop', SecretString: '{"username":"dms"}' }));
    expect(await readSecret(clients(), 'shop')).toBe('{"username":"dms"}');
    expect(await describeSecret(clients(), 'shop')).toMatchObject({
      kmsKeyId: undefined,
      arn: expect.stringContaining(':secret:shop') as string,
    });
    await expect(describeSecret(clients(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
    await expect(readSecret(clients(), 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  });
});
