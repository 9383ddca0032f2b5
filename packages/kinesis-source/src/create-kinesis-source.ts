import { createShardBoard, type ShardStatus } from './shard-board.js';
import type { ShardHandler } from './shard-handler.js';
import { type KinesisSourceOptions, sourceSettings } from './source-options.js';
import { completeThrough } from './plan/complete-through.js';
import { runSource } from './run/run-source.js';

export interface KinesisSource {
  /**
   * Hands over what the stream holds until `signal` aborts: then it resolves, after running handlers have answered,
   * positions were saved and shards given free, within `2 * stopTimeoutMs`. Rejects with `KinesisSourceError` for what
   * needs somebody's help, and with whatever a handler or the store declares to be final. One run at a time.
   */
  run(handler: ShardHandler, signal: AbortSignal): Promise<void>;
  /** The shards as they are now, by id. */
  shards(): readonly ShardStatus[];
  /**
   * The time, in milliseconds, before which every record that arrived in the stream is safe, in all shards and whoever
   * reads them; `undefined`: not known, so that no more is than before. Asks the store where others read shards, and
   * rejects when that does. May go back, as when another process begins anew: who keeps it keeps the greatest.
   */
  completeThrough(): Promise<number | undefined>;
}

/** A reader of one Kinesis stream. Throws a `RangeError` for an option that makes no sense; does nothing until `run`. */
export function createKinesisSource(options: KinesisSourceOptions): KinesisSource {
  const settings = sourceSettings(options);
  const board = createShardBoard(() => settings.clock.now());
  return {
    run: (handler, signal) => runSource({ settings, board, handler, signal }),
    shards: () => board.snapshot(),
    completeThrough: async () => {
      const look = board.lastLook();
      if (look === undefined) return undefined;
      const own = board.own();
      const isAlone = look.shards.every(({ shardId }) => own.has(shardId));
      return completeThrough({ ...look, own, rows: isAlone ? [] : await settings.store.list(look.stream.arn) });
    },
  };
}
