import { Aws, CfnOutput } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';

/**
 * Where alarms and events go: the topic that is there, one with the mail address behind it, or nowhere. A topic that is
 * there has to let CloudWatch and EventBridge publish; of one that is made this is said here, since its policy takes the
 * place of the one that topics have by themselves.
 */
export function alarmTopic(scope: Construct, { name, config }: PipelineSpec): ITopic | undefined {
  const { topicArn, email } = config.alarms;
  if (topicArn !== undefined) return Topic.fromTopicArn(scope, 'Topic', topicArn);
  if (email === undefined) return undefined;
  const topic = new Topic(scope, 'Topic', { displayName: `Alarms of pipeline ${name}`, enforceSSL: true });
  topic.addSubscription(new EmailSubscription(email));
  const publish = { actions: ['sns:Publish'], resources: [topic.topicArn] };
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'Alarms',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      ...publish,
    }),
  );
  topic.addToResourcePolicy(
    new PolicyStatement({ sid: 'Events', principals: [new ServicePrincipal('events.amazonaws.com')], ...publish }),
  );
  new CfnOutput(scope, 'AlarmTopicArn', { value: topic.topicArn }).overrideLogicalId('AlarmTopicArn');
  return topic;
}
