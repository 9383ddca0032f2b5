import { CfnOutput, Duration } from 'aws-cdk-lib';
import { type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  AvailabilityZoneRebalancing,
  AwsLogDriverMode,
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateService,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, type ILogGroup, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';
import { logRetention } from '../stacks/log-retention.js';
import { removalPolicy } from '../stacks/removal-policy.js';
import type { Sink, SinkFailure, SinkMetric, SinkProps } from './sink.js';
import { CONTAINER_REPOSITORY, type ImageReference, sinkImage } from './sink-image.js';
import { sinkPermissions } from './sink-permissions.js';

/** The numbers that the container logs for each batch and once a minute, as metrics. */
const LOGGED: readonly { readonly metric: SinkMetric; readonly field: string; readonly value?: string }[] = [
  { metric: 'drayage_records_total', field: 'records' },
  { metric: 'drayage_rows_upserted_total', field: 'rowsUpserted' },
  { metric: 'drayage_rows_deleted_total', field: 'rowsDeleted' },
  { metric: 'drayage_dead_letters_total', field: 'deadLetters' },
  { metric: 'drayage_shard_lag_seconds', field: 'lagSeconds' },
  { metric: 'drayage_tables_incomplete', field: 'tablesIncomplete' },
  // A line for each, with the pause before it.
  { metric: 'drayage_retries_total', field: 'delayMs', value: '1' },
];

/** The sink exits within 10 seconds of a signal. */
const STOP_SECONDS = 30;

/** The sink as one container that always runs. Two readers never overlap: the old one ends before the new one begins. */
export class FargateSink extends Construct implements Sink {
  readonly arn: string;
  readonly logGroupName: string;
  readonly failures: readonly SinkFailure[];
  readonly failureBucket = undefined;
  private readonly namespace: string;

  constructor(scope: Construct, id: string, props: SinkProps) {
    super(scope, id);
    const { spec, network } = props;
    this.namespace = `Drayage/${spec.name}`;
    if (network.sink === undefined) throw new Error('A container runs in the VPC.');
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logRetention(spec.config.sink.logRetentionDays),
      removalPolicy: removalPolicy(spec.config),
    });
    this.logGroupName = logGroup.logGroupName;
    const cluster = new Cluster(this, 'Cluster', { vpc: network.vpc, containerInsightsV2: ContainerInsights.ENABLED });
    const service = new FargateService(this, 'Service', {
      cluster,
      taskDefinition: this.taskDefinition(props, logGroup),
      desiredCount: 1,
      minHealthyPercent: 0,
      maxHealthyPercent: 100,
      circuitBreaker: { rollback: true },
      // Rebalancing starts the new task beside the old one: two readers, and more than the 100 % that it may have.
      availabilityZoneRebalancing: AvailabilityZoneRebalancing.DISABLED,
      assignPublicIp: false,
      vpcSubnets: { subnets: [...network.sink.subnets] },
      securityGroups: [network.sink.securityGroup],
    });
    // The CDK lets the service wait for what the task may do only: a task that may not write its log yet does not begin.
    service.node.addDependency(service.taskDefinition.obtainExecutionRole());
    this.arn = service.serviceArn;
    this.countLines(logGroup);
    this.failures = [runningTasks(cluster.clusterName, service.serviceName)];
    new CfnOutput(this, 'SinkArn', { value: this.arn }).overrideLogicalId('SinkArn');
    new CfnOutput(this, 'ClusterName', { value: cluster.clusterName }).overrideLogicalId('ClusterName');
  }

  /** A filter on the log makes them, which knows no dimensions: the pipeline is in the namespace. */
  readonly metric = (metricName: SinkMetric, statistic: 'Sum' | 'Maximum'): IMetric | undefined =>
    LOGGED.some(({ metric }) => metric === metricName)
      ? new Metric({ namespace: this.namespace, metricName, statistic, period: Duration.minutes(1) })
      : undefined;

  private taskDefinition(props: SinkProps, logGroup: LogGroup): FargateTaskDefinition {
    const { sink } = props.spec.config;
    const image = sinkImage(this, sink.image, CONTAINER_REPOSITORY);
    const task = new FargateTaskDefinition(this, 'Task', {
      cpu: sink.cpuUnits,
      memoryLimitMiB: sink.memoryMiB,
      runtimePlatform: {
        cpuArchitecture: sink.architecture === 'arm64' ? CpuArchitecture.ARM64 : CpuArchitecture.X86_64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      taskRole: this.taskRole(props),
      executionRole: this.executionRole(props, image),
    });
    task.addContainer('sink', {
      image: ContainerImage.fromRegistry(image.uri),
      environment: { ...props.spec.sinkVariables, KINESIS_STREAM: props.changes.stream.streamArn },
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(STOP_SECONDS),
      logging: LogDrivers.awsLogs({ streamPrefix: 'sink', logGroup, mode: AwsLogDriverMode.NON_BLOCKING }),
      healthCheck: {
        command: ['CMD', 'node', '--eval', HEALTH_CHECK],
        interval: Duration.seconds(10),
        timeout: Duration.seconds(3),
        startPeriod: Duration.seconds(60),
        retries: 3,
      },
    });
    acknowledge(task, {
      'AwsSolutions-ECS2': 'The variables hold settings and the ARN of the secret, never what is in it.',
    });
    return task;
  }

  private taskRole(props: SinkProps): IRole {
    const own = props.spec.config.roles.sinkArn;
    if (own !== undefined) return Role.fromRoleArn(this, 'TaskRole', own, { mutable: false });
    return new Role(this, 'TaskRole', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      inlinePolicies: { sink: new PolicyDocument({ statements: [...sinkPermissions(props)] }) },
    });
  }

  /** Writing its log is added by the CDK. */
  private executionRole({ spec }: SinkProps, { repositoryArn }: ImageReference): IRole {
    const own = spec.config.roles.executionArn;
    if (own !== undefined) return Role.fromRoleArn(this, 'ExecutionRole', own, { mutable: false });
    const fetch =
      repositoryArn === undefined
        ? []
        : [
            new PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }),
            new PolicyStatement({
              actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
              resources: [repositoryArn],
            }),
          ];
    const role = new Role(this, 'ExecutionRole', {
      assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com'),
      ...(fetch.length === 0 ? {} : { inlinePolicies: { image: new PolicyDocument({ statements: fetch }) } }),
    });
    if (repositoryArn !== undefined) {
      acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': 'A login to ECR belongs to no repository.' });
    }
    return role;
  }

  private countLines(logGroup: ILogGroup): void {
    for (const { metric, field, value } of LOGGED) {
      new MetricFilter(this, `Count${field}`, {
        logGroup,
        filterPattern: FilterPattern.exists(`$.${field}`),
        metricNamespace: this.namespace,
        metricName: metric,
        metricValue: value ?? `$.${field}`,
      });
    }
  }
}

const HEALTH_CHECK =
  "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))";

function runningTasks(cluster: string, service: string): SinkFailure {
  return {
    id: 'TaskMissing',
    title: 'The container does not run',
    metric: new Metric({
      namespace: 'ECS/ContainerInsights',
      metricName: 'RunningTaskCount',
      statistic: 'Minimum',
      period: Duration.minutes(5),
      dimensionsMap: { ClusterName: cluster, ServiceName: service },
    }),
    threshold: 1,
    below: true,
    periods: 3,
    missingIsFailure: true,
  };
}
