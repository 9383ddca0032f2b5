import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { specOf } from '../testing/spec.js';
import { Alarms } from './alarms.js';
import { ChangeStream } from './change-stream.js';
import { ClassicReplication } from './classic-replication.js';
import { FargateSink } from './fargate-sink.js';
import { LambdaSink } from './lambda-sink.js';
import { Network } from './network.js';
import { PipelineDashboard } from './pipeline-dashboard.js';
import { ReplicationEndpoints } from './replication-endpoints.js';
import { ServerlessReplication } from './serverless-replication.js';

type Values = Readonly<Record<string, unknown>>;

const DIGEST = `sha256:${'0'.repeat(64)}`;

/** A pipeline but for its database, in one stack. */
async function sinkSide(sections: Values = {}): Promise<Template> {
  const spec = await specOf(sections);
  const stack = new Stack(new App(), 'shop');
  const network = new Network(stack, 'Network', spec);
  const changes = new ChangeStream(stack, 'Changes', spec);
  const endpoints = new ReplicationEndpoints(stack, 'Endpoints', {
    spec,
    changes,
    secretArn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:source-AbCdEf',
    database: 'shop',
  });
  const Kind = spec.config.replication.kind === 'serverless' ? ServerlessReplication : ClassicReplication;
  const replication = new Kind(stack, 'Replication', { spec, network, endpoints });
  const Sink = spec.config.sink.kind === 'lambda' ? LambdaSink : FargateSink;
  const sink = new Sink(stack, 'Sink', { spec, network, changes });
  const observed = { spec, stream: changes.stream, replication, sink };
  new PipelineDashboard(stack, 'Dashboard', observed);
  new Alarms(stack, 'Alarms', observed);
  return Template.fromStack(stack);
}

describe('the sink as a function', () => {
  it('takes batches without a limit of retries, bisected, and hands back what failed', async () => {
    (await sinkSide()).hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 5_000,
      MaximumBatchingWindowInSeconds: 1,
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    });
  });

  it('begins at the time that the configuration says', async () => {
    const template = await sinkSide({ kinesis: { start: '2026-01-31T12:00:00Z' } });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      StartingPosition: 'AT_TIMESTAMP',
      StartingPositionTimestamp: 1_769_860_800,
    });
  });

  it('is a zip outside the VPC, with the variables of the configuration and the stream’s ARN', async () => {
    const template = await sinkSide({ sink: { memoryMiB: 2_048, timeoutSeconds: 120, architecture: 'x86_64' } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      PackageType: Match.absent(),
      Handler: 'index.handler',
      Architectures: ['x86_64'],
      MemorySize: 2_048,
      Timeout: 120,
      VpcConfig: Match.absent(),
      Environment: { Variables: { PIPELINE: 'shop', KINESIS_STREAM: Match.anyValue() } },
    });
  });

  it('is an image by digest in the VPC, where that is asked for', async () => {
    const image = `123456789012.dkr.ecr.eu-central-1.amazonaws.com/own/sink@${DIGEST}`;
    const template = await sinkSide({ sink: { packaging: 'image', image, inVpc: true } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Image',
      Code: { ImageUri: image },
      Runtime: Match.absent(),
      VpcConfig: Match.anyValue(),
    });
    expect(template.findParameters('SinkImageDigest')).toEqual({});
  });

  it('takes the digest that is pushed later as a parameter without a default', async () => {
    const template = await sinkSide({ sink: { packaging: 'image' } });
    template.hasParameter('SinkImageDigest', {
      Type: 'String',
      AllowedPattern: '^sha256:[0-9a-f]{64}$',
      Default: Match.absent(),
    });
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).toContain('/drayage-lambda-sink@');
  });

  it('may put dead letters where the configuration says, and nowhere else', async () => {
    const lambda = {
      deadLetters: 'sqs',
      deadLetterQueueUrl: 'https://sqs.eu-central-1.amazonaws.com/123456789012/letters',
      deadLetterBucket: 'letters',
    };
    const role = JSON.stringify((await sinkSide({ lambda })).findResources('AWS::IAM::Role'));
    expect(role).toContain('arn:${AWS::Partition}:sqs:eu-central-1:123456789012:letters');
    expect(role).toContain('arn:${AWS::Partition}:s3:::letters/*');
    expect(JSON.stringify((await sinkSide()).findResources('AWS::IAM::Role'))).not.toMatch(/sqs:|s3:::/);
  });

  it('may decrypt the secret of the target under a key of your own, and tells nobody of the key', async () => {
    const urlSecretKmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9';
    const urlSecretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:cratedb-AbCdEf';
    const template = await sinkSide({ target: { urlSecretArn, urlSecretKmsKeyArn } });
    const role = JSON.stringify(template.findResources('AWS::IAM::Role'));
    expect(role).toMatch(/"Action":"kms:Decrypt","Condition":.*"kms:ViaService"/);
    expect(JSON.stringify(template.findResources('AWS::Lambda::Function'))).not.toContain('KMS');
  });

  it('keeps for ever what was given up, but for a demonstration, and tells of it', async () => {
    const told = { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } };
    (await sinkSide()).hasResourceProperties('AWS::S3::Bucket', { ...told, LifecycleConfiguration: Match.absent() });
    (await sinkSide({ deployment: { removal: 'destroy' } })).hasResourceProperties('AWS::S3::Bucket', {
      ...told,
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
    });
  });

  it('takes a role of your own as it is', async () => {
    const sinkArn = 'arn:aws:iam::123456789012:role/sink';
    (await sinkSide({ roles: { sinkArn } })).hasResourceProperties('AWS::Lambda::Function', { Role: sinkArn });
  });
});

