import type { DescribeStackEventsCommandOutput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import type { GetMetricDataCommandOutput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch';
import type {
  DescribeConnectionsCommandOutput,
  DescribeEndpointsCommandOutput,
  DescribeReplicationTasksCommandOutput,
  DescribeTableStatisticsCommandOutput,
  KinesisSettings,
  ModifyEndpointCommandInput,
  ModifyReplicationTaskCommandInput,
  PostgreSQLSettings,
} from '@aws-sdk/client-database-migration-service';
import type { GetRoleCommandInput } from '@aws-sdk/client-iam';
import type {
  DescribeStreamSummaryCommandOutput,
  IncreaseStreamRetentionPeriodCommandInput,
  ListShardsCommandOutput,
} from '@aws-sdk/client-kinesis';
import type {
  EventSourceMappingConfiguration,
  GetFunctionCommandOutput,
  UpdateEventSourceMappingCommandInput,
} from '@aws-sdk/client-lambda';
import type { GetSecretValueCommandInput } from '@aws-sdk/client-secrets-manager';
import type { OwnedAwsClients } from '@drayage/aws-ops';
import { type Answers, fakeAws } from './fake-aws.js';

const ACCOUNT = 'eu-central-1:123456789012';
export const STREAM_ARN = `arn:aws:kinesis:${ACCOUNT}:stream/shop-changes`;
const ROLE_ARN = 'arn:aws:iam::123456789012:role/shop-stream';
const META = { $metadata: {} };

/**
 * An account with one classic task as AWS makes it by default: everything is wrong that can be, and modifications hold. For
 * what is seen of a task while it runs there is `fakeTask`.
 */
export class FakeAccount {
  kinesisSettings: KinesisSettings = { StreamArn: STREAM_ARN, ServiceAccessRoleArn: ROLE_ARN };
  postgresSettings: PostgreSQLSettings = {};
  taskSettings: Record<string, unknown> = {
    Logging: { EnableLogging: false, CloudWatchLogGroup: 'dms-tasks' },
    TargetMetadata: { FullLobMode: true, SupportLobs: true },
  };
  tableMappings = JSON.stringify({
    rules: [
      {
        'rule-type': 'selection',
        'rule-id': '1',
        'rule-name': '1',
        'rule-action': 'include',
        'object-locator': { 'schema-name': 'shop', 'table-name': '%' },
      },
    ],
  });
  mapping: EventSourceMappingConfiguration = {
    UUID: 'f0e1',
    FunctionArn: `arn:aws:lambda:${ACCOUNT}:function:shop-sink`,
    EventSourceArn: STREAM_ARN,
    State: 'Enabled',
    MaximumRetryAttempts: 3,
    StartingPosition: 'TRIM_HORIZON',
  };
  retentionHours = 24;
  encrypted = false;
  status = 'stopped';
  /** Commands that whoever asks may not call, by their class. */
  denied: readonly string[] = [];

  readonly #dms: Answers = {
    DescribeReplicationTasksCommand: (): DescribeReplicationTasksCommandOutput => ({
      ...META,
      ReplicationTasks: [
        {
          ReplicationTaskArn: `arn:aws:dms:${ACCOUNT}:task:SHOP`,
          ReplicationTaskIdentifier: 'shop-task',
          MigrationType: 'full-load-and-cdc',
          Status: this.status,
          StopReason: 'Stop Reason NORMAL',
          ReplicationTaskStats: { StartDate: new Date(0) },
          SourceEndpointArn: `arn:aws:dms:${ACCOUNT}:endpoint:SOURCE`,
          TargetEndpointArn: `arn:aws:dms:${ACCOUNT}:endpoint:TARGET`,
          ReplicationTaskSettings: JSON.stringify(this.taskSettings),
          TableMappings: this.tableMappings,
          LastFailureMessage: 'ERROR: replication slot "shop" is active for PID 7',
        },
      ],
    }),
    DescribeEndpointsCommand: ({ Filters }: { Filters: { Values: string[] }[] }): DescribeEndpointsCommandOutput => ({
      ...META,
      Endpoints: [
        {
          EndpointArn: `arn:aws:dms:${ACCOUNT}:endpoint:SOURCE`,
          EndpointIdentifier: 'shop-source',
          EndpointType: 'source' as const,
          EngineName: 'postgres',
          SslMode: 'require' as const,
          PostgreSQLSettings: this.postgresSettings,
        },
        {
          EndpointArn: `arn:aws:dms:${ACCOUNT}:endpoint:TARGET`,
          EndpointIdentifier: 'shop-target',
          EndpointType: 'target' as const,
          EngineName: 'kinesis',
          KinesisSettings: this.kinesisSettings,
        },
      ].filter(({ EndpointArn }) => Filters.some(({ Values }) => Values.includes(EndpointArn))),
    }),
    DescribeTableStatisticsCommand: (): DescribeTableStatisticsCommandOutput => ({
      ...META,
      TableStatistics: [{ SchemaName: 'shop', TableName: 'orders', TableState: 'Table error', FullLoadErrorRows: 0 }],
    }),
    DescribeConnectionsCommand: (): DescribeConnectionsCommandOutput => ({
      ...META,
      Connections: [{ EndpointIdentifier: 'shop-source', Status: 'failed', LastFailureMessage: 'timed out' }],
    }),
    ModifyEndpointCommand: ({
      KinesisSettings: kinesis,
      PostgreSQLSettings: postgres,
      ExactSettings,
    }: ModifyEndpointCommandInput) => {
      if (ExactSettings !== false) throw new Error('The other settings would be lost.');
      this.kinesisSettings = { ...this.kinesisSettings, ...kinesis };
      this.postgresSettings = { ...this.postgresSettings, ...postgres };
      return META;
    },
    ModifyReplicationTaskCommand: ({ ReplicationTaskSettings }: ModifyReplicationTaskCommandInput) => {
      if (this.status !== 'stopped')
        throw Object.assign(new Error('Task is running.'), { name: 'InvalidResourceStateFault' });
      const settings = JSON.parse(ReplicationTaskSettings ?? '') as {
        Logging: Record<string, unknown>;
        BeforeImageSettings?: Readonly<Record<string, unknown>> | null;
      };
      if (settings.Logging['CloudWatchLogGroup'] !== undefined) throw new Error('Invalid task settings JSON');
      // As the guide of AWS DMS says: FieldName is required where before-images are on, and cannot be empty.
      const { EnableBeforeImage: isOn, FieldName: field = '' } = settings.BeforeImageSettings ?? {};
      if (isOn === true && field === '') throw new Error('Invalid task settings JSON: FieldName is required');
      this.taskSettings = { ...settings };
      return META;
    },
  };
  readonly #kinesis: Answers = {
    DescribeStreamSummaryCommand: (): DescribeStreamSummaryCommandOutput => ({
      ...META,
      StreamDescriptionSummary: {
        StreamName: 'shop-changes',
        StreamARN: STREAM_ARN,
        StreamStatus: 'ACTIVE',
        RetentionPeriodHours: this.retentionHours,
        StreamCreationTimestamp: new Date(0),
        EnhancedMonitoring: [],
        OpenShardCount: 2,
        EncryptionType: this.encrypted ? 'KMS' : 'NONE',
      },
    }),
    ListShardsCommand: (): ListShardsCommandOutput => ({
      ...META,
      Shards: ['0', '1'].map((id) => ({
        ShardId: id,
        HashKeyRange: { StartingHashKey: '0', EndingHashKey: '1' },
        SequenceNumberRange: { StartingSequenceNumber: '0' },
      })),
    }),
    ListStreamConsumersCommand: () => ({ ...META, Consumers: [] }),
    IncreaseStreamRetentionPeriodCommand: ({ RetentionPeriodHours }: IncreaseStreamRetentionPeriodCommandInput) => {
      this.retentionHours = RetentionPeriodHours ?? 0;
      return META;
    },
    StartStreamEncryptionCommand: () => {
      this.encrypted = true;
      return META;
    },
  };
  readonly #lambda: Answers = {
    ListEventSourceMappingsCommand: () => ({ ...META, EventSourceMappings: [this.mapping] }),
    GetFunctionCommand: (): GetFunctionCommandOutput => ({
      ...META,
      Configuration: { FunctionName: 'shop-sink', FunctionArn: this.mapping.FunctionArn, Timeout: 300 },
    }),
    UpdateEventSourceMappingCommand: (change: UpdateEventSourceMappingCommandInput) => {
      this.mapping = { ...this.mapping, ...change };
      return { ...META, ...this.mapping };
    },
  };
  /** Texts of secrets, by ARN. */
  secrets: Readonly<Record<string, string>> = {};
  readonly #secrets: Answers = {
    GetSecretValueCommand: ({ SecretId = '' }: GetSecretValueCommandInput) => ({
      ...META,
      SecretString: this.secrets[SecretId],
    }),
  };
  readonly #cloudWatch: Answers = {
    ListMetricsCommand: (): ListMetricsCommandOutput => ({ ...META, Metrics: [] }),
    GetMetricDataCommand: (): GetMetricDataCommandOutput => ({ ...META, MetricDataResults: [] }),
  };
  readonly #cloudFormation: Answers = {
    DescribeStacksCommand: (): DescribeStacksCommandOutput => ({
      ...META,
      Stacks: [{ StackName: 'shop', StackStatus: 'ROLLBACK_COMPLETE', CreationTime: new Date(0) }],
    }),
    DescribeStackEventsCommand: (): DescribeStackEventsCommandOutput => ({
      ...META,
      StackEvents: [
        {
          StackId: 's',
          EventId: '2',
          StackName: 'shop',
          LogicalResourceId: 'Stream',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'Resource creation cancelled',
          Timestamp: new Date(1),
        },
        {
          StackId: 's',
          EventId: '1',
          StackName: 'shop',
          LogicalResourceId: 'VpcRole',
          ResourceStatus: 'CREATE_FAILED',
          ResourceStatusReason: 'dms-vpc-role already exists',
          Timestamp: new Date(0),
        },
      ],
    }),
  };
  readonly #iam: Answers = {
    GetRoleCommand: ({ RoleName }: GetRoleCommandInput) => {
      if (RoleName !== 'shop-stream') throw Object.assign(new Error('no such role'), { name: 'NoSuchEntityException' });
      return {
        ...META,
        Role: {
          RoleName,
          Arn: ROLE_ARN,
          AssumeRolePolicyDocument: JSON.stringify({
            Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'dms.amazonaws.com' } },
          }),
        },
      };
    },
    ListRolePoliciesCommand: () => ({ ...META, PolicyNames: ['write'] }),
    GetRolePolicyCommand: () => ({
      ...META,
      PolicyDocument: JSON.stringify({
        Statement: { Effect: 'Allow', Action: ['kinesis:PutRecord', 'kinesis:DescribeStream'], Resource: STREAM_ARN },
      }),
    }),
    ListAttachedRolePoliciesCommand: () => ({ ...META, AttachedPolicies: [] }),
  };
  readonly #aws = fakeAws(
    this.#guarded({
      ...this.#dms,
      ...this.#kinesis,
      ...this.#lambda,
      ...this.#secrets,
      ...this.#cloudWatch,
      ...this.#cloudFormation,
      ...this.#iam,
    }),
  );

  #guarded(answers: Answers): Answers {
    return Object.fromEntries(
      Object.entries(answers).map(([name, answer]) => [
        name,
        (input: never) => {
          if (this.denied.includes(name)) throw Object.assign(new Error('denied'), { name: 'AccessDeniedException' });
          return answer(input);
        },
      ]),
    );
  }

  /** What was changed, by command. */
  changes(): readonly string[] {
    return this.#aws
      .calls()
      .map(({ name }) => name)
      .filter((name) => /^(Modify|Increase|Start|Update)/u.test(name));
  }

  clients(): OwnedAwsClients {
    return this.#aws.aws;
  }
}
