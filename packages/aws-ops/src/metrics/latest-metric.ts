import { GetMetricDataCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

/** One number that CloudWatch keeps. */
export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  readonly dimensions: readonly Dimension[];
}

export interface MetricValue {
  readonly value: number;
  readonly at: Date;
}

/** CloudWatch has a minute's number up to some minutes later. */
const LOOK_BACK_MS = 15 * 60_000;

/** The newest value of a metric of the last quarter of an hour; `undefined` where there is none. */
export async function readLatestMetric(
  clients: Pick<AwsClients, 'cloudWatch'>,
  query: MetricQuery,
  nowMs: number,
): Promise<MetricValue | undefined> {
  return (await readRecentMetric(clients, query, nowMs))[0];
}

/** The values of each minute of the last quarter of an hour, the newest first. */
export async function readRecentMetric(
  { cloudWatch }: Pick<AwsClients, 'cloudWatch'>,
  { namespace, name, statistic, dimensions }: MetricQuery,
  nowMs: number,
): Promise<readonly MetricValue[]> {
  const metric = { Namespace: namespace, MetricName: name, Dimensions: [...dimensions] };
  const input = {
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: statistic } }],
    StartTime: new Date(nowMs - LOOK_BACK_MS),
    EndTime: new Date(nowMs),
    ScanBy: 'TimestampDescending' as const,
  };
  const answer = await callAws('cloudwatch:GetMetricData', () => cloudWatch.send(new GetMetricDataCommand(input)));
  const { Values: values = [], Timestamps: times = [] } = answer.MetricDataResults?.[0] ?? {};
  return values.flatMap((value, at) => {
    const time = times[at];
    return time === undefined ? [] : [{ value, at: time }];
  });
}
