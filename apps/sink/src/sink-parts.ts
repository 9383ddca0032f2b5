import type { DrayageConfig } from '@drayage/config';
import type { TableStatus } from '@drayage/cratedb-writer';
import type { ProcessOutcome } from '@drayage/pipeline';

/** One shard of the stream, as `/status` shows it. */
export interface ShardStatus {
  readonly shardId: string;
  /** The last record that is written or kept as a dead letter; `null` before the first. */
  readonly sequenceNumber: string | null;
  /** How far the last read was behind the tip of the shard, in milliseconds; `null` before the first. */
  readonly lagMs: number | null;
  /** The process that reads it; `null`: none does. */
  readonly owner: string | null;
}

/** One batch of one shard, done: the counts of the pipeline. */
export interface BatchReport extends Omit<ProcessOutcome, 'safeThrough'> {
  readonly shardId: string;
  readonly seconds: number;
}

/** A failure that is tried again. The texts hold no row values and no passwords. */
export interface RetryReport {
  /** Whose batch or read it is; absent where it concerns them all. */
  readonly shardId?: string | undefined;
  /** Who did not do as asked. */
  readonly side: 'target' | 'stream';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly attempt: number;
  readonly delayMs: number;
}

/** What the loop tells while it runs. Methods return at once and never throw. */
export interface SinkObserver {
  /** A shard was read, even when it had nothing new: the loop turns, the stream answers. */
  onRead(shardId: string): void;
  onBatch(batch: BatchReport): void;
  onRetry(retry: RetryReport): void;
  /** What was tried again with the target has worked. */
  onTargetAnswer(): void;
  /** Something that somebody should know, for as long as it lasts; a topic has one message, the last. */
  onWarning(topic: string, message: string): void;
  onWarningOver(topic: string): void;
}

export interface SinkSnapshot {
  readonly shards: readonly ShardStatus[];
  readonly tables: readonly TableStatus[];
  /** Everything that arrived in the stream before, in all shards, is written or a letter; `undefined`: not known yet. */
  readonly completeThroughMs: number | undefined;
  readonly warnings: readonly string[];
}

/** An opened sink: target, stream and what lies between. */
export interface SinkParts {
  /** The name under which this process owns shards. */
  readonly owner: string;
  /**
   * Reads and writes until the signal aborts; resolves when the last batch is written or abandoned whole, positions
   * are kept and shards released. Rejects when the sink must halt, with an error that has `code` and `remedy`.
   */
  run(signal: AbortSignal): Promise<void>;
  snapshot(): SinkSnapshot;
  /** Resolves when the target answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenSinkOptions {
  readonly config: DrayageConfig;
  readonly targetUrl: string;
  readonly observer: SinkObserver;
}

/** Opens the target and the stream; rejects with `SinkError`, whose `reaction` says whether to try again. */
export type OpenSink = (options: OpenSinkOptions) => Promise<SinkParts>;
