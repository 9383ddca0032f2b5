import { App, CfnOutput, CfnResource, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CfnParameter } from 'aws-cdk-lib/aws-ssm';
import type { Template } from '../deploy/template-changes.js';
import { templatesOf } from '../program/synthesize.js';

export interface SmallAppOptions {
  readonly outdir: string;
  readonly replicationArn: string;
  readonly targetEndpointArn: string;
  readonly settings: string;
  readonly migrationType: 'full-load-and-cdc' | 'cdc';
  /** Whether the sink takes a security group of the network. */
  readonly sinkInVpc: boolean;
}

const ARN = 'arn:aws:dms:eu-central-1:123456789012';

/**
 * A stack under every name of a pipeline `shop` with a source of its own, of what moto’s CloudFormation can make. They give and
 * take as those of a pipeline do, so that CloudFormation has its say about their order: the stream is a real one, the sink and
 * the dashboard stand for others. Of endpoint and task moto takes no notice beyond keeping their template; the true ones are made
 * in its DMS, and told by outputs. Answers the templates.
 */
export function synthesizeSmallApp(options: SmallAppOptions): ReadonlyMap<string, Template> {
  // Its parameter is one that moto forgets the value of.
  const defaultStackSynthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const postCliContext = { '@aws-cdk/core:defaultCrossStackReferences': 'strong' };
  const { outdir } = options;
  const app = new App({ outdir, analyticsReporting: false, defaultStackSynthesizer, postCliContext });
  const network = new Stack(app, 'shop-network');
  const group = (id: string): CfnSecurityGroup =>
    new CfnSecurityGroup(network, id, { groupDescription: id, vpcId: 'vpc-0a1b2c3d' });
  const replicationGroup = group('ReplicationGroup');
  const streamStack = new Stack(app, 'shop-stream');
  const stream = new Stream(streamStack, 'Stream', { streamName: 'shop', shardCount: 1 });
  new CfnOutput(streamStack, 'StreamArn', { value: stream.streamArn });

  const replication = new Stack(app, 'shop-replication');
  parameter(replication, 'Place', replicationGroup.attrGroupId);
  new CfnResource(replication, 'Target', {
    type: 'AWS::DMS::Endpoint',
    properties: { EndpointType: 'target', EngineName: 'kinesis', KinesisSettings: { StreamArn: stream.streamArn } },
  });
  new CfnResource(replication, 'Task', {
    type: 'AWS::DMS::ReplicationTask',
    properties: {
      MigrationType: options.migrationType,
      ReplicationInstanceArn: `${ARN}:rep:INSTANCE`,
      SourceEndpointArn: `${ARN}:endpoint:SOURCE`,
      TargetEndpointArn: options.targetEndpointArn,
      TableMappings: '{"rules":[]}',
      ReplicationTaskSettings: options.settings,
    },
  });
  const watched = new Topic(replication, 'Watched');
  new CfnOutput(replication, 'ReplicationArn', { value: options.replicationArn });
  new CfnOutput(replication, 'TargetEndpointArn', { value: options.targetEndpointArn });

  const sink = new Stack(app, 'shop-sink');
  const reading = [stream.streamArn, ...(options.sinkInVpc ? [group('SinkGroup').attrGroupId] : [])];
  const reader = parameter(sink, 'Reader', reading.join(' '));
  const observability = new Stack(app, 'shop-observability');
  parameter(observability, 'Dashboard', [stream.streamName, watched.topicArn, reader.ref].join(' '));
  return templatesOf(app.synth());
}

/** Something with a value of its own: moto makes none without a name. */
function parameter(stack: Stack, id: string, value: string): CfnParameter {
  return new CfnParameter(stack, id, { name: `${stack.stackName}-${id}`, type: 'String', value });
}
