import { CfnOutput, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { Replication, ReplicationMetric } from './replication.js';
import type { Sink } from './sink.js';

export interface ObservedPipeline {
  readonly spec: PipelineSpec;
  readonly stream: IStream;
  readonly replication: Replication;
  readonly sink: Sink;
}

interface AlarmRule {
  readonly id: string;
  readonly title: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missing: TreatMissingData;
}

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD: ABOVE, LESS_THAN_THRESHOLD: BELOW } = ComparisonOperator;
const { BREACHING, NOT_BREACHING } = TreatMissingData;
const QUARTER_OF_AN_HOUR = 15;
/** The part of the page with a line for each alarm, by its title. */
const HANDBOOK_HEADING = 'an-alarm';

/** Everything that somebody should be woken for, each alarm with the page that says what to do. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, observed: ObservedPipeline) {
    super(scope, id);
    const { spec } = observed;
    const topic = this.topic(spec);
    for (const rule of alarmRules(observed)) {
      const alarm = new Alarm(this, rule.id, {
        alarmDescription: `${rule.title}. What to do: ${spec.config.alarms.handbookUrl}#${HANDBOOK_HEADING}`,
        metric: rule.metric,
        threshold: rule.threshold,
        comparisonOperator: rule.comparison,
        evaluationPeriods: rule.periods,
        treatMissingData: rule.missing,
      });
      if (topic === undefined) continue;
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  private topic({ name, config }: PipelineSpec): ITopic | undefined {
    const { topicArn, email } = config.alarms;
    if (topicArn !== undefined) return Topic.fromTopicArn(this, 'Topic', topicArn);
    if (email === undefined) return undefined;
    const topic = new Topic(this, 'Topic', { displayName: `Alarms of pipeline ${name}`, enforceSSL: true });
    topic.addSubscription(new EmailSubscription(email));
    new CfnOutput(this, 'AlarmTopicArn', { value: topic.topicArn }).overrideLogicalId('AlarmTopicArn');
    return topic;
  }
}

function alarmRules({ spec, stream, replication, sink }: ObservedPipeline): readonly AlarmRule[] {
  const {
    alarms,
    stream: settings,
    replication: { type },
  } = spec.config;
  const minutes = alarms.iteratorAgeMinutes ?? settings.retentionHours * QUARTER_OF_AN_HOUR;
  const deadLetters = sink.metric('drayage_dead_letters_total', 'Sum');
  return [
    {
      id: 'IteratorAge',
      title: 'The sink is so far behind that a quarter of the retention is used up',
      metric: stream.metricGetRecordsIteratorAgeMilliseconds({ statistic: 'Maximum', period: Duration.minutes(1) }),
      threshold: minutes * 60_000,
      comparison: ABOVE,
      periods: 3,
      missing: NOT_BREACHING,
    },
    {
      id: 'NobodyReads',
      title: 'Nobody has read the stream for a quarter of an hour',
      metric: stream.metricGetRecordsSuccess({ statistic: 'SampleCount', period: Duration.minutes(5) }),
      threshold: 1,
      comparison: BELOW,
      periods: 3,
      missing: BREACHING,
    },
    {
      id: 'WritesThrottled',
      title: 'The stream takes less than AWS DMS writes',
      metric: stream.metric('WriteProvisionedThroughputExceeded', { statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 1,
      comparison: ABOVE,
      periods: 3,
      missing: NOT_BREACHING,
    },
    ...(type === 'full-load' ? [] : latencyRules(replication, alarms.latencyMinutes)),
    ...sink.failures.map(({ id, title, metric, threshold, below, missingIsFailure }): AlarmRule => ({
      id,
      title,
      metric,
      threshold,
      comparison: below ? BELOW : ABOVE,
      periods: 3,
      missing: missingIsFailure ? BREACHING : NOT_BREACHING,
    })),
    ...(deadLetters === undefined
      ? []
      : [
          {
            id: 'DeadLetters',
            title: 'Records could not be applied and are kept as dead letters',
            metric: deadLetters,
            threshold: 1,
            comparison: ABOVE,
            periods: 1,
            missing: NOT_BREACHING,
          },
        ]),
  ];
}

function latencyRules(replication: Replication, minutes: number): readonly AlarmRule[] {
  const sides: readonly { readonly id: string; readonly title: string; readonly metric: ReplicationMetric }[] = [
    { id: 'SourceLatency', title: 'AWS DMS is behind the source', metric: 'CDCLatencySource' },
    { id: 'TargetLatency', title: 'The stream is behind AWS DMS', metric: 'CDCLatencyTarget' },
  ];
  return sides.map(({ id, title, metric }) => ({
    id,
    title,
    metric: replication.metric(metric, 'Maximum') ?? ofAnyReplication(metric),
    threshold: minutes * 60,
    comparison: ABOVE,
    periods: 5,
    missing: NOT_BREACHING,
  }));
}

/** An alarm cannot search, and AWS documents no dimensions for serverless replications: it watches all of the account. */
function ofAnyReplication(name: ReplicationMetric): IMetric {
  return new MathExpression({
    expression: `SELECT MAX(${name}) FROM "AWS/DMS"`,
    label: `${name}, any replication of this account`,
    usingMetrics: {},
    period: Duration.minutes(1),
  });
}
