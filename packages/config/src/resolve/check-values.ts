import { parseTargetUrl, SinkError } from '@drayage/cratedb-writer';

import { checkDeployment } from '../deployment/check-deployment.js';
import type { IssueDescription } from '../problems/describe-issue.js';
import type { MergedValues } from './merge-values.js';

/** What a program cannot do without. */
export type Requirement = 'target' | 'stream' | 'deployment';

type ValueAt = (path: readonly PropertyKey[]) => unknown;

/** The rules between keys and those of the target’s URL: what a schema of single keys cannot say. */
export function checkValues(
  { valueAt, sourceOf }: Pick<MergedValues, 'valueAt' | 'sourceOf'>,
  required: readonly Requirement[],
): readonly IssueDescription[] {
  // A deployment makes the stream, and takes the target from a secret: it has rules of its own about both.
  const own = required.includes('deployment')
    ? checkDeployment(valueAt, sourceOf)
    : [...checkTarget(valueAt, required), ...checkStream(valueAt, required)];
  // A container keeps its letters in the target: a deployment of one says that already.
  const elsewhere = required.includes('deployment') && valueAt(['sink', 'kind']) === 'fargate';
  return elsewhere ? own : [...own, ...checkLetters(valueAt)];
}

/** Warnings about a target that is well-formed, for example that its password travels unencrypted. */
export function targetWarnings(url: string | undefined): readonly string[] {
  return url === undefined ? [] : parseTargetUrl(url).warnings;
}

function checkTarget(valueAt: ValueAt, required: readonly Requirement[]): readonly IssueDescription[] {
  const path = ['target', 'url'];
  const url = valueAt(path);
  const secret = valueAt(['target', 'urlSecretArn']);
  if (url !== undefined && secret !== undefined) {
    return [
      {
        path,
        message: 'The target is given twice: as a URL and as a secret.',
        remedy: 'Keep target.url or target.urlSecretArn.',
      },
    ];
  }
  if (url === undefined && secret === undefined && required.includes('target')) {
    const remedy =
      'Set it to a URL such as crate://user:password@host/schema?ssl=true, or set SINK_URL_SECRET_ARN to a secret that holds one.';
    return [{ path, message: 'The target is missing.', remedy }];
  }
  return typeof url === 'string' && url !== '' ? checkUrl(path, url) : [];
}

function checkUrl(path: readonly PropertyKey[], url: string): readonly IssueDescription[] {
  try {
    parseTargetUrl(url);
    return [];
  } catch (error) {
    if (error instanceof SinkError) {
      return [{ path, message: error.message, remedy: error.remedy }];
    }
    throw error;
  }
}

function checkStream(valueAt: ValueAt, required: readonly Requirement[]): readonly IssueDescription[] {
  const path = ['kinesis', 'stream'];
  const stream = valueAt(path);
  if (stream === undefined && required.includes('stream')) {
    return [
      {
        path,
        message: 'The stream is missing.',
        remedy: 'Set it to the name or the ARN of the Kinesis stream that AWS DMS writes to.',
      },
    ];
  }
  if (stream === undefined && valueAt(['pipeline']) === undefined) {
    return [
      {
        path: ['pipeline'],
        message: 'The name of the pipeline is missing.',
        remedy: 'Set it, or name the stream: the pipeline is then called like it.',
      },
    ];
  }
  return [];
}

function checkLetters(valueAt: ValueAt): readonly IssueDescription[] {
  const place = valueAt(['lambda', 'deadLetters']);
  const needed = place === 's3' ? 'deadLetterBucket' : place === 'sqs' ? 'deadLetterQueueUrl' : undefined;
  if (needed === undefined || valueAt(['lambda', needed]) !== undefined) return [];
  const what = place === 's3' ? 'The bucket of dead letters is missing.' : 'The queue of dead letters is missing.';
  return [{ path: ['lambda', needed], message: what, remedy: 'Set it, or let lambda.deadLetters be target.' }];
}
