import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

import type { InvocationReport } from './invocation-report.js';

export interface MetricsOptions {
  readonly pipeline: string;
  readonly print: (line: string) => void;
}

/** A failure that was tried again within the invocation. */
export interface RetryCount {
  readonly side: 'target';
  readonly code: string;
}

/**
 * The metrics of one invocation in CloudWatch's embedded metric format, under the names of the container's. CloudWatch
 * asks money for each combination of dimensions: there is `pipeline`, and nothing by table.
 */
export function emitMetrics(
  { pipeline, print }: MetricsOptions,
  report: InvocationReport,
  retries: readonly RetryCount[],
): void {
  const metrics = new Metrics({
    namespace: 'Drayage',
    serviceName: 'drayage-lambda-sink',
    defaultDimensions: { pipeline },
  });
  const counts: readonly (readonly [string, number])[] = [
    ['batches_total', 1],
    ['records_total', report.records],
    ['records_handed_back_total', report.handedBack],
    ['records_skipped_total', report.skipped],
    ['rows_upserted_total', report.rowsUpserted],
    ['rows_deleted_total', report.rowsDeleted],
    ['statements_total', report.statements],
    ['dead_letters_total', report.deadLetters],
    ['stale_skipped_total', report.staleSkipped],
    ['retries_total', retries.length],
  ];
  for (const [name, value] of counts) metrics.addMetric(`drayage_${name}`, MetricUnit.Count, value);
  metrics.addMetric('drayage_batch_duration_seconds', MetricUnit.Seconds, report.seconds);
  metrics.addMetric('drayage_shard_lag_seconds', MetricUnit.Seconds, report.lagMs / 1_000);
  if (report.tablesIncomplete !== undefined) {
    metrics.addMetric('drayage_tables_incomplete', MetricUnit.Count, report.tablesIncomplete);
  }
  metrics.addMetadata('shardId', report.shardId);
  if (retries.length > 0) metrics.addMetadata('retries', retries.map(({ code }) => code).join(' '));
  print(`${JSON.stringify(metrics.serializeMetrics())}\n`);
}
