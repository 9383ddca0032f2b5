import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { SinkFailure } from './sink.js';

export interface FunctionFailuresProps {
  readonly fn: IFunction;
  /** Records that the function handed back, as it tells itself. */
  readonly handedBack: Metric;
  /** How far behind it may be. */
  readonly iteratorAgeMinutes: number;
}

const FIVE_MINUTES = Duration.minutes(5);

/**
 * What goes wrong with a function that is fed from a stream. Records that it hands back are no error of an invocation: while
 * the target is away, errors stay at zero, and only what is handed back and the age of the records tell of it.
 */
export function functionFailures(props: FunctionFailuresProps): readonly SinkFailure[] {
  const { fn, handedBack, iteratorAgeMinutes } = props;
  const failures: readonly (Pick<SinkFailure, 'id' | 'title' | 'metric' | 'threshold'> & {
    readonly periods?: number;
  })[] = [
    {
      id: 'FunctionErrors',
      title: 'The function fails',
      metric: fn.metricErrors({ period: FIVE_MINUTES }),
      threshold: 3,
    },
    {
      id: 'FunctionThrottles',
      title: 'The function is throttled',
      metric: fn.metricThrottles({ period: FIVE_MINUTES }),
      threshold: 3,
    },
    {
      id: 'FunctionBehind',
      title: 'The function gets records that have waited for a quarter of the retention',
      metric: fn.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      threshold: iteratorAgeMinutes * 60_000,
    },
    {
      id: 'HandedBack',
      title: 'The function hands records back again and again',
      metric: handedBack.with({ period: FIVE_MINUTES }),
      threshold: 1,
    },
    {
      id: 'FailuresLost',
      title: 'Records that were given up could not be kept',
      metric: fn.metric('DestinationDeliveryFailures', { statistic: 'Sum', period: FIVE_MINUTES }),
      threshold: 1,
      periods: 1,
    },
  ];
  return failures.map((failure) => ({ below: false, missingIsFailure: false, periods: 3, ...failure }));
}
