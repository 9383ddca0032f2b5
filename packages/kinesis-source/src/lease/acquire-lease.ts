import type { StoredCheckpoint } from '../checkpoints/checkpoint-store.js';
import { retrying } from '../client/retrying.js';
import { isAborted, pause } from '../clock.js';
import type { Stream } from '../shard.js';
import type { ShardBoard } from '../shard-board.js';
import type { SourceSettings } from '../source-options.js';
import { createLease, type Lease } from './lease.js';
import { storeRetryCode } from './store-retry-code.js';

export interface AcquireOptions {
  readonly settings: SourceSettings;
  readonly board: ShardBoard;
  readonly stream: Stream;
  readonly shardId: string;
  readonly signal: AbortSignal;
}

export interface AcquiredLease {
  readonly lease: Lease;
  readonly checkpoint: StoredCheckpoint | undefined;
}

/** How often a shard that another owner holds is asked for, at least: that owner may give it free early. */
const ASKS_PER_LEASE = 3;
const SHORTEST_WAIT_MS = 50;

/** Takes the shard, waiting for as long as another owner holds it. `undefined`: the signal has aborted. */
export async function acquireLease(options: AcquireOptions): Promise<AcquiredLease | undefined> {
  const { settings, board, stream, shardId, signal } = options;
  const { clock, leaseMs, observer, owner, store } = settings;
  const scope = { shardId, signal, retryCode: storeRetryCode };
  const request = { streamArn: stream.arn, streamCreatedAt: stream.createdAt, shardId, owner, leaseMs };
  let waitingFor: string | undefined;
  while (!isAborted(signal)) {
    const acquiredAtMs = clock.now();
    const answer = await retrying(settings, scope, () => store.acquire(request));
    if (answer.acquired) {
      const key = { streamArn: stream.arn, shardId, owner, fence: answer.fence };
      const lease = createLease({ store, key, leaseMs, retry: settings, acquiredAtMs });
      return { lease, checkpoint: answer.checkpoint };
    }
    board.update(shardId, { state: 'waiting', owner: answer.owner });
    if (waitingFor !== answer.owner) observer.onWaiting(shardId, answer.owner);
    waitingFor = answer.owner;
    await pause(clock, waitMs(answer.ownerUntil.getTime() - clock.now(), leaseMs, settings.random()), signal);
  }
  return undefined;
}

/** Until the lease of the other runs out, and a little more so that two who wait do not ask at once. */
function waitMs(untilFreeMs: number, leaseMs: number, random: number): number {
  const waited = Math.min(Math.max(untilFreeMs, 0), leaseMs / ASKS_PER_LEASE);
  return Math.max(SHORTEST_WAIT_MS, waited) + SHORTEST_WAIT_MS * random;
}
