import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';

const LISTS = [
  'source.subnetIds',
  'source.securityGroupIds',
  'network.sinkSubnetIds',
  'network.endpointSecurityGroupIds',
];

/** Ids that stand twice in a list: two subnets that are one lie in one zone, and AWS refuses a rule that is there. */
export function checkRepeated(values: DeploymentValues): readonly IssueDescription[] {
  return LISTS.flatMap((key) =>
    (values.list(key) ?? []).flatMap((id, index, all): readonly IssueDescription[] =>
      typeof id === 'string' && all.indexOf(id) < index
        ? [
            {
              path: [...key.split('.'), index],
              message: `${id} stands here twice.`,
              remedy: 'Remove it, or name another.',
            },
          ]
        : [],
    ),
  );
}