describe('the sink as a container', () => {
  const FARGATE = { sink: { kind: 'fargate', image: `ghcr.io/drayage/drayage-sink@${DIGEST}` } };

  it('is one task, and the old one ends before the new one begins', async () => {
    (await sinkSide(FARGATE)).hasResourceProperties('AWS::ECS::Service', {
      DesiredCount: 1,
      AvailabilityZoneRebalancing: 'DISABLED',
      DeploymentConfiguration: Match.objectLike({
        MinimumHealthyPercent: 0,
        MaximumPercent: 100,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      }),
      NetworkConfiguration: { AwsvpcConfiguration: Match.objectLike({ AssignPublicIp: 'DISABLED' }) },
    });
  });

  it('cannot write its file system, and has the health check of the image', async () => {
    (await sinkSide(FARGATE)).hasResourceProperties('AWS::ECS::TaskDefinition', {
      Cpu: '512',
      Memory: '1024',
      ContainerDefinitions: [
        Match.objectLike({
          Image: FARGATE.sink.image,
          ReadonlyRootFilesystem: true,
          StopTimeout: 30,
          HealthCheck: Match.objectLike({ Command: Match.arrayWith([Match.stringLikeRegexp('/healthz')]) }),
          Environment: Match.arrayWith([{ Name: 'PIPELINE', Value: 'shop' }]),
        }),
      ],
    });
  });

  it('is counted from its log: lag, retries and tables that are not whole, besides what it wrote', async () => {
    const template = await sinkSide(FARGATE);
    for (const [MetricName, field, MetricValue] of [
      ['drayage_dead_letters_total', 'deadLetters', '$.deadLetters'],
      ['drayage_shard_lag_seconds', 'lagSeconds', '$.lagSeconds'],
      ['drayage_tables_incomplete', 'tablesIncomplete', '$.tablesIncomplete'],
      ['drayage_retries_total', 'delayMs', '1'],
    ]) {
      template.hasResourceProperties('AWS::Logs::MetricFilter', {
        FilterPattern: `{ $.${field ?? ''} = "*" }`,
        MetricTransformations: [Match.objectLike({ MetricName, MetricValue })],
      });
    }
  });

  it('waits until the role that starts it may write the log', async () => {
    const [service] = Object.values((await sinkSide(FARGATE)).findResources('AWS::ECS::Service'));
    expect((service as { readonly DependsOn: readonly string[] }).DependsOn).toEqual(
      expect.arrayContaining([expect.stringMatching(/^SinkExecutionRoleDefaultPolicy/)]),
    );
  });

  it('needs no right on ECR for an image of elsewhere', async () => {
    expect(JSON.stringify((await sinkSide(FARGATE)).findResources('AWS::IAM::Role'))).not.toContain('ecr:');
    expect(JSON.stringify((await sinkSide({ sink: { kind: 'fargate' } })).findResources('AWS::IAM::Role'))).toContain(
      'ecr:BatchGetImage',
    );
  });
});

