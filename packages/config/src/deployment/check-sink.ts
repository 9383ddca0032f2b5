import type { IssueDescription } from '../problems/describe-issue.js';
import { parseEcrImage } from '../resolve/ecr-image.js';
import { lambdaSection } from '../schema/lambda-section.js';
import { LOG_RETENTION_DAYS } from '../schema/sink-section.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

const OF_LAMBDA = [
  ...['packaging', 'timeoutSeconds', 'batchSize', 'batchingWindowSeconds', 'inVpc'].map((key) => `sink.${key}`),
  ...Object.keys(lambdaSection.shape).map((key) => `lambda.${key}`),
];
const LAMBDA_MEMORY_MIB = { least: 512, most: 10_240 };

/** Memory that Fargate offers for a processor, in MiB: least, most, step. */
const FARGATE_MEMORY: ReadonlyMap<number, readonly [number, number, number]> = new Map([
  [256, [512, 2_048, 512]],
  [512, [1_024, 4_096, 1_024]],
  [1_024, [2_048, 8_192, 1_024]],
  [2_048, [4_096, 16_384, 1_024]],
  [4_096, [8_192, 30_720, 1_024]],
  [8_192, [16_384, 61_440, 4_096]],
  [16_384, [32_768, 122_880, 8_192]],
]);

/** The sink, and what only one of its two kinds knows. */
export function checkSink(values: DeploymentValues): readonly IssueDescription[] {
  const fargate = values.text('sink.kind') === 'fargate';
  return [
    ...(fargate ? checkFargate(values) : checkLambda(values)),
    ...checkLogRetention(values),
    ...checkTarget(values),
  ];
}

function checkLambda(values: DeploymentValues): readonly IssueDescription[] {
  const memory = values.number('sink.memoryMiB') ?? 0;
  const image = values.text('sink.image');
  return [
    ...withoutEffect(values.isSet, ['sink.cpuUnits', 'roles.executionArn'], 'with sink.kind: lambda'),
    ...(memory < LAMBDA_MEMORY_MIB.least || memory > LAMBDA_MEMORY_MIB.most
      ? [
          issue(
            'sink.memoryMiB',
            `A function does not run with ${memory} MiB.`,
            'Take 512 to 10240, or sink.kind: fargate for more.',
          ),
        ]
      : []),
    ...(values.text('sink.packaging') === 'image'
      ? []
      : withoutEffect(values.isSet, ['sink.image'], 'with sink.packaging: zip')),
    ...(values.text('sink.packaging') === 'image' && image !== undefined && parseEcrImage(image) === undefined
      ? [
          issue(
            'sink.image',
            'AWS Lambda takes an image of Amazon ECR only, in the region of the function.',
            'Push it there (dray image push) and name it as ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAME@sha256:…, or leave it out: dray deploy then builds and pushes it.',
          ),
        ]
      : []),
    ...((values.number('lambda.parallelizationFactor') ?? 1) > 1 && values.text('write.ordering') === 'arrival'
      ? [
          issue(
            'lambda.parallelizationFactor',
            'write.ordering: arrival is right only with one reader of a shard.',
            'Set it to 1, or write.ordering to stamped.',
          ),
        ]
      : []),
  ];
}

function checkFargate(values: DeploymentValues): readonly IssueDescription[] {
  const [cpu, memory] = [values.number('sink.cpuUnits') ?? 0, values.number('sink.memoryMiB') ?? 0];
  const offered = FARGATE_MEMORY.get(cpu);
  const cpuIssue = issue(
    'sink.cpuUnits',
    `Fargate does not offer ${cpu}.`,
    `Take one of ${[...FARGATE_MEMORY.keys()].join(', ')}.`,
  );
  const [least, most, step] = offered ?? [0, 0, 1];
  const fits = memory >= least && memory <= most && memory % step === 0;
  const memoryIssue = issue(
    'sink.memoryMiB',
    `Fargate does not offer ${memory} MiB with ${cpu} cpuUnits.`,
    `Take ${least} to ${most} in steps of ${step}.`,
  );
  return [
    ...withoutEffect(values.isSet, OF_LAMBDA, 'with sink.kind: fargate'),
    ...(offered === undefined ? [cpuIssue] : fits ? [] : [memoryIssue]),
  ];
}

function checkLogRetention(values: DeploymentValues): readonly IssueDescription[] {
  const days = values.number('sink.logRetentionDays');
  const offered: readonly number[] = LOG_RETENTION_DAYS;
  return days === undefined || offered.includes(days)
    ? []
    : [
        issue(
          'sink.logRetentionDays',
          `CloudWatch Logs does not offer ${days} days.`,
          `Take ${offered.find((offer) => offer > days) ?? 3_653}: there are ${offered.join(', ')}.`,
        ),
      ];
}

/** A URL would stand in the template and in the environment, with its password. */
function checkTarget(values: DeploymentValues): readonly IssueDescription[] {
  const remedy = 'Put the URL into a secret of AWS Secrets Manager and its ARN into target.urlSecretArn.';
  if (values.isSet('target.urlSecretArn')) {
    return values.isSet('target.url')
      ? [
          issue(
            'target.url',
            'The target is given twice: as a URL and as a secret.',
            'Remove target.url: a deployment takes the secret.',
          ),
        ]
      : [];
  }
  return values.isSet('target.url')
    ? [issue('target.url', 'A deployment takes the target from a secret only: a URL would show its password.', remedy)]
    : [issue('target.urlSecretArn', 'The target is missing.', remedy)];
}
