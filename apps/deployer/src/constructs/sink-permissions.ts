import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { SinkProps } from './sink.js';

const READ_STREAM = [
  'kinesis:DescribeStream',
  'kinesis:DescribeStreamSummary',
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:ListShards',
];

/** What a sink may do: read its stream and the secret of its target. Nothing else is named here. */
export function sinkPermissions({ spec, changes }: Pick<SinkProps, 'spec' | 'changes'>): readonly PolicyStatement[] {
  const { urlSecretArn } = spec.config.target;
  return [
    new PolicyStatement({ actions: READ_STREAM, resources: [changes.stream.streamArn] }),
    ...(urlSecretArn === undefined
      ? []
      : [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [urlSecretArn] })]),
    ...(changes.key === undefined ? [] : [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [changes.key.keyArn] })]),
  ];
}
