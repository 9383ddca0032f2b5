import { Aws, Fn } from 'aws-cdk-lib';
import { type CfnRule, EventField, type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ObservedPipeline } from './alarm-rules.js';
import { TopicPublisher } from './topic-publisher.js';

export interface EventNoticesProps {
  readonly observed: ObservedPipeline;
  readonly topic: ITopic;
  /** Where the page says what to do. */
  readonly handbook: string;
}

interface Notice {
  readonly id: string;
  /** As it stands in the handbook. */
  readonly title: string;
  readonly pattern: EventPattern;
  readonly detail: string;
}

/** Told by AWS once, as they happen: what no figure tells, since what stands still tells no figures. */
export class EventNotices extends Construct {
  constructor(scope: Construct, id: string, { observed, topic, handbook }: EventNoticesProps) {
    super(scope, id);
    const { name, config } = observed.spec;
    // The policy of a topic lets EventBridge in without a role, unless the topic is of another account.
    const { topicArn } = config.alarms;
    const publisher = topicArn === undefined ? undefined : new TopicPublisher(this, 'Publisher', { topicArn });
    for (const { id: ruleId, title, pattern, detail } of notices(observed)) {
      const message = RuleTargetInput.fromText(`Pipeline ${name}: ${title}. ${detail} What to do: ${handbook}`);
      const target = { bind: () => ({ arn: topic.topicArn, input: message }) };
      const rule = new Rule(this, ruleId, {
        description: `${title}, of pipeline ${name}`,
        eventPattern: pattern,
        targets: [target],
      });
      if (publisher === undefined) continue;
      const roleArn = Fn.conditionIf(publisher.isElsewhere.logicalId, publisher.role.roleArn, Aws.NO_VALUE);
      (rule.node.defaultChild as CfnRule).addPropertyOverride('Targets.0.RoleArn', roleArn);
    }
  }
}

function notices({ spec, replication, sink }: ObservedPipeline): readonly Notice[] {
  return [
    standstill(spec.config.replication, replication.arn),
    ...(sink.failureBucket === undefined
      ? []
      : [
          {
            id: 'GivenUp',
            title: 'Records left the stream before they could be applied',
            pattern: {
              source: ['aws.s3'],
              detailType: ['Object Created'],
              detail: { bucket: { name: [sink.failureBucket.bucketName] } },
            },
            detail: `They are in ${EventField.fromPath('$.detail.object.key')}, in ${EventField.fromPath('$.detail.bucket.name')}.`,
          },
        ]),
  ];
}

/** A load alone stops, and gives its capacity back, when it has ended well: only what fails is told of it. */
function standstill(
  { kind, type }: Pick<ObservedPipeline['spec']['config']['replication'], 'kind' | 'type'>,
  arn: string,
): Notice {
  const stops = type !== 'full-load';
  return {
    id: 'Replication',
    title: stops ? 'The replication has stopped or failed' : 'The load has failed',
    pattern: {
      source: ['aws.dms'],
      detailType: [kind === 'serverless' ? 'DMS Replication State Change' : 'DMS Replication Task State Change'],
      resources: [arn],
      detail: { $or: [{ category: ['Failure'] }, { eventType: [...FAILURES, ...(stops ? STOPS : [])] }] },
    },
    detail: `AWS DMS says: ${EventField.fromPath('$.detail.detailMessage')}`,
  };
}

/** `REPLICATION_FAILED` of a serverless replication, `REPLICATION_TASK_FAILED` of a task, and so on. */
const FAILURES = [{ wildcard: 'REPLICATION*FAILED' }, { prefix: 'READING_PAUSED' }];
const STOPS = [{ wildcard: 'REPLICATION*STOPPED' }, { wildcard: 'REPLICATION*DEPROVISIONED' }];