describe('the alarms', () => {
  const alarmsOf = (template: Template): readonly Values[] =>
    (Object.values(template.findResources('AWS::CloudWatch::Alarm')) as { readonly Properties: Values }[]).map(
      ({ Properties }) => Properties,
    );

  it('wake somebody at a quarter of the retention', async () => {
    (await sinkSide({ stream: { retentionHours: 48 } })).hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'GetRecords.IteratorAgeMilliseconds',
      Threshold: 12 * 3_600_000,
    });
  });

  it('each link to a page that has a line for it', async () => {
    const page = readFileSync(new URL('../../../../docs/19-handbook.md', import.meta.url), 'utf8');
    expect(page).toContain('## An alarm\n');
    for (const sections of [{}, { sink: { kind: 'fargate' } }]) {
      for (const { AlarmDescription } of alarmsOf(await sinkSide(sections))) {
        const [title] = String(AlarmDescription).split('. ');
        const [, address] = String(AlarmDescription).split('What to do: ');
        expect(page).toContain(`| ${title ?? ''} |`);
        expect(address).toMatch(/\/docs\/19-handbook\.md#an-alarm$/);
      }
    }
  });

  it('go to a topic that is there, or to a mail address', async () => {
    const topicArn = 'arn:aws:sns:eu-central-1:123456789012:oncall';
    for (const { AlarmActions, OKActions } of alarmsOf(await sinkSide({ alarms: { topicArn } })))
      expect([AlarmActions, OKActions]).toEqual([[topicArn], [topicArn]]);
    const template = await sinkSide({ alarms: { email: 'oncall@example.com' } });
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'oncall@example.com' });
  });

  it('watch the task of a classic replication by its id, and every replication where AWS documents no dimensions', async () => {
    const classic = await sinkSide({ replication: { kind: 'classic' } });
    classic.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'CDCLatencySource',
      Threshold: 900,
      Dimensions: Match.arrayWith([{ Name: 'ReplicationInstanceIdentifier', Value: 'shop' }]),
    });
    (await sinkSide()).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Metrics: [Match.objectLike({ Expression: 'SELECT MAX(CDCLatencySource) FROM "AWS/DMS"' })],
    });
  });

  it('of latency are left out for a load alone', async () => {
    const names = alarmsOf(await sinkSide({ replication: { type: 'full-load' } })).map((alarm) =>
      JSON.stringify(alarm),
    );
    expect(names.join()).not.toContain('CDCLatency');
  });
});

it('the dashboard follows a change from the source to the target', async () => {
  const [dashboard] = Object.values((await sinkSide()).findResources('AWS::CloudWatch::Dashboard'));
  const body = JSON.stringify(dashboard);
  for (const metric of [
    'CDCLatencySource',
    'CDCLatencyTarget',
    'CDCThroughputRowsTarget',
    'IteratorAgeMilliseconds',
    'Errors',
    'drayage_dead_letters_total',
    'drayage_shard_lag_seconds',
  ]) {
    expect(body).toContain(metric);
  }
});
