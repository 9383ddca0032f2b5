import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import type { ChangeStream } from './change-stream.js';
import type { PipelineNetwork } from './network.js';

/** What the rest of the pipeline knows of a sink, of either kind. */
export interface Sink {
  /** Of the function or the service. */
  readonly arn: string;
  readonly logGroupName: string;
  /** What the sink itself tells, by the names of its metrics; `undefined` for what this kind does not tell CloudWatch. */
  readonly metric: (name: SinkMetric, statistic: 'Sum' | 'Maximum') => IMetric | undefined;
  /** What its platform tells of it, each the reason for an alarm. */
  readonly failures: readonly SinkFailure[];
  /** Takes what the platform gave up; `undefined` where it never does. */
  readonly failureBucket: IBucket | undefined;
}

export interface SinkFailure {
  readonly id: string;
  readonly title: string;
  readonly metric: IMetric;
  /** Something is wrong at and above this, or, where `below` is true, below it. */
  readonly threshold: number;
  readonly below: boolean;
  /** For so many periods of the metric, one after the other. */
  readonly periods: number;
  /** Whether no data means that nothing runs. */
  readonly missingIsFailure: boolean;
}

export type SinkMetric =
  | 'drayage_records_total'
  | 'drayage_rows_upserted_total'
  | 'drayage_rows_deleted_total'
  | 'drayage_dead_letters_total'
  | 'drayage_retries_total'
  | 'drayage_records_handed_back_total'
  | 'drayage_tables_incomplete'
  | 'drayage_shard_lag_seconds';

/** What a sink is made from, of either kind. */
export interface SinkProps {
  readonly spec: PipelineSpec;
  readonly network: PipelineNetwork;
  readonly changes: ChangeStream;
}
