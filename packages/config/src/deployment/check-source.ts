import type { IssueDescription } from '../problems/describe-issue.js';
import { type DeploymentValues, engineOf } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

const OF_EXISTING = ['secretArn', 'host', 'port', 'database', 'vpcId', 'subnetIds', 'securityGroupIds', 'dmsUser'].map(
  (key) => `source.${key}`,
);
const OF_DEMO = ['instanceClass', 'engineVersion', 'storageGiB', 'database', 'public'].map((key) => `demo.${key}`);

/** The source as AWS DMS will see it, made for the demonstration or there already. */
export function checkSource(values: DeploymentValues): readonly IssueDescription[] {
  return values.text('source.mode') === 'demo' ? checkMade(values) : checkExisting(values);
}

function checkMade(values: DeploymentValues): readonly IssueDescription[] {
  return [
    ...(values.text('source.engine') === undefined
      ? [issue('source.engine', 'It is not said which database to make.', 'Set it to postgresql, mysql or mariadb.')]
      : []),
    ...withoutEffect(values.isSet, OF_EXISTING, 'with source.mode: demo, which makes its own database'),
  ];
}

function checkExisting(values: DeploymentValues): readonly IssueDescription[] {
  const engine = engineOf(values);
  const subnets = values.list('source.subnetIds');
  const missing = (key: string, remedy: string): readonly IssueDescription[] =>
    values.isSet(key) ? [] : [issue(key, 'This is missing: AWS DMS has to reach the source.', remedy)];
  return [
    ...(engine === undefined
      ? [issue('source.engine', 'It is not said what the source is.', 'Set it to postgresql, mysql or mariadb.')]
      : []),
    ...missing(
      'source.secretArn',
      'Set it to the secret with username, password, host and port of the user for AWS DMS.',
    ),
    ...missing('source.vpcId', 'Set it to the VPC from which the source can be reached.'),
    ...missing('source.subnetIds', 'Set it to two subnets or more of that VPC, in different availability zones.'),
    ...missing('source.securityGroupIds', 'Set it to the security groups of the source, which will let AWS DMS in.'),
    ...(subnets?.length === 1
      ? [
          issue(
            'source.subnetIds',
            'AWS DMS needs subnets in two availability zones.',
            'Add a subnet of another availability zone.',
          ),
        ]
      : []),
    ...(engine === 'postgresql' && !values.isSet('source.database')
      ? [
          issue(
            'source.database',
            'This is missing: a PostgreSQL endpoint belongs to one database.',
            'Set it to its name.',
          ),
        ]
      : []),
    ...withoutEffect(values.isSet, OF_DEMO, 'without source.mode: demo'),
  ];
}
