import { GetMetricDataCommand, ListMetricsCommand, type Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from '../clients/aws-clients.js';
import { callAws } from '../errors/call-aws.js';

/** One number that CloudWatch keeps. */
export interface MetricQuery {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: 'Average' | 'Maximum' | 'Sum';
  /** Exact dimensions; or the first metric of which a dimension, whatever it is called, has one of these values. */
  readonly dimensions: { readonly kind: 'exact'; readonly all: readonly Dimension[] } | { readonly kind: 'any-value'; readonly values: readonly string[] };
}

export interface MetricValue {
  readonly value: number;
  readonly at: Date;
}

/** CloudWatch has a minute's number up to some minutes later. */
const LOOK_BACK_MS = 15 * 60_000;

/** The newest value of a metric of the last quarter of an hour; `undefined` where there is none. */
export async function latestMetric(
  clients: Pick<AwsClients, 'cloudWatch'>,
  query: MetricQuery,
  nowMs: number,
): Promise<MetricValue | undefined> {
  const wanted = query.dimensions;
  const dimensions = wanted.kind === 'exact' ? wanted.all : await findDimensions(clients, query, wanted.values);
  if (dimensions === undefined) return undefined;
  const metric = { Namespace: query.namespace, MetricName: query.name, Dimensions: [...dimensions] };
  const input = {
    MetricDataQueries: [{ Id: 'm', MetricStat: { Metric: metric, Period: 60, Stat: query.statistic } }],
    StartTime: new Date(nowMs - LOOK_BACK_MS),
    EndTime: new Date(nowMs),
    ScanBy: 'TimestampDescending' as const,
  };
  const answer = await callAws('cloudwatch:GetMetricData', () => clients.cloudWatch.send(new GetMetricDataCommand(input)));
  const [result] = answer.MetricDataResults ?? [];
  const [value] = result?.Values ?? [];
  const [at] = result?.Timestamps ?? [];
  return value === undefined || at === undefined ? undefined : { value, at };
}

/** DMS documents the names of its dimensions for one kind and not for the other; their values are known. */
async function findDimensions(
  { cloudWatch }: Pick<AwsClients, 'cloudWatch'>,
  { namespace, name }: MetricQuery,
  values: readonly string[],
): Promise<readonly Dimension[] | undefined> {
  let token: string | undefined;
  do {
    const input = { Namespace: namespace, MetricName: name, NextToken: token };
    const answer = await callAws('cloudwatch:ListMetrics', () => cloudWatch.send(new ListMetricsCommand(input)));
    const found = (answer.Metrics ?? []).find(({ Dimensions = [] }) =>
      values.some((wanted) => Dimensions.some(({ Value }) => Value?.toLowerCase() === wanted.toLowerCase())),
    );
    if (found !== undefined) return found.Dimensions ?? [];
    token = answer.NextToken;
  } while (token !== undefined);
  return undefined;
}
