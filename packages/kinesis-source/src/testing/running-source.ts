import { createMemoryCheckpointStore } from '../checkpoints/memory-checkpoint-store.js';
import { systemClock } from '../clock.js';
import { createKinesisSource, type KinesisSource } from '../create-kinesis-source.js';
import type { ShardHandler } from '../shard-handler.js';
import type { KinesisSourceOptions } from '../source-options.js';
import { createRecordingHandler, type RecordingHandler } from './recording-handler.js';
import { createRecordingObserver, type RecordingObserver } from './recording-observer.js';

export interface RunningSource extends RecordingHandler {
  readonly source: KinesisSource;
  readonly observer: RecordingObserver;
  /** Settles when the run ends, however it ends. */
  readonly run: Promise<void>;
  /** Aborts and waits for the end. */
  stop(): Promise<void>;
}

export type SourceUnderTest = Partial<KinesisSourceOptions> &
  Pick<KinesisSourceOptions, 'client' | 'stream'> & { readonly handler?: ShardHandler };

/** Starts a source with short intervals, a recording handler and a recording observer. */
export function runSourceUnderTest({ handler, ...options }: SourceUnderTest): RunningSource {
  const clock = options.clock ?? systemClock;
  const recording = createRecordingHandler();
  const observer = createRecordingObserver();
  const source = createKinesisSource({
    start: { kind: 'checkpoint' },
    store: createMemoryCheckpointStore(clock),
    owner: 'first',
    onGap: 'halt',
    random: () => 0,
    observer,
    pollIntervalMs: 200,
    shardSyncIntervalMs: 500,
    checkpointIntervalMs: 0,
    leaseMs: 2_000,
    ...options,
    clock,
  });
  const controller = new AbortController();
  const run = source.run(handler ?? recording.handle, controller.signal);
  // A run that is halted is looked at by the test, perhaps later.
  run.catch(() => undefined);
  return {
    ...recording,
    source,
    observer,
    run,
    stop: async () => {
      controller.abort();
      await run;
    },
  };
}
