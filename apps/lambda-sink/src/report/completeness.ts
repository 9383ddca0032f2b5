import { completeThrough, type StreamShards } from '@drayage/kinesis-source/positions';
import type { TargetCheckpointStore, Writer } from '@drayage/cratedb-writer';

export interface CompletenessOptions {
  readonly checkpoints: Pick<TargetCheckpointStore, 'list'>;
  readonly writer: Pick<Writer, 'advance'>;
  readonly now: () => number;
}

/** How far the tables are complete, kept up to date by whichever sandbox has just written. */
export interface Completeness {
  /** Asks and tells at most every five seconds. */
  follow(look: StreamShards): Promise<void>;
}

const INTERVAL_MS = 5_000;

/**
 * The least over the shards, by the positions that all invocations keep. A shard where nothing arrives brings no
 * invocation: its time stands still, and with it the whole. That is less than is true, never more.
 */
export function createCompleteness({ checkpoints, writer, now }: CompletenessOptions): Completeness {
  let nextAtMs = 0;
  let toldMs = Number.NEGATIVE_INFINITY;
  return {
    follow: async ({ stream, shards }) => {
      if (now() < nextAtMs) return;
      nextAtMs = now() + INTERVAL_MS;
      const throughMs = completeThrough({ stream, shards, own: new Map(), rows: await checkpoints.list(stream.arn) });
      if (throughMs === undefined || throughMs <= toldMs) return;
      await writer.advance(throughMs);
      toldMs = throughMs;
    },
  };
}
