import { parseQueueUrl } from '@drayage/config';
import { Fn } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { decryptSecret } from './decrypt-secret.js';
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
  const { urlSecretArn, urlSecretKmsKeyArn } = spec.config.target;
  return [
    new PolicyStatement({ actions: READ_STREAM, resources: [changes.stream.streamArn] }),
    ...(urlSecretArn === undefined
      ? []
      : [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [urlSecretArn] })]),
    ...(urlSecretKmsKeyArn === undefined ? [] : [decryptSecret(urlSecretKmsKeyArn)]),
    ...(changes.key === undefined
      ? []
      : [new PolicyStatement({ actions: ['kms:Decrypt'], resources: [changes.key.keyArn] })]),
  ];
}

/** Where the function puts the payloads of dead letters, besides the target: only where the configuration says so. */
export function letterPermissions(config: SinkProps['spec']['config']): readonly PolicyStatement[] {
  const objects = letterBucketObjects(config);
  const queue = parseQueueUrl(config.lambda.deadLetterQueueUrl ?? '');
  return [
    ...(objects === undefined
      ? []
      : [new PolicyStatement({ actions: ['s3:PutObject'], resources: [Fn.sub(objects)] })]),
    ...(config.lambda.deadLetters !== 'sqs' || queue === undefined
      ? []
      : [
          new PolicyStatement({
            actions: ['sqs:SendMessage'],
            resources: [Fn.sub(`arn:\${AWS::Partition}:sqs:${queue.region}:${queue.account}:${queue.name}`)],
          }),
        ]),
  ];
}

/** The objects that dead letters may become, as a text for `Fn::Sub`. */
export function letterBucketObjects({ lambda }: SinkProps['spec']['config']): string | undefined {
  const { deadLetters, deadLetterBucket, deadLetterPrefix } = lambda;
  if (deadLetters === 'target' || deadLetterBucket === undefined) return undefined;
  return `arn:\${AWS::Partition}:s3:::${deadLetterBucket}/${deadLetterPrefix === undefined ? '' : `${deadLetterPrefix}/`}*`;
}
