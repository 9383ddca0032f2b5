import type {
  DescribeConnectionsCommandOutput,
  DescribeEndpointsCommandOutput,
  DescribeReplicationInstancesCommandOutput,
  DescribeReplicationTasksCommandOutput,
  DescribeTableStatisticsCommandOutput,
  ReplicationTask,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients, OwnedAwsClients } from '@drayage/aws-ops';
import { fakeSdkClient, type FakeSdkClient } from '@drayage/testing';

type Answers = Readonly<Record<string, (input: never) => unknown>>;

export interface FakeAws {
  readonly aws: OwnedAwsClients;
  /** Of every service, in their order. */
  readonly calls: () => readonly { readonly name: string; readonly input: unknown }[];
}

const SERVICES = ['cloudFormation', 'cloudWatch', 'dms', 'ecr', 'ecs', 'iam', 'kinesis', 'lambda', 'logs', 'secrets'] as const;

/** Clients that answer only what they are told to, for what moto does not have. Answers are those of any service, by command. */
export function fakeAws(answers: Answers): FakeAws {
  const fakes = SERVICES.map((name): [typeof name, FakeSdkClient<unknown>] => [name, fakeSdkClient<unknown>(answers)]);
  const clients = Object.fromEntries(fakes.map(([name, { client }]) => [name, client])) as unknown as AwsClients;
  return {
    aws: { ...clients, destroy: () => undefined },
    calls: () => fakes.flatMap(([, { calls }]) => calls),
  };
}

export const TASK_ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABC';
const $metadata = {};

export interface FakeTaskOptions {
  /** Looks at the task one after another; the last one stays. */
  readonly looks: readonly Partial<ReplicationTask>[];
  readonly tables?: readonly TableStatistics[];
  /** Results of connection tests, one look after another. */
  readonly connections?: readonly DescribeConnectionsCommandOutput['Connections'][];
}

/** A classic task with its endpoints, as DMS would answer. */
export function fakeTask({ looks, tables = [], connections = [] }: FakeTaskOptions): Answers {
  let look = 0;
  let tested = 0;
  return {
    DescribeReplicationTasksCommand: (): DescribeReplicationTasksCommandOutput => {
      const seen = looks[Math.min(look, looks.length - 1)];
      look += 1;
      return {
        $metadata,
        ReplicationTasks: [
          {
            ReplicationTaskArn: TASK_ARN,
            ReplicationTaskIdentifier: 'shop-task',
            MigrationType: 'full-load-and-cdc',
            SourceEndpointArn: 'source-arn',
            TargetEndpointArn: 'target-arn',
            ReplicationInstanceArn: 'instance-arn',
            ...seen,
          },
        ],
      };
    },
    DescribeEndpointsCommand: (): DescribeEndpointsCommandOutput => ({
      $metadata,
      Endpoints: [
        { EndpointArn: 'source-arn', EndpointIdentifier: 'shop-source', EndpointType: 'source', EngineName: 'postgres', Status: 'active', ServerName: 'db.example', Port: 5432 },
        { EndpointArn: 'target-arn', EndpointIdentifier: 'shop-target', EndpointType: 'target', EngineName: 'kinesis', Status: 'active' },
      ],
    }),
    DescribeReplicationInstancesCommand: (): DescribeReplicationInstancesCommandOutput => ({
      $metadata,
      ReplicationInstances: [{ ReplicationInstanceArn: 'instance-arn', ReplicationInstanceIdentifier: 'shop-instance' }],
    }),
    DescribeConnectionsCommand: (): DescribeConnectionsCommandOutput => {
      const Connections = connections[Math.min(tested, connections.length - 1)] ?? [];
      tested += 1;
      return { $metadata, Connections };
    },
    DescribeTableStatisticsCommand: (): DescribeTableStatisticsCommandOutput => ({ $metadata, TableStatistics: [...tables] }),
    ListMetricsCommand: () => ({ $metadata, Metrics: [] }),
    GetMetricDataCommand: () => ({ $metadata, MetricDataResults: [] }),
    StartReplicationTaskCommand: () => ({ $metadata }),
    StopReplicationTaskCommand: () => ({ $metadata }),
    ReloadTablesCommand: () => ({ $metadata }),
    TestConnectionCommand: () => ({ $metadata }),
  };
}
