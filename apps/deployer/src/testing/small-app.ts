import { App, CfnOutput, CfnResource, DefaultStackSynthesizer, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';

export interface SmallAppOptions {
  readonly outdir: string;
  readonly replicationArn: string;
  readonly settings: string;
}

const ARN = 'arn:aws:dms:eu-central-1:123456789012';

/** What CloudFormation asks for, and the settings that a test changes. */
export function taskProperties(settings: string): Readonly<Record<string, string>> {
  return {
    MigrationType: 'full-load-and-cdc',
    ReplicationInstanceArn: `${ARN}:rep:INSTANCE`,
    SourceEndpointArn: `${ARN}:endpoint:SOURCE`,
    TargetEndpointArn: `${ARN}:endpoint:TARGET`,
    TableMappings: '{"rules":[]}',
    ReplicationTaskSettings: settings,
  };
}

/**
 * Stacks under the names of pipeline `shop`, of what moto’s CloudFormation can make: a real stream, and a task that it takes
 * no notice of beyond keeping its template. The task itself is made in its DMS, and told by an output.
 */
export function synthesizeSmallApp({ outdir, replicationArn, settings }: SmallAppOptions): void {
  // Its parameter is one that moto forgets the value of.
  const defaultStackSynthesizer = new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const app = new App({ outdir, analyticsReporting: false, defaultStackSynthesizer });
  const stream = new Stack(app, 'shop-stream');
  new CfnOutput(stream, 'StreamArn', {
    value: new Stream(stream, 'Stream', { streamName: 'shop', shardCount: 1 }).streamArn,
  });
  const replication = new Stack(app, 'shop-replication');
  new CfnResource(replication, 'Task', {
    type: 'AWS::DMS::ReplicationTask',
    properties: taskProperties(settings),
  });
  new CfnOutput(replication, 'ReplicationArn', { value: replicationArn });
  new CfnOutput(replication, 'TargetEndpointArn', { value: `${ARN}:endpoint:TARGET` });
  app.synth();
}
