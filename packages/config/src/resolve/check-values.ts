import { parseTargetUrl, SinkError } from '@drayage/cratedb-writer';

import { checkDeployment } from '../deployment/check-deployment.js';
import type { IssueDescription } from '../problems/describe-issue.js';
import { checkLetterPlace } from './check-letter-place.js';
import type { MergedValues } from './merge-values.js';

/** What a program cannot do without. */
export type Requirement = 'target' | 'stream' | 'deployment';

type ValueAt = (path: readonly PropertyKey[]) => unknown;

/** The rules between keys and those of the target’s URL: what a schema of single keys cannot say. */
export function checkValues(
  { valueAt, sourceOf }: Pick<MergedValues, 'valueAt' | 'sourceOf'>,
  required: readonly Requirement[],
): readonly IssueDescription[] {
  // A deployment makes the stream, takes the target from a secret, and knows what kind of sink it is.
  return required.includes('deployment')
    ? checkDeployment(valueAt, sourceOf)
    : [...checkTarget(valueAt, required), ...checkStream(valueAt, required), ...checkLetters(valueAt)];
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
  return checkLetterPlace(valueAt(['lambda', 'deadLetters']), (key) => valueAt(['lambda', key]) !== undefined);
}
