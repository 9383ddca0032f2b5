import type { TableStatus } from '@drayage/cratedb-writer';

import type { SinkState } from '../activity/activity.js';
import type { Rates, ThroughputSamples } from '../activity/throughput-history.js';
import type { ShardStatus } from '../sink-parts.js';

/** The body of `/status`. */
export interface StatusReport {
  readonly pipeline: string;
  readonly state: SinkState;
  readonly shards: readonly ShardStatus[];
  readonly tables: readonly TableStatus[];
  /** ISO 8601: all that arrived in the stream before is written or a letter, in all shards; `null`: not known yet. */
  readonly completeThrough: string | null;
  /** How long ago that is, by the sink’s clock. */
  readonly freshnessMs: number | null;
  /** Open dead letters of all tables, and those of this process that belong to no table. */
  readonly deadLetters: number;
  readonly rates: Rates;
  readonly warnings: readonly string[];
}

/** The body of `/healthz` and `/readyz`: `reasons` is empty exactly when `ok`. */
export interface ProbeReport {
  readonly ok: boolean;
  readonly reasons: readonly string[];
}

/** Everything that the HTTP server shows. */
export interface SinkView {
  readonly status: () => StatusReport;
  readonly samples: () => ThroughputSamples;
  readonly health: () => ProbeReport;
  readonly readiness: () => Promise<ProbeReport>;
  /** In the text format of Prometheus. */
  readonly metrics: () => Promise<string>;
}
