import { expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { fakeTask, TASK_ARN } from '../testing/fake-task.js';
import { runDray } from '../testing/run-dray.js';

const $metadata = {};
const STARTED = new Date('2026-01-01T00:00:00Z');
const STREAM_ARN = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop';
const denied = (): never => {
  throw Object.assign(new Error('not authorized'), { name: 'AccessDenied' });
};
const stream = {
  DescribeStreamSummaryCommand: () => ({
    $metadata,
    StreamDescriptionSummary: {
      StreamName: 'shop',
      StreamARN: STREAM_ARN,
      StreamStatus: 'ACTIVE',
      RetentionPeriodHours: 168,
      StreamCreationTimestamp: STARTED,
    },
  }),
  ListShardsCommand: () => ({ $metadata, Shards: [] }),
  ListStreamConsumersCommand: () => ({ $metadata, Consumers: [] }),
};
const lambda = {
  GetFunctionCommand: () => ({
    $metadata,
    Configuration: { FunctionName: 'sink', FunctionArn: 'arn', State: 'Active' },
  }),
  ListEventSourceMappingsCommand: () => ({
    $metadata,
    EventSourceMappings: [
      { UUID: 'm', EventSourceArn: STREAM_ARN, State: 'Enabled', FunctionResponseTypes: ['ReportBatchItemFailures'] },
    ],
  }),
};
const task = fakeTask({
  looks: [{ Status: 'running', ReplicationTaskStartDate: STARTED }],
  connections: [
    [
      {
        EndpointArn: 'source-arn',
        ReplicationInstanceArn: 'another-instance',
        Status: 'failed',
        LastFailureMessage: 'timed out',
      },
      { EndpointArn: 'source-arn', ReplicationInstanceArn: 'instance-arn', Status: 'successful' },
      { EndpointArn: 'target-arn', ReplicationInstanceArn: 'another-instance', Status: 'failed' },
    ],
  ],
});
const NAMES = ['--replication', TASK_ARN, '--stream', 'shop', '--function', 'sink'];

it('shows the connection tests of the replication’s own instance, and of no other', async () => {
  const { aws, calls } = fakeAws(task);
  const { stdout } = await runDray(['status', '--replication', TASK_ARN], { aws });
  expect(stdout).toContain('shop-source (postgres) · db.example · active · connection successful\n');
  expect(stdout).toContain('shop-target (kinesis) · active\n');
  expect(stdout).not.toContain('problem');
  const asked = calls().find(({ name }) => name === 'DescribeConnectionsCommand')?.input as { Filters: unknown };
  expect(asked.Filters).toContainEqual({ Name: 'replication-instance-arn', Values: ['instance-arn'] });
});

it('loses no part by a number that may not be read, and says which', async () => {
  const { aws } = fakeAws({ ...task, ...stream, ...lambda, ListMetricsCommand: denied, GetMetricDataCommand: denied });
  const { code, stdout } = await runDray(['status', ...NAMES], { aws });
  expect(code).toBe(0);
  expect(stdout).toContain('replication  shop-task (task, full-load-and-cdc) · running\n');
  expect(stdout).toContain('stream       shop · ACTIVE');
  expect(stdout).toContain('sink         function sink · Active · mapping Enabled\n');
  expect(stdout.split('\n').filter((line) => line.startsWith('warning'))).toEqual([
    'warning  replication: The latency is not known: AWS denies (cloudwatch:ListMetrics): not authorized.',
    'warning  stream: How far its readers are behind is not known: AWS denies (cloudwatch:GetMetricData): not authorized.',
    'warning  sink: How far it is behind is not known: AWS denies (cloudwatch:GetMetricData): not authorized.',
  ]);
});

it('has the endpoints and the function also where their tests and mappings may not be read', async () => {
  const { aws } = fakeAws({
    ...task,
    ...lambda,
    DescribeConnectionsCommand: denied,
    ListEventSourceMappingsCommand: denied,
  });
  const { code, stdout } = await runDray(['status', '--replication', TASK_ARN, '--function', 'sink'], { aws });
  expect(code).toBe(0);
  expect(stdout).toContain('shop-source (postgres) · db.example · active\n');
  expect(stdout).not.toContain('No stream feeds');
  expect(stdout).toContain(
    'warning  sink: What feeds it is not known: AWS denies (lambda:ListEventSourceMappings of sink): not authorized.',
  );
});

it('shows the tasks of the service that runs the container', async () => {
  const DescribeServicesCommand = () => ({
    $metadata,
    services: [
      {
        serviceName: 'sink',
        status: 'ACTIVE',
        desiredCount: 1,
        runningCount: 0,
        events: [{ message: 'unable to place a task.' }],
      },
    ],
  });
  const { aws } = fakeAws({ DescribeServicesCommand });
  const { code, stdout } = await runDray(['status', '--service', 'shop/sink'], { aws });
  expect(code).toBe(0);
  expect(stdout).toContain('sink         container · service sink · 0 of 1 task runs\n');
  expect(stdout).toContain('problem  sink: No task of the service runs. ECS says: unable to place a task.\n');
  const both = await runDray(['status', '--service', 'shop/sink', '--sink-url', 'http://127.0.0.1:9'], { aws });
  expect(both).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(
      'warning  sink: What the container says is not known: The sink at http://127.0.0.1:9 does not answer.',
    ) as string,
  });
});

it('lists the metrics of DMS once for all looks', async () => {
  const Metrics = [{ Dimensions: [{ Name: 'ReplicationTaskIdentifier', Value: 'ABC' }] }];
  const { aws, calls } = fakeAws({ ...task, ListMetricsCommand: () => ({ $metadata, Metrics }) });
  const controller = new AbortController();
  let looks = 0;
  const onPause = (): void => {
    looks += 1;
    if (looks === 3) controller.abort(new Error('SIGINT'));
  };
  await runDray(['status', '--watch', '--replication', TASK_ARN], { aws, signal: controller.signal, onPause });
  expect(calls().filter(({ name }) => name === 'ListMetricsCommand')).toHaveLength(1);
  expect(calls().filter(({ name }) => name === 'DescribeReplicationTasksCommand')).toHaveLength(3);
});

it('writes null for what is not known', async () => {
  const { aws } = fakeAws(task);
  const { stdout } = await runDray(['status', '--replication', TASK_ARN, '--output', 'json'], { aws });
  expect(JSON.parse(stdout)).toMatchObject({
    replication: {
      value: { sourceLatencySeconds: null, replication: { stopReason: null, capacityUnits: null, progress: null } },
    },
  });
});
