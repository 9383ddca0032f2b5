import { EventField, type EventPattern, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { ObservedPipeline } from './alarm-rules.js';

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
    const { name } = observed.spec;
    for (const { id: ruleId, title, pattern, detail } of notices(observed)) {
      const message = RuleTargetInput.fromText(`Pipeline ${name}: ${title}. ${detail} What to do: ${handbook}`);
      // Without a role: the policy of the topic lets EventBridge in.
      const target = { bind: () => ({ arn: topic.topicArn, input: message }) };
      new Rule(this, ruleId, {
        description: `${title}, of pipeline ${name}`,
        eventPattern: pattern,
        targets: [target],
      });
    }
  }
}

function notices({ spec, replication, sink }: ObservedPipeline): readonly Notice[] {
  const serverless = spec.config.replication.kind === 'serverless';
  return [
    {
      id: 'Replication',
      title: 'The replication has stopped or failed',
      pattern: {
        source: ['aws.dms'],
        detailType: [serverless ? 'DMS Replication State Change' : 'DMS Replication Task State Change'],
        resources: [replication.arn],
        detail: { $or: [{ category: ['Failure'] }, { eventType: STANDSTILLS }] },
      },
      detail: `AWS DMS says: ${EventField.fromPath('$.detail.detailMessage')}`,
    },
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

/** `REPLICATION_FAILED` of a serverless replication, `REPLICATION_TASK_FAILED` of a task, and so on. */
const STANDSTILLS = [
  { wildcard: 'REPLICATION*FAILED' },
  { wildcard: 'REPLICATION*STOPPED' },
  { wildcard: 'REPLICATION*DEPROVISIONED' },
  { prefix: 'READING_PAUSED' },
];
