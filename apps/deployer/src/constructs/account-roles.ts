import { RemovalPolicy } from 'aws-cdk-lib';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';

const ROLES = [
  { id: 'VpcRole', roleName: 'dms-vpc-role', policy: 'AmazonDMSVPCManagementRole' },
  { id: 'LogsRole', roleName: 'dms-cloudwatch-logs-role', policy: 'AmazonDMSCloudWatchLogsRole' },
] as const;

export const ACCOUNT_ROLE_NAMES: readonly string[] = ROLES.map(({ roleName }) => roleName);

/**
 * The two roles that AWS DMS looks for by name. An account has one each, whatever the region and however many pipelines,
 * so they outlive the stack that made them; what was made beside a role that is there already goes with the attempt.
 */
export class AccountRoles extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    for (const { id: roleId, roleName, policy } of ROLES) {
      new Role(this, roleId, {
        roleName,
        assumedBy: new ServicePrincipal('dms.amazonaws.com'),
        managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName(`service-role/${policy}`)],
      }).applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    }
    acknowledge(
      this,
      Object.fromEntries(
        ROLES.map(({ policy }) => [
          `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/${policy}]`,
          'AWS DMS asks for this policy by name.',
        ]),
      ),
    );
  }
}
