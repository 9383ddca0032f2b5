import type { CheckpointStore } from './checkpoints/checkpoint-store.js';
import type { KinesisSender } from './client/create-kinesis-client.js';
import type { Clock } from './clock.js';
import { completeObserver, type KinesisSourceObserver } from './observer.js';
import type { StartPosition } from './start-position.js';

export interface KinesisSourceOptions {
  readonly client: KinesisSender;
  /** Name or ARN. */
  readonly stream: string;
  readonly start: StartPosition;
  readonly store: CheckpointStore;
  /** Names this process. Two that run at the same time must not share a name: they would take shards from each other. */
  readonly owner: string;
  /** `halt`: stop with an error of code `gap`. `continue`: tell the observer, and go on from the trim horizon. */
  readonly onGap: 'halt' | 'continue';
  readonly clock: Clock;
  /** In [0, 1), as `Math.random`. */
  readonly random: () => number;
  readonly observer?: Partial<KinesisSourceObserver> | undefined;
  /** How long a shard stays with an owner that died. Renewed three times in that time. Default 30 s. */
  readonly leaseMs?: number | undefined;
  /** At most 10,000, which is Kinesis' own limit and the default. */
  readonly maxRecordsPerRead?: number | undefined;
  /** How many reads of one shard may wait while the handler works. Default 2. */
  readonly prefetchReads?: number | undefined;
  /** How many bytes of one shard may wait; one read may whatever its size. Default 16 MiB. */
  readonly maxPrefetchBytes?: number | undefined;
  /** How often positions are saved at most; 0: after each batch. Default 1 s. */
  readonly checkpointIntervalMs?: number | undefined;
  /** How often stream and shards are looked at besides the ends of shards. Default 60 s. */
  readonly shardSyncIntervalMs?: number | undefined;
  /** Between two reads of a shard in which nothing arrives. Never below 200 ms. Default 1 s. */
  readonly pollIntervalMs?: number | undefined;
  /** How long a stop waits for running handlers, and then for the store. Default 4 s each. */
  readonly stopTimeoutMs?: number | undefined;
}

/** The options with every default filled in. */
export type SourceSettings = Required<{
  readonly [Key in keyof KinesisSourceOptions]: Exclude<KinesisSourceOptions[Key], undefined>;
}> & { readonly observer: KinesisSourceObserver };

/** Fills in the defaults. Throws a `RangeError` for a number that makes no sense. */
export function sourceSettings(options: KinesisSourceOptions): SourceSettings {
  const settings: SourceSettings = {
    client: options.client,
    stream: options.stream,
    start: options.start,
    store: options.store,
    owner: options.owner,
    onGap: options.onGap,
    clock: options.clock,
    random: options.random,
    observer: completeObserver(options.observer),
    leaseMs: atLeast(1, 'leaseMs', options.leaseMs ?? 30_000),
    maxRecordsPerRead: Math.min(10_000, atLeast(1, 'maxRecordsPerRead', options.maxRecordsPerRead ?? 10_000)),
    prefetchReads: atLeast(1, 'prefetchReads', options.prefetchReads ?? 2),
    maxPrefetchBytes: atLeast(1, 'maxPrefetchBytes', options.maxPrefetchBytes ?? 16 * 1024 * 1024),
    checkpointIntervalMs: atLeast(0, 'checkpointIntervalMs', options.checkpointIntervalMs ?? 1_000),
    shardSyncIntervalMs: atLeast(1, 'shardSyncIntervalMs', options.shardSyncIntervalMs ?? 60_000),
    pollIntervalMs: atLeast(0, 'pollIntervalMs', options.pollIntervalMs ?? 1_000),
    stopTimeoutMs: atLeast(0, 'stopTimeoutMs', options.stopTimeoutMs ?? 4_000),
  };
  return settings;
}

function atLeast(least: number, name: string, value: number): number {
  if (!(value >= least)) throw new RangeError(`${name} must be at least ${least}, not ${value}.`);
  return value;
}
