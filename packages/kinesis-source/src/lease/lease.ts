import type { CheckpointStore, LeaseKey, SaveRequest } from '../checkpoints/checkpoint-store.js';
import { type RetryContext, retrying } from '../client/retrying.js';
import type { BeginMark } from '../plan/begin-shard.js';
import { storeRetryCode } from './store-retry-code.js';

export interface LeaseOptions {
  readonly store: CheckpointStore;
  readonly key: LeaseKey;
  readonly leaseMs: number;
  readonly retry: RetryContext;
  /** When the lease was asked for. */
  readonly acquiredAtMs: number;
}

/**
 * The right to read one shard, and to say how far it was read.
 *
 * Calls to the store go one after another, and each takes the mark as it is when its turn comes: so a renewal never
 * writes an older position over a newer one. Once the store has answered `fenced`, nothing more is written; once the
 * shard is finished, no mark is.
 */
export interface Lease {
  /** From now on, this is what is saved. Before that, saving only renews. */
  track(mark: () => BeginMark): void;
  /** Another owner has the shard. */
  isLost(): boolean;
  /** Called once when the lease is lost. */
  onLost(listener: () => void): void;
  /** Until when nobody else can have taken the shard, by this machine's clock. */
  heldUntilMs(): number;
  /** Saves the mark and renews. Tries until it succeeds or `signal` aborts. */
  save(signal: AbortSignal): Promise<void>;
  /** Marks the shard as read to its end. Everything that arrived by `atMs` is safe. */
  finish(atMs: number, signal: AbortSignal): Promise<void>;
  /** The last call: saves and, unless told otherwise, gives the shard free. One try. */
  close(last: { readonly release: boolean }): Promise<void>;
}

export function createLease({ store, key, leaseMs, retry, acquiredAtMs }: LeaseOptions): Lease {
  let heldUntilMs = acquiredAtMs + leaseMs;
  let state: 'finished' | 'held' | 'lost' = 'held';
  let mark: (() => BeginMark) | undefined;
  let tail: Promise<unknown> = Promise.resolve();
  const listeners: (() => void)[] = [];

  const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
    const turn = tail.then(call, call);
    tail = turn.catch(() => undefined);
    return turn;
  };
  const currentMark = (): Partial<SaveRequest> => (mark === undefined || state === 'finished' ? {} : savedMark(mark()));
  const saveOnce = async (change: Partial<SaveRequest>): Promise<void> => {
    if (state === 'lost') return;
    const askedAtMs = retry.clock.now();
    const answer = await store.save({ ...key, leaseMs, ...change });
    if (answer === 'saved') {
      heldUntilMs = askedAtMs + leaseMs;
      if (change.finished === true) state = 'finished';
      return;
    }
    state = 'lost';
    for (const listener of listeners) listener();
  };
  const saveUntilDone = (change: () => Partial<SaveRequest>, signal: AbortSignal): Promise<void> => {
    const scope = { shardId: key.shardId, signal, retryCode: storeRetryCode };
    return inTurn(() => retrying(retry, scope, () => saveOnce(change())));
  };

  return {
    track: (newMark) => (mark = newMark),
    isLost: () => state === 'lost',
    onLost: (listener) => listeners.push(listener),
    heldUntilMs: () => heldUntilMs,
    save: (signal) => saveUntilDone(currentMark, signal),
    finish: (atMs, signal) => saveUntilDone(() => ({ finished: true, arrivalTime: new Date(atMs) }), signal),
    close: ({ release }) =>
      inTurn(async () => {
        if (mark !== undefined && state === 'held') await saveOnce(currentMark());
        if (release && state !== 'lost') await store.release(key);
      }),
  };
}

function savedMark({ sequenceNumber, arrivalTimeMs }: BeginMark): Partial<SaveRequest> {
  return { sequenceNumber, arrivalTime: arrivalTimeMs === undefined ? undefined : new Date(arrivalTimeMs) };
}
