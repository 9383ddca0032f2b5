import type { StoredCheckpoint } from '../checkpoints/checkpoint-store.js';
import type { KinesisApi } from '../client/kinesis-api.js';
import { isAborted } from '../clock.js';
import { acquireLease } from '../lease/acquire-lease.js';
import type { Lease } from '../lease/lease.js';
import type { FirstPosition } from '../plan/first-positions.js';
import type { ReportGap } from '../plan/gap.js';
import type { Stream } from '../shard.js';
import type { ShardBoard } from '../shard-board.js';
import type { ShardHandler } from '../shard-handler.js';
import type { SourceSettings } from '../source-options.js';
import { type ReadingEnd, readUnderLease } from './read-under-lease.js';
import { withGrace } from './with-grace.js';

export interface ShardRunOptions {
  readonly settings: SourceSettings;
  readonly api: KinesisApi;
  readonly board: ShardBoard;
  readonly handler: ShardHandler;
  readonly shardId: string;
  /** As it was described last. */
  stream(): Stream;
  /** Where to begin without a checkpoint. */
  readonly first: FirstPosition;
  /** Whether a stored position is to be used for this start. */
  isValid(checkpoint: StoredCheckpoint): boolean;
  /** Called once this reading has a position of its own in the store. */
  onBegun(): void;
  readonly reportGap: ReportGap;
  readonly signal: AbortSignal;
}

/**
 * The life of one shard in this source:
 *
 *     waiting --acquired--> reading --shard ended, all safe--> finished
 *        ^                     |
 *        +------ fenced -------+-------- signal aborted -----> stopped
 *
 * Whichever way a reading ends, what is safe is saved and the shard given free, except after `fenced`: then the row is
 * another's. Rejects with what halts the source, and with `PositionLostError`.
 */
export async function runShard(options: ShardRunOptions): Promise<'finished' | 'stopped'> {
  const { settings, board, shardId, signal } = options;
  for (;;) {
    const acquired = await acquireUnlessStopped(options);
    if (acquired === undefined) return 'stopped';
    let end: ReadingEnd | undefined;
    try {
      end = await readUnderLease(options, acquired.lease, acquired.checkpoint);
    } finally {
      if (!acquired.lease.isLost()) await closeLease(options, acquired.lease, end !== 'abandoned');
    }
    if (end === 'fenced') settings.observer.onFenced(shardId);
    else if (end === 'finished') {
      settings.observer.onFinished(shardId);
      board.update(shardId, { state: 'finished', owner: null });
      return 'finished';
    } else if (isAborted(signal)) return 'stopped';
  }
}

async function acquireUnlessStopped(options: ShardRunOptions): ReturnType<typeof acquireLease> {
  try {
    return await acquireLease({ ...options, stream: options.stream() });
  } catch (error) {
    if (isAborted(options.signal)) return undefined;
    throw error;
  }
}

/** One try, within bounds: whoever stops is in a hurry, and a position not saved only means that records come again. */
async function closeLease(options: ShardRunOptions, lease: Lease, release: boolean): Promise<void> {
  const { settings, shardId } = options;
  const { clock, observer, stopTimeoutMs } = settings;
  try {
    const grace = { clock, signal: AbortSignal.abort(), graceMs: stopTimeoutMs };
    const closed = await withGrace(lease.close({ release }), grace);
    if (closed.kind === 'abandoned') observer.onStopIncomplete(shardId, undefined);
  } catch (error) {
    observer.onStopIncomplete(shardId, error);
  }
}
