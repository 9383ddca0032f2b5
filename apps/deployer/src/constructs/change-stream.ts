import { CfnOutput, Duration } from 'aws-cdk-lib';
import { CfnStream, type IStream, Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { streamName } from '@drayage/config';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { removalPolicy } from '../stacks/removal-policy.js';

/** The stream between AWS DMS and the sink: made, or there already. */
export class ChangeStream extends Construct {
  readonly stream: IStream;
  /** Your own key; `undefined` where AWS's key for Kinesis is used. */
  readonly key: IKey | undefined;

  constructor(scope: Construct, id: string, { config }: PipelineSpec) {
    super(scope, id);
    const { existingArn, kmsKeyArn } = config.stream;
    this.key = kmsKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'Key', kmsKeyArn);
    this.stream = existingArn === undefined ? this.make(config) : Stream.fromStreamArn(this, 'Stream', existingArn);
    new CfnOutput(this, 'StreamArn', { value: this.stream.streamArn }).overrideLogicalId('StreamArn');
    new CfnOutput(this, 'StreamName', { value: this.stream.streamName }).overrideLogicalId('StreamName');
  }

  private make(config: PipelineSpec['config']): Stream {
    const { mode, shards, retentionHours, maxRecordKiB } = config.stream;
    const stream = new Stream(this, 'Stream', {
      streamName: streamName(config.kinesis.stream ?? config.pipeline),
      ...(mode === 'provisioned'
        ? { streamMode: StreamMode.PROVISIONED, shardCount: shards }
        : { streamMode: StreamMode.ON_DEMAND }),
      retentionPeriod: Duration.hours(retentionHours),
      ...(this.key === undefined
        ? { encryption: StreamEncryption.MANAGED }
        : { encryption: StreamEncryption.KMS, encryptionKey: this.key }),
      removalPolicy: removalPolicy(config),
    });
    if (this.key !== undefined) {
      acknowledge(stream, {
        'AwsSolutions-KDS3':
          'stream.kmsKeyArn asks for a key of your own in place of the one that AWS keeps for Kinesis.',
      });
    }
    const resource = stream.node.defaultChild;
    if (resource instanceof CfnStream) resource.maxRecordSizeInKiB = maxRecordKiB;
    return stream;
  }
}
