import { CfnElement, CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnEventSourceMapping,
  Code,
  type CodeConfig,
  Function as LambdaFunction,
  type FunctionProps,
  Handler,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { startingPosition } from '../settings/starting-position.js';
import { logRetention } from '../stacks/log-retention.js';
import { iteratorAgeMinutes } from '../settings/iterator-age.js';
import { removalPolicy } from '../stacks/removal-policy.js';
import { acknowledge } from '../stacks/acknowledge.js';
import { functionFailures } from './function-failures.js';
import type { Sink, SinkFailure, SinkMetric, SinkProps } from './sink.js';
import { LAMBDA_REPOSITORY, sinkImage } from './sink-image.js';
import { letterBucketObjects, letterPermissions, sinkPermissions } from './sink-permissions.js';

/** A record is tried until it is applied, kept as a dead letter, or gone with the stream's retention. */
const WITHOUT_LIMIT = -1;
/** Of a demonstration; else they are kept until somebody has dealt with them. */
const FAILURES_KEPT_DAYS = 90;

/** The sink as a function behind an event source mapping. */
export class LambdaSink extends Construct implements Sink {
  readonly arn: string;
  readonly logGroupName: string;
  readonly failures: readonly SinkFailure[];
  readonly failureBucket: IBucket;
  private readonly pipeline: string;

  constructor(scope: Construct, id: string, props: SinkProps) {
    super(scope, id);
    const { spec, changes } = props;
    const { sink } = spec.config;
    this.pipeline = spec.config.pipeline;
    const logGroup = new LogGroup(this, 'Logs', {
      retention: logRetention(sink.logRetentionDays),
      removalPolicy: removalPolicy(spec.config),
    });
    this.logGroupName = logGroup.logGroupName;
    const failures = this.makeFailureBucket(spec);
    this.failureBucket = failures;
    const role = this.role(props, logGroup, failures);
    const fn = this.function(props, role, logGroup);
    this.arn = fn.functionArn;
    const mapping = new CfnEventSourceMapping(this, 'Mapping', {
      eventSourceArn: changes.stream.streamArn,
      functionName: fn.functionName,
      ...startingPosition(spec.config.kinesis.start),
      batchSize: sink.batchSize,
      maximumBatchingWindowInSeconds: sink.batchingWindowSeconds,
      parallelizationFactor: spec.config.lambda.parallelizationFactor,
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      destinationConfig: { onFailure: { destination: failures.bucketArn } },
      maximumRetryAttempts: WITHOUT_LIMIT,
      maximumRecordAgeInSeconds: WITHOUT_LIMIT,
    });
    this.failures = functionFailures({
      fn,
      handedBack: this.metric('drayage_records_handed_back_total', 'Sum'),
      iteratorAgeMinutes: iteratorAgeMinutes(spec.config),
    });
    new CfnOutput(this, 'SinkArn', { value: this.arn }).overrideLogicalId('SinkArn');
    new CfnOutput(this, 'EventSourceMappingId', { value: mapping.attrId }).overrideLogicalId('EventSourceMappingId');
  }

  /** The function tells them in the embedded metric format. */
  readonly metric = (metricName: SinkMetric, statistic: 'Sum' | 'Maximum'): Metric =>
    new Metric({
      namespace: 'Drayage',
      metricName,
      statistic,
      period: Duration.minutes(1),
      dimensionsMap: { pipeline: this.pipeline, service: 'drayage-lambda-sink' },
    });

  private function({ spec, network, changes }: SinkProps, role: IRole, logGroup: LogGroup): LambdaFunction {
    const { sink } = spec.config;
    return new LambdaFunction(this, 'Function', {
      ...this.packaging(spec),
      description: `Sink of pipeline ${spec.config.pipeline}`,
      architecture: sink.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: sink.memoryMiB,
      timeout: Duration.seconds(sink.timeoutSeconds),
      environment: { ...spec.sinkVariables, KINESIS_STREAM: changes.stream.streamArn },
      role,
      logGroup,
      ...(network.sink === undefined
        ? {}
        : {
            vpc: network.vpc,
            vpcSubnets: { subnets: [...network.sink.subnets] },
            securityGroups: [network.sink.securityGroup],
          }),
    });
  }

  private packaging({ config, functionBundle }: PipelineSpec): Pick<FunctionProps, 'code' | 'handler' | 'runtime'> {
    if (config.sink.packaging === 'zip') {
      return { code: Code.fromAsset(functionBundle), handler: 'index.handler', runtime: Runtime.NODEJS_24_X };
    }
    const { uri } = sinkImage(this, config.sink.image, LAMBDA_REPOSITORY);
    return { code: new ImageByUri(uri), handler: Handler.FROM_IMAGE, runtime: Runtime.FROM_IMAGE };
  }

  /** Only a record that outlives the retention of the stream ever gets here; it is kept whole, and somebody is told. */
  private makeFailureBucket({ config }: PipelineSpec): Bucket {
    const bucket = new Bucket(this, 'Failures', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...(config.deployment.removal === 'destroy'
        ? { lifecycleRules: [{ expiration: Duration.days(FAILURES_KEPT_DAYS) }] }
        : {}),
      removalPolicy: removalPolicy(config),
    });
    // Each object becomes an event; the CDK's own way to say so takes a function of its own.
    const resource = bucket.node.defaultChild;
    if (resource instanceof CfnBucket) {
      resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    }
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Its access log would need a second bucket with the same question. Data events of CloudTrail tell who read it, where an account has them on.',
    });
    new CfnOutput(this, 'FailureBucket', { value: bucket.bucketName }).overrideLogicalId('FailureBucket');
    return bucket;
  }

  private role(props: SinkProps, logGroup: LogGroup, failures: Bucket): IRole {
    const { spec, network } = props;
    const own = spec.config.roles.sinkArn;
    if (own !== undefined) return Role.fromRoleArn(this, 'Role', own, { mutable: false });
    const inVpc = network.sink !== undefined;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        sink: new PolicyDocument({
          statements: [
            ...sinkPermissions(props),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [logGroup.logGroupArn],
            }),
            ...letterPermissions(spec.config),
            new PolicyStatement({ actions: ['s3:ListBucket'], resources: [failures.bucketArn] }),
            new PolicyStatement({ actions: ['s3:PutObject'], resources: [failures.arnForObjects('*')] }),
            ...(inVpc ? [new PolicyStatement({ actions: NETWORK_INTERFACES, resources: ['*'] })] : []),
          ],
        }),
      },
    });
    acknowledge(role, {
      [`AwsSolutions-IAM5[Resource::<${logicalId(failures)}.Arn>/*]`]: 'AWS Lambda chooses the names of the objects.',
    });
    const letters = letterBucketObjects(spec.config);
    if (letters !== undefined) {
      acknowledge(role, {
        [`AwsSolutions-IAM5[Resource::${letters.replace('${AWS::Partition}', '<AWS::Partition>')}]`]:
          'Each dead letter is an object of its own, below the prefix.',
      });
    }
    if (inVpc) {
      const reason = 'AWS Lambda makes the network interfaces under this role; they have no ARN before they are made.';
      acknowledge(role, { 'AwsSolutions-IAM5[Resource::*]': reason });
    }
    return role;
  }
}

const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

function logicalId(bucket: Bucket): string {
  const resource = bucket.node.defaultChild;
  return CfnElement.isCfnElement(resource) ? String(Stack.of(bucket).resolve(resource.logicalId)) : '';
}

/** An image that is there: neither built nor looked up when a template is made. */
class ImageByUri extends Code {
  readonly isInline = false;
  private readonly imageUri: string;

  constructor(imageUri: string) {
    super();
    this.imageUri = imageUri;
  }

  override bind(): CodeConfig {
    return { image: { imageUri: this.imageUri } };
  }
}
