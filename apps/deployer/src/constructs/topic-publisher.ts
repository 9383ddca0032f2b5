import { ArnFormat, Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { type CfnRole, type IRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../stacks/acknowledge.js';

export interface TopicPublisherProps {
  /** Of any account. */
  readonly topicArn: string;
}

/**
 * The role under which EventBridge publishes to a topic of another account, beside the policy of that topic. It is there only
 * where the topic is elsewhere, which the account alone tells: in its own account EventBridge publishes as itself, so that a
 * key of the topic needs to know nobody but EventBridge.
 */
export class TopicPublisher extends Construct {
  readonly role: IRole;
  readonly isElsewhere: CfnCondition;

  constructor(scope: Construct, id: string, { topicArn }: TopicPublisherProps) {
    super(scope, id);
    const { account = '', region = '' } = Stack.of(this).splitArn(topicArn, ArnFormat.NO_RESOURCE_NAME);
    this.isElsewhere = new CfnCondition(this, 'Elsewhere', {
      expression: Fn.conditionNot(Fn.conditionEquals(account, Aws.ACCOUNT_ID)),
    });
    const statements = [
      new PolicyStatement({ actions: ['sns:Publish'], resources: [topicArn] }),
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [Stack.of(this).formatArn({ service: 'kms', region, account, resource: 'key', resourceName: '*' })],
        conditions: { StringEquals: { 'kms:ViaService': `sns.${region}.${Aws.URL_SUFFIX}` } },
      }),
    ];
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('events.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
      inlinePolicies: { publish: new PolicyDocument({ statements }) },
    });
    (role.node.defaultChild as CfnRole).cfnOptions.condition = this.isElsewhere;
    this.role = role;
    acknowledge(this, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:kms:${region}:${account}:key/*]`]:
        'Which key encrypts a topic of another account is not said; its policy has to name this role, and SNS alone may use it.',
    });
  }
}
