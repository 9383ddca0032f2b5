import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import type { StatusReport } from '../report/sink-view.js';
import type { SinkObserver } from '../sink-parts.js';
import { boundLabels } from './bound-labels.js';

export interface Metrics {
  readonly observer: SinkObserver;
  /** Collects and renders everything, in the text format of Prometheus. */
  text(): Promise<string>;
}

export interface MetricsOptions {
  readonly pipeline: string;
  readonly version: string;
  /** Asked at each collection, for what is a state and not a count. */
  readonly status: () => StatusReport;
}

/** More tables than this share one series: each would cost the monitoring memory for ever. */
const MAX_TABLES = 500;
const TABLE_STATES = ['loading', 'live', 'incomplete', 'suspended', 'dropped-at-source'] as const;

/** The metrics of one sink, in a registry of its own. All names begin with `drayage_`. */
export function createMetrics({ pipeline, version, status }: MetricsOptions): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ pipeline });
  collectDefaultMetrics({ register: registry, prefix: 'drayage_' });
  const registers = [registry];
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[] = []): Counter<T> =>
    new Counter({ name: `drayage_${name}`, help, labelNames, registers });

  new Gauge({
    name: 'drayage_build_info',
    help: 'Always 1; the label tells the version.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const records = counter('records_total', 'Records read from the stream and dealt with.');
  const batches = counter('batches_total', 'Batches written.');
  const statements = counter('statements_total', 'SQL statements sent to the target.');
  const staleSkipped = counter('stale_skipped_total', 'Changes refused because the row was newer.');
  const skipped = counter(
    'records_skipped_total',
    'Records that could not be applied and were left out, as configured.',
  );
  const upserted = counter('rows_upserted_total', 'Rows inserted or updated.', ['schema', 'table']);
  const deleted = counter('rows_deleted_total', 'Rows deleted.', ['schema', 'table']);
  const letters = counter('dead_letters_total', 'Records that became dead letters.', ['schema', 'table']);
  const unassigned = counter(
    'dead_letters_unassigned_total',
    'Dead letters that belong to no table, such as broken messages.',
  );
  const retries = counter('retries_total', 'Failures that were tried again, by side and code.', ['side', 'code']);
  const duration = new Histogram({
    name: 'drayage_batch_duration_seconds',
    help: 'Time from a batch read to its rows written.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  registerState(registry, status);

  const tableLabels = boundLabels(MAX_TABLES);
  return {
    text: () => registry.metrics(),
    observer: {
      onRead: () => undefined,
      onTargetAnswer: () => undefined,
      onWarning: () => undefined,
      onWarningOver: () => undefined,
      onRetry: ({ side, code }) => retries.inc({ side, code }),
      onBatch: (batch) => {
        batches.inc();
        records.inc(batch.records);
        statements.inc(batch.statements);
        staleSkipped.inc(batch.staleSkipped);
        skipped.inc(batch.skipped);
        duration.observe(batch.seconds);
        for (const counts of batch.tables) {
          const labels = tableLabels(counts);
          upserted.inc(labels, counts.rowsUpserted);
          deleted.inc(labels, counts.rowsDeleted);
          letters.inc(labels, counts.deadLetters);
        }
        const assigned = batch.tables.reduce((total, { deadLetters }) => total + deadLetters, 0);
        unassigned.inc(Math.max(0, batch.deadLetters - assigned));
      },
    },
  };
}

/** Gauges: read from the status at each collection, so that what is gone disappears. */
function registerState(registry: Registry, status: () => StatusReport): void {
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge, report: StatusReport) => void,
  ): void => {
    const made: Gauge = new Gauge({
      name: `drayage_${name}`,
      help,
      labelNames,
      registers: [registry],
      collect: () => {
        made.reset();
        collect(made, status());
      },
    });
  };
  gauge('shard_lag_seconds', 'How far a shard is behind its tip.', ['shard'], (lag, { shards }) => {
    for (const { shardId, lagMs } of shards) {
      if (lagMs !== null) {
        lag.set({ shard: shardId }, lagMs / 1_000);
      }
    }
  });
  gauge(
    'freshness_seconds',
    'How long ago it was that everything which had arrived in the stream was also written or kept as a dead letter.',
    [],
    (freshness, report) => {
      freshness.set((report.freshnessMs ?? Number.NaN) / 1_000);
    },
  );
  gauge(
    'complete_through_seconds',
    'Everything that arrived in the stream before this time is written or kept as a dead letter, in seconds since 1970.',
    [],
    (through, { completeThrough }) => {
      through.set(secondsOf(completeThrough));
    },
  );
  gauge(
    'table_complete_through_seconds',
    'The same for one table; stands still while the table is not live.',
    ['schema', 'table'],
    (through, { tables }) => {
      for (const { schema, name, completeThrough } of tables.slice(0, MAX_TABLES)) {
        if (completeThrough !== null) through.set({ schema, table: name }, secondsOf(completeThrough));
      }
    },
  );
  gauge('tables', 'Tables by state.', ['state'], (count, { tables }) => {
    for (const state of TABLE_STATES) {
      count.set({ state }, tables.filter((table) => table.state === state).length);
    }
  });
  gauge('dead_letters_open', 'Dead letters that wait for somebody.', [], (open, { deadLetters }) => {
    open.set(deadLetters);
  });
  gauge(
    'running',
    '1 while the sink reads and writes; 0 while it starts, tries again or stops.',
    [],
    (running, { state }) => {
      running.set(state === 'running' ? 1 : 0);
    },
  );
}

function secondsOf(time: string | null): number {
  return time === null ? Number.NaN : Date.parse(time) / 1_000;
}
