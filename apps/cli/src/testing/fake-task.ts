import type {
  Connection,
  DescribeConnectionsCommandOutput,
  DescribeEndpointsCommandOutput,
  DescribeReplicationInstancesCommandOutput,
  DescribeReplicationTasksCommandOutput,
  DescribeTableStatisticsCommandOutput,
  ReplicationTask,
  TableStatistics,
} from '@aws-sdk/client-database-migration-service';
import type { Answers } from './fake-aws.js';

export const TASK_ARN = 'arn:aws:dms:eu-central-1:123456789012:task:ABC';
const $metadata = {};

/** A connection test as AWS DMS lists it. */
export function connectionTest(endpoint: 'source' | 'target', status: string, failure?: string): Connection {
  return {
    EndpointArn: `${endpoint}-arn`,
    EndpointIdentifier: `shop-${endpoint}`,
    ReplicationInstanceArn: 'instance-arn',
    Status: status,
    ...(failure === undefined ? {} : { LastFailureMessage: failure }),
  };
}

const PROVEN = [connectionTest('source', 'successful'), connectionTest('target', 'successful')];

export interface FakeTaskOptions {
  /** Looks at the task one after another; the last one stays. */
  readonly looks: readonly Partial<ReplicationTask>[];
  readonly tables?: readonly TableStatistics[];
  /** Results of connection tests, one look after another. Default: both were successful. */
  readonly connections?: readonly DescribeConnectionsCommandOutput['Connections'][];
}

/**
 * A classic task with its endpoints, as DMS would answer, by a script: what is seen at each look is given beforehand, and no
 * call changes it. What a call does to settings is `FakeAccount`.
 */
export function fakeTask({ looks, tables = [], connections = [PROVEN] }: FakeTaskOptions): Answers {
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
        {
          EndpointArn: 'source-arn',
          EndpointIdentifier: 'shop-source',
          EndpointType: 'source',
          EngineName: 'postgres',
          Status: 'active',
          ServerName: 'db.example',
          Port: 5432,
        },
        {
          EndpointArn: 'target-arn',
          EndpointIdentifier: 'shop-target',
          EndpointType: 'target',
          EngineName: 'kinesis',
          Status: 'active',
        },
      ],
    }),
    DescribeReplicationInstancesCommand: (): DescribeReplicationInstancesCommandOutput => ({
      $metadata,
      ReplicationInstances: [
        { ReplicationInstanceArn: 'instance-arn', ReplicationInstanceIdentifier: 'shop-instance' },
      ],
    }),
    DescribeConnectionsCommand: (): DescribeConnectionsCommandOutput => {
      const Connections = connections[Math.min(tested, connections.length - 1)] ?? [];
      tested += 1;
      return { $metadata, Connections };
    },
    DescribeTableStatisticsCommand: (): DescribeTableStatisticsCommandOutput => ({
      $metadata,
      TableStatistics: [...tables],
    }),
    ListMetricsCommand: () => ({ $metadata, Metrics: [] }),
    GetMetricDataCommand: () => ({ $metadata, MetricDataResults: [] }),
    StartReplicationTaskCommand: () => ({ $metadata }),
    StopReplicationTaskCommand: () => ({ $metadata }),
    ReloadTablesCommand: () => ({ $metadata }),
    TestConnectionCommand: () => ({ $metadata }),
  };
}
