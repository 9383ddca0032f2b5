import type { ShardHandler, SourceRecord } from '@drayage/kinesis-source';
import type { Pipeline } from '@drayage/pipeline';

import type { SinkObserver } from '../sink-parts.js';

export interface ShardHandlerOptions {
  readonly pipeline: Pick<Pipeline, 'decode' | 'apply'>;
  readonly observer: SinkObserver;
  readonly now: () => number;
  readonly housekeeper: () => void;
}

/** A shard that is no further behind than this has caught up. */
const CAUGHT_UP_MS = 60_000;

/** Hands the batches of the source to the pipeline and tells what came of them. */
export function createShardHandler({ pipeline, observer, now, housekeeper }: ShardHandlerOptions): ShardHandler {
  /** Batches without records do not name the stream; the ones before did. */
  const streams = new Map<string, string>();

  return async ({ shardId, records, millisBehindLatest }, signal) => {
    const startedAt = now();
    observer.onRead(shardId);
    const stream = streamOf(records) ?? streams.get(shardId);
    if (stream === undefined) {
      // Nothing was ever handed over for this shard, so nothing is held and nothing can have become safe.
      return { safeThrough: undefined };
    }
    streams.set(shardId, stream);
    const { safeThrough, ...counts } = await pipeline.apply(pipeline.decode(records), { stream, shardId }, signal);
    if (counts.records > 0 || counts.statements > 0 || counts.deadLetters > 0) {
      observer.onBatch({ shardId, seconds: (now() - startedAt) / 1_000, ...counts });
    }
    if (millisBehindLatest <= CAUGHT_UP_MS) {
      observer.onWarningOver(`lag:${shardId}`);
    }
    housekeeper();
    return { safeThrough };
  };
}

function streamOf(records: readonly SourceRecord[]): string | undefined {
  return records[0]?.position.stream;
}
