import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** What the rest of the pipeline knows of a replication, of either kind. */
export interface Replication {
  readonly arn: string;
  /** The metrics of AWS DMS by name; `undefined` where AWS does not document the dimensions of this kind. */
  readonly metric: (name: ReplicationMetric, statistic: 'Average' | 'Maximum') => IMetric | undefined;
  /** The same as a search over all dimensions, for pictures. */
  readonly search: (name: ReplicationMetric, statistic: 'Average' | 'Maximum') => IMetric;
}

export type ReplicationMetric =
  | 'CDCLatencySource'
  | 'CDCLatencyTarget'
  | 'CDCIncomingChanges'
  | 'CDCThroughputRowsTarget'
  | 'FullLoadThroughputRowsTarget';
