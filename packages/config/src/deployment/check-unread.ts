import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/**
 * Keys of every sink that one in AWS does not read. Only where they stand in the file: a shell may have `HOST` or
 * `KINESIS_ENDPOINT` for another reason.
 */
export function checkUnread(values: DeploymentValues): readonly IssueDescription[] {
  return [
    ...withoutEffect(
      values.isWritten,
      ['http.host', 'http.port'],
      'on a sink that is deployed: a function has no page, and nothing reaches that of a container',
    ),
    ...(values.isWritten('kinesis.endpoint')
      ? [
          issue(
            'kinesis.endpoint',
            'This has no effect on a sink that is deployed: it reaches Kinesis by the usual name, which a VPC endpoint answers to.',
            'Remove it; commands take it as KINESIS_ENDPOINT.',
          ),
        ]
      : []),
  ];
}
