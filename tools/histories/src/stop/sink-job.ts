import type { DeliveredRecord } from '../delivery/delivery.ts';
import type { RunNames } from '../run/target-schemas.ts';
import type { TableName } from '../source/source-table.ts';

/** What one process of a sink has to do: shards to read, and what to say in the end. A file of JSON. */
export interface SinkJob {
  readonly targetUrl: string;
  readonly lanes: number;
  readonly names: RunNames;
  /** Schemas of the source. */
  readonly schemas: readonly string[];
  readonly ordering: 'stamped' | 'arrival';
  readonly leaseMs: number;
  readonly batchSize: number;
  readonly shards: readonly { readonly shardId: string; readonly records: readonly DeliveredRecord[] }[];
  /** Tables whose loads are complete once the shards are read. */
  readonly completes: readonly TableName[];
}

/** Where a process stops: at its `call`th call of the database, counted from 1. */
export interface StopPoint {
  readonly call: number;
  /** `during`: the statement is on its way, and nobody waits for its answer. */
  readonly mode: StopMode;
  /** `pause`: it stands still (SIGSTOP) until somebody wakes it, as a process does whose machine hangs. */
  readonly how: 'kill' | 'pause';
}

export const STOP_MODES = ['before', 'during', 'after'] as const;
export type StopMode = (typeof STOP_MODES)[number];

/** What a process tells on its standard output, one JSON a line. */
export type SinkNews =
  | { readonly news: 'stopping'; readonly call: number; readonly statement: string }
  | { readonly news: 'acquired' | 'waiting' | 'fenced' | 'finished'; readonly shardId: string }
  | { readonly news: 'done'; readonly calls: number };
