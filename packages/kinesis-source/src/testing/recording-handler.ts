import type { ShardBatch, ShardHandler } from '../shard-handler.js';

/** A handler that takes everything and remembers it. */
export interface RecordingHandler {
  readonly handle: ShardHandler;
  readonly batches: ShardBatch[];
  /** Data of every record so far, in the order handed over. */
  texts(): string[];
  /** The same for one shard. */
  textsOf(shardId: string): string[];
}

export function createRecordingHandler(): RecordingHandler {
  const batches: ShardBatch[] = [];
  const decoder = new TextDecoder();
  const textsIn = (some: readonly ShardBatch[]): string[] =>
    some.flatMap((batch) => batch.records.map((record) => decoder.decode(record.data)));
  return {
    batches,
    handle: (batch) => {
      batches.push(batch);
      return Promise.resolve({ safeThrough: batch.records.at(-1)?.position });
    },
    texts: () => textsIn(batches),
    textsOf: (shardId) => textsIn(batches.filter((batch) => batch.shardId === shardId)),
  };
}
