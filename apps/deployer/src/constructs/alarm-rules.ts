import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { iteratorAgeMinutes } from '../settings/iterator-age.js';
import type { Replication, ReplicationMetric } from './replication.js';
import type { Sink, SinkFailure, SinkMetric } from './sink.js';

export interface ObservedPipeline {
  readonly spec: PipelineSpec;
  readonly stream: IStream;
  readonly replication: Replication;
  readonly sink: Sink;
}

export interface AlarmRule {
  readonly id: string;
  /** As it stands in the handbook. */
  readonly title: string;
  /** What whoever is woken has to know besides, as a sentence. */
  readonly note?: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly comparison: ComparisonOperator;
  readonly periods: number;
  readonly missing: TreatMissingData;
}

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD: ABOVE, LESS_THAN_THRESHOLD: BELOW } = ComparisonOperator;
const { BREACHING, IGNORE, NOT_BREACHING } = TreatMissingData;

/** Everything in figures that somebody should be woken for. */
export function alarmRules({ spec, stream, replication, sink }: ObservedPipeline): readonly AlarmRule[] {
  const { alarms, replication: replicated } = spec.config;
  const latency =
    replicated.type === 'full-load' || alarms.latencyMinutes === 'off' ? undefined : alarms.latencyMinutes;
  return [
    ...streamRules(stream, iteratorAgeMinutes(spec.config)),
    ...(latency === undefined ? [] : latencyRules(replication, latency)),
    ...sink.failures.map(failureRule),
    ...sinkRules(sink),
  ];
}

function streamRules(stream: IStream, minutes: number): readonly AlarmRule[] {
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
  ];
}

/** A replication that stands still tells no latency: that it stopped is told by an event, not here. */
function latencyRules(replication: Replication, minutes: number): readonly AlarmRule[] {
  const sides: readonly { readonly id: string; readonly title: string; readonly metric: ReplicationMetric }[] = [
    { id: 'SourceLatency', title: 'AWS DMS is behind the source', metric: 'CDCLatencySource' },
    { id: 'TargetLatency', title: 'The stream is behind AWS DMS', metric: 'CDCLatencyTarget' },
  ];
  return sides.map(({ id, title, metric }) => {
    const own = replication.metric(metric, 'Maximum');
    return {
      id,
      title,
      ...(own === undefined
        ? { note: 'It watches every replication of this account and region: it may be another one that is behind.' }
        : {}),
      metric: own ?? ofAnyReplication(metric),
      threshold: minutes * 60,
      comparison: ABOVE,
      periods: 5,
      missing: NOT_BREACHING,
    };
  });
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

function failureRule({ below, missingIsFailure, ...failure }: SinkFailure): AlarmRule {
  return { ...failure, comparison: below ? BELOW : ABOVE, missing: missingIsFailure ? BREACHING : NOT_BREACHING };
}

function sinkRules(sink: Sink): readonly AlarmRule[] {
  const rules: readonly (readonly [SinkMetric, 'Sum' | 'Maximum', Pick<AlarmRule, 'id' | 'title' | 'missing'>])[] = [
    [
      'drayage_dead_letters_total',
      'Sum',
      {
        id: 'DeadLetters',
        title: 'Records could not be applied and are kept as dead letters',
        missing: NOT_BREACHING,
      },
    ],
    [
      'drayage_tables_incomplete',
      'Maximum',
      // A sink that has nothing to do says nothing, and what it said last still holds.
      { id: 'TablesIncomplete', title: 'Rows of a table are missing, or it takes none', missing: IGNORE },
    ],
  ];
  return rules.flatMap(([name, statistic, rule]) => {
    const metric = sink.metric(name, statistic);
    return metric === undefined ? [] : [{ ...rule, metric, threshold: 1, comparison: ABOVE, periods: 1 }];
  });
}
