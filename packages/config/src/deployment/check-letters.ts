import type { IssueDescription } from '../problems/describe-issue.js';
import { parseQueueUrl } from '../resolve/queue-url.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/** The queue of dead letters: the permission to send is made of its URL, unless the role is your own. */
export function checkLetters(values: DeploymentValues): readonly IssueDescription[] {
  const url = values.text('lambda.deadLetterQueueUrl');
  const used = values.text('sink.kind') !== 'fargate' && values.text('lambda.deadLetters') === 'sqs';
  return used && url !== undefined && parseQueueUrl(url) === undefined && !values.isSet('roles.sinkArn')
    ? [
        issue(
          'lambda.deadLetterQueueUrl',
          'Account and region of the queue cannot be read from this: the function would not be allowed to send to it.',
          'Write it as https://sqs.REGION.amazonaws.com/ACCOUNT/NAME, or bring a role of your own: roles.sinkArn.',
        ),
      ]
    : [];
}
