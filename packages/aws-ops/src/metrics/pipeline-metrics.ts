import type { AwsClients } from '../clients/aws-clients.js';
import type { Replication } from '../dms/replication.js';
import { latestMetric, type MetricValue } from './latest-metric.js';

type CloudWatch = Pick<AwsClients, 'cloudWatch'>;

/** How far DMS is behind the source, and behind in writing. Look at the source's first: the target's includes it. */
export interface ReplicationLatency {
  readonly sourceSeconds: MetricValue | undefined;
  readonly targetSeconds: MetricValue | undefined;
}

export async function replicationLatency(
  clients: CloudWatch,
  { arn, identifier }: Pick<Replication, 'arn' | 'identifier'>,
  nowMs: number,
): Promise<ReplicationLatency> {
  const values = [arn.split(':').at(-1) ?? arn, identifier, arn];
  const read = (name: string): Promise<MetricValue | undefined> =>
    latestMetric(clients, { namespace: 'AWS/DMS', name, statistic: 'Average', dimensions: { kind: 'any-value', values } }, nowMs);
  const [sourceSeconds, targetSeconds] = await Promise.all([read('CDCLatencySource'), read('CDCLatencyTarget')]);
  return { sourceSeconds, targetSeconds };
}

/** How old the records are that are read now, in milliseconds, by the stream's own metric: over all its readers. */
export function streamIteratorAge(clients: CloudWatch, streamName: string, nowMs: number): Promise<MetricValue | undefined> {
  const dimensions = { kind: 'exact', all: [{ Name: 'StreamName', Value: streamName }] } as const;
  return latestMetric(
    clients,
    { namespace: 'AWS/Kinesis', name: 'GetRecords.IteratorAgeMilliseconds', statistic: 'Maximum', dimensions },
    nowMs,
  );
}

/** The same by the function's own metric: its event source mapping alone. */
export function functionIteratorAge(clients: CloudWatch, functionName: string, nowMs: number): Promise<MetricValue | undefined> {
  const dimensions = { kind: 'exact', all: [{ Name: 'FunctionName', Value: functionName }] } as const;
  return latestMetric(clients, { namespace: 'AWS/Lambda', name: 'IteratorAge', statistic: 'Maximum', dimensions }, nowMs);
}
