import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import { backoffDelayMs } from '../client/backoff-delay.js';
import type { KinesisApi } from '../client/kinesis-api.js';
import { isAborted, pause } from '../clock.js';
import { type LinkedAbort, linkedAbort } from '../linked-abort.js';
import type { FirstPosition } from '../plan/first-positions.js';
import type { ReportGap } from '../plan/gap.js';
import { planSync, type ShardLaunch, type StreamSnapshot } from '../plan/plan-sync.js';
import { isValidMark } from '../plan/valid-rows.js';
import { PositionLostError } from '../read/read-shard.js';
import type { ShardBoard } from '../shard-board.js';
import type { ShardHandler } from '../shard-handler.js';
import type { SourceSettings } from '../source-options.js';
import type { SourceRetryCode } from '../source-retry-code.js';
import { lookAtStream } from './look-at-stream.js';
import { runShard } from './run-shard.js';
import { showRows } from './show-rows.js';

export interface StreamRunOptions {
  readonly settings: SourceSettings;
  readonly api: KinesisApi;
  readonly board: ShardBoard;
  readonly handler: ShardHandler;
  /** The first look, at the stream whose shards are to be read. */
  readonly snapshot: StreamSnapshot;
  /** What the store held when the run began. */
  readonly rowsAtStart: ReadonlyMap<string, CheckpointRow>;
  readonly reportGap: ReportGap;
  readonly signal: AbortSignal;
}

/**
 * Reads all shards of one creation of a stream, each when its turn comes, and looks for new ones after each end of a
 * shard and at an interval. `recreated`: there is another stream of the same name now. Rejects with the first error
 * that halts a shard, after every other shard was stopped, saved and given free.
 */
export async function readStream(options: StreamRunOptions): Promise<'recreated' | 'stopped'> {
  const scope = linkedAbort(options.signal);
  const run = createStreamRun(options, scope);
  try {
    let { snapshot } = options;
    for (;;) {
      if (!run.follow(snapshot)) return 'recreated';
      await run.nextLook();
      if (isAborted(scope.signal)) return 'stopped';
      snapshot = await run.look();
    }
  } catch (error) {
    if (!isAborted(scope.signal)) throw error;
    return 'stopped';
  } finally {
    scope.abort();
    scope.dispose();
    await run.ended();
  }
}

interface StreamRun {
  look(): Promise<StreamSnapshot>;
  /** Starts what is to be started. `false`: the snapshot is of another stream. */
  follow(snapshot: StreamSnapshot): boolean;
  /** Resolves when it is time to look again. */
  nextLook(): Promise<void>;
  /** Resolves when no shard is at work any more; rejects with what halted one. */
  ended(): Promise<void>;
}

function createStreamRun(options: StreamRunOptions, scope: LinkedAbort): StreamRun {
  const { settings, api, board, rowsAtStart } = options;
  const { clock, start } = settings;
  const { createdAt, arn } = options.snapshot.stream;
  let { stream } = options.snapshot;
  let firsts: ReadonlyMap<string, FirstPosition> | undefined;
  let failure: { readonly error: unknown } | undefined;
  let untilNextLook = linkedAbort(scope.signal);
  const finished = new Set<string>();
  const overGap = new Set<string>();
  const lost = new Map<string, number>();
  const refused = new Set<string>();
  const tasks = new Map<string, Promise<void>>();

  const lookSoon = (): void => untilNextLook.abort();

  const afterLost = async (shardId: string, error: PositionLostError): Promise<void> => {
    const times = (lost.get(shardId) ?? 0) + 1;
    lost.set(shardId, times);
    if (error.operation === 'open-iterator') refused.add(shardId);
    if (times === 1) return;
    const delayMs = backoffDelayMs(times, settings.random());
    settings.observer.onRetry(shardId, 'position-lost' satisfies SourceRetryCode, times, delayMs);
    await pause(clock, delayMs, scope.signal);
  };
  const runToEnd = async ({ shardId, first }: ShardLaunch): Promise<void> => {
    try {
      const end = await runShard({
        ...options,
        shardId,
        first,
        stream: () => stream,
        isValid: (checkpoint) => !overGap.has(shardId) && isValidMark(start, checkpoint, rowsAtStart.get(shardId)),
        onBegun: () => overGap.delete(shardId),
        signal: scope.signal,
      });
      if (end === 'finished') finished.add(shardId);
    } catch (error) {
      if (error instanceof PositionLostError) return afterLost(shardId, error);
      failure ??= { error };
      scope.abort();
    }
  };
  const launch = (shard: ShardLaunch): void => {
    const task = runToEnd(shard).finally(() => {
      tasks.delete(shard.shardId);
      lookSoon();
    });
    tasks.set(shard.shardId, task);
  };

  return {
    look: () => lookAtStream({ settings, api, stream: arn, signal: scope.signal }),
    follow: (snapshot) => {
      if (snapshot.stream.createdAt.getTime() !== createdAt.getTime()) return false;
      ({ stream } = snapshot);
      const taken = new Set(tasks.keys());
      const nowMs = clock.now();
      const { owner } = settings;
      const plan = planSync({ start, rowsAtStart, owner, nowMs }, snapshot, { finished, taken, refused, firsts });
      refused.clear();
      for (const gap of plan.gaps) options.reportGap(gap);
      for (const shardId of plan.overGap) overGap.add(shardId);
      for (const shardId of plan.finished) finished.add(shardId);
      ({ firsts } = plan);
      board.looked(snapshot);
      showRows(board, snapshot, taken, nowMs);
      plan.launches.forEach(launch);
      return true;
    },
    nextLook: async () => {
      await pause(clock, settings.shardSyncIntervalMs, untilNextLook.signal);
      untilNextLook.dispose();
      untilNextLook = linkedAbort(scope.signal);
    },
    ended: async () => {
      await Promise.all(tasks.values());
      if (failure !== undefined) throw failure.error;
    },
  };
}
