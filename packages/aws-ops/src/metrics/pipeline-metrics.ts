import type { Dimension } from '@aws-sdk/client-cloudwatch';
import type { AwsClients } from '../clients/aws-clients.js';
import { type Replication, resourceIdOf } from '../dms/replication.js';
import { findDimensions } from './find-dimensions.js';
import { readLatestMetric, readRecentMetric, type MetricValue } from './latest-metric.js';

type CloudWatch = Pick<AwsClients, 'cloudWatch'>;

/** How far DMS is behind the source, and behind in writing. Look at the source's first: the target's includes it. */
export interface ReplicationLatency {
  readonly sourceSeconds: MetricValue | undefined;
  readonly targetSeconds: MetricValue | undefined;
}

/** Dimensions by the ARN of a replication, as found once: looking for them lists every metric of DMS. */
export type KnownDimensions = Map<string, readonly Dimension[]>;

/** An instance may be called like a replication that another one runs. */
const NOT_OF_A_REPLICATION = ['ReplicationInstanceIdentifier'];

/** `known`: kept by a caller that asks again. */
export async function readReplicationLatency(
  clients: CloudWatch,
  replication: Pick<Replication, 'arn' | 'identifier'>,
  nowMs: number,
  known: KnownDimensions = new Map(),
): Promise<ReplicationLatency> {
  const dimensions = known.get(replication.arn) ?? (await dimensionsOf(clients, replication));
  if (dimensions === undefined) return { sourceSeconds: undefined, targetSeconds: undefined };
  known.set(replication.arn, dimensions);
  const read = (name: string): Promise<MetricValue | undefined> =>
    readLatestMetric(clients, { namespace: 'AWS/DMS', name, statistic: 'Average', dimensions }, nowMs);
  const [sourceSeconds, targetSeconds] = await Promise.all([read('CDCLatencySource'), read('CDCLatencyTarget')]);
  return { sourceSeconds, targetSeconds };
}

async function dimensionsOf(
  clients: CloudWatch,
  { arn, identifier }: Pick<Replication, 'arn' | 'identifier'>,
): Promise<readonly Dimension[] | undefined> {
  // The resource's id is the only one of these that nothing else can have.
  const values = [resourceIdOf(arn), arn, identifier];
  for (const name of ['CDCLatencySource', 'CDCLatencyTarget']) {
    const found = await findDimensions(clients, { namespace: 'AWS/DMS', name, values, except: NOT_OF_A_REPLICATION });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** How old the records are that are read now, in milliseconds, by the stream's own metric: over all its readers. */
export function readStreamIteratorAge(
  clients: CloudWatch,
  streamName: string,
  nowMs: number,
): Promise<MetricValue | undefined> {
  return readLatestMetric(clients, ofStream('GetRecords.IteratorAgeMilliseconds', 'Maximum', streamName), nowMs);
}

/** How many writes the stream refused in the last quarter of an hour; `undefined` where CloudWatch has no number. */
export async function readStreamThrottledWrites(
  clients: CloudWatch,
  streamName: string,
  nowMs: number,
): Promise<number | undefined> {
  const minutes = await readRecentMetric(
    clients,
    ofStream('WriteProvisionedThroughputExceeded', 'Sum', streamName),
    nowMs,
  );
  return minutes.length === 0 ? undefined : minutes.reduce((sum, { value }) => sum + value, 0);
}

function ofStream(name: string, statistic: 'Maximum' | 'Sum', streamName: string) {
  return {
    namespace: 'AWS/Kinesis',
    name,
    statistic,
    dimensions: [{ Name: 'StreamName', Value: streamName }],
  } as const;
}

/** The same by the function's own metric: its event source mapping alone. */
export function readFunctionIteratorAge(
  clients: CloudWatch,
  functionName: string,
  nowMs: number,
): Promise<MetricValue | undefined> {
  const dimensions = [{ Name: 'FunctionName', Value: functionName }];
  return readLatestMetric(
    clients,
    { namespace: 'AWS/Lambda', name: 'IteratorAge', statistic: 'Maximum', dimensions },
    nowMs,
  );
}
