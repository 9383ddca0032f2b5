import type { IssueDescription } from '../problems/describe-issue.js';
import { checkLetterPlace } from '../resolve/check-letter-place.js';
import { parseQueueUrl } from '../resolve/queue-url.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** Where the dead letters of a function go; a container keeps them in the target, and has no such keys. */
export function checkLetters(values: DeploymentValues): readonly IssueDescription[] {
  if (values.text('sink.kind') === 'fargate') return [];
  const place = values.text('lambda.deadLetters');
  return [...checkLetterPlace(place, (key) => values.isSet(`lambda.${key}`)), ...checkQueue(values)];
}

/** The permission to send to the queue is made of its URL, unless the role is your own. */
function checkQueue(values: DeploymentValues): readonly IssueDescription[] {
  const url = values.text('lambda.deadLetterQueueUrl');
  return values.text('lambda.deadLetters') === 'sqs' &&
    url !== undefined &&
    parseQueueUrl(url) === undefined &&
    !values.isSet('roles.sinkArn')
    ? [
        issue(
          'lambda.deadLetterQueueUrl',
          'Account and region of the queue cannot be read from this: the function would not be allowed to send to it.',
          'Write it as https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, or bring a role of your own: roles.sinkArn.',
        ),
      ]
    : [];
}
